import { mkdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Problem } from '../protocol/model.ts';
import { parse, literal, nullable, number, object, string } from '../protocol/shape.ts';
import type { Infer } from '../protocol/shape.ts';
import type { SupervisorArguments } from '../protocol/rendezvous.ts';
import { socketAddress } from '../protocol/rendezvous.ts';
import type { ClientSession } from './clientSession.ts';
import { settleCompileCache } from './compileCache.ts';
import { strongestHold } from './debug/strongestHold.ts';
import { createHandlers } from './handlers.ts';
import { createLauncher } from './launch/createLauncher.ts';
import { Lease } from './lease.ts';
import type { Generation } from './lock.ts';
import {
  acquireGeneration,
  clearSocket,
  prepareFolder,
  protectSocket,
  removeLowerGenerations,
  removeSocket,
  requireLastingPlaces,
} from './lock.ts';
import { MetricsWatch } from './metricsWatch.ts';
import { reapOrphans } from './orphans.ts';
import { createPlatform } from './platform/createPlatform.ts';
import type { Platform } from './platform/platform.ts';
import { Publisher } from './publisher.ts';
import { RendezvousKeeper } from './rendezvousKeeper.ts';
import { RpcServer } from './rpcServer.ts';
import { StateSaver } from './stateSaver.ts';
import { forgetSavedApps, readSavedApps, saveApps } from './savedApps.ts';
import type { SavedApp, SavedState } from './state.ts';
import { readState } from './state.ts';
import { Supervisor } from './supervisor.ts';

const argumentsShape = object({
  folder: string,
  runtimeDir: string,
  stateDir: string,
  origin: literal('editor', 'cli'),
  leaseSeconds: nullable(number),
});

/** Exit status of a supervisor that met a defect of its own (sysexits: EX_SOFTWARE). */
const defectStatus = 70;

/**
 * Becomes the supervisor of a folder, or returns because another process is it already.
 * `text` is the JSON of `SupervisorArguments`.
 */
export async function runSupervisor(text: string): Promise<void> {
  const args: Infer<typeof argumentsShape> & SupervisorArguments = parse(argumentsShape, JSON.parse(text));
  settleCompileCache(process.env, args.stateDir);
  const platform = createPlatform();
  requireLastingPlaces(dirname(dirname(args.runtimeDir)));
  prepareFolder(dirname(args.runtimeDir));
  prepareFolder(args.runtimeDir);
  prepareFolder(args.stateDir);
  mkdirSync(join(args.stateDir, 'logs'), { recursive: true, mode: 0o700 });
  const generation = acquireGeneration(args.runtimeDir, platform);
  if (generation === undefined) return;
  process.title = `drover supervisor ${args.folder}`;
  await serve(args, platform, generation, readState(args.stateDir));
}

async function serve(
  args: SupervisorArguments,
  platform: Platform,
  generation: Generation,
  { state: left, damaged, usedPrevious }: ReturnType<typeof readState>,
): Promise<void> {
  const ownFolder = dirname(process.argv[1] ?? '');
  const runtimeScripts = join(ownFolder, 'runtime');
  const key = basename(args.runtimeDir);
  let stopping: Promise<void> | undefined;
  let ending: Promise<void> | undefined;
  /** For whoever connects first. */
  let unsaid = damaged === undefined ? [] : [stateDamaged(damaged, usedPrevious)];

  const launcher = createLauncher({ platform, runtimeDir: args.runtimeDir, runtimeScripts });
  const publisher = new Publisher((seq, changes) => {
    server.tellChanged({ seq, changes });
    // An app may have come to its end by itself.
    lease.setWanted(supervisor.isWanted);
    saver.schedule();
    metrics.refresh();
  });
  const supervisor = new Supervisor({
    folder: args.folder,
    stateDir: args.stateDir,
    key,
    generation: generation.number,
    runnerScript: join(runtimeScripts, 'configRunner.cjs'),
    platform,
    launcher,
    env: definedOf(process.env),
    publish: (change) => publisher.publish(change),
    notice: tell,
    wantedChanged: () => {
      lease.setWanted(supervisor.isWanted);
      saver.saveSoon();
    },
  });
  /** What the next supervisor is to start, though it is stopped now. */
  let kept: readonly SavedApp[] | undefined;
  const current = (): SavedState => {
    const state = supervisor.state(platform.bootId());
    return kept === undefined ? state : { ...state, apps: kept };
  };
  const saver = new StateSaver(args.stateDir, current, (error) => {
    const problem = stateUnwritable(args.stateDir, error);
    if (server.sessions.length > 0) tell(problem, null);
    else unsaid = [...unsaid, problem];
  });
  const metrics = new MetricsWatch(platform, supervisor, {
    limits: () => supervisor.memoryLimits,
    onExceeded: (instance, usage) => supervisor.instance(instance)?.exceedMemory(usage),
  });
  const recovered = recover().catch((error: unknown) => console.error(error));
  const lease = new Lease(args.origin, args.leaseSeconds, () => void end());
  const server = new RpcServer({
    token: generation.token,
    settle: () => {
      publisher.flush();
      saver.settle();
    },
    handlers: createHandlers({
      supervisor,
      publisher,
      lease,
      recovered,
      folder: args.folder,
      version: versionBeside(ownFolder),
      generation: generation.number,
      startedAt: Date.now(),
      metricsWatchersChanged: () => metrics.setSessions(server.sessions),
      holdsChanged: () => hold(server.sessions),
      saved: {
        save: () => saveApps(args.stateDir, supervisor.state(platform.bootId()).apps),
        read: () => {
          const saved = readSavedApps(args.stateDir);
          if (saved.damaged !== undefined) tell(stateDamaged(saved.damaged, saved.apps !== undefined), null);
          return saved.apps;
        },
        forget: () => forgetSavedApps(args.stateDir),
      },
      isStopping: () => stopping !== undefined,
      shutDown: async (resume) => {
        if (resume) kept ??= supervisor.state(platform.bootId()).apps;
        await stopApps();
        setImmediate(() => void end());
      },
    }),
    onSessionsChanged: (sessions) => {
      lease.setClients(sessions.length);
      metrics.setSessions(sessions);
      hold(sessions);
      if (stopping === undefined) supervisor.loans.keepFor(sessions);
      if (sessions.length === 0) return;
      // After the answer to `initialize`, which this is part of.
      const news = unsaid;
      unsaid = [];
      setImmediate(() => {
        for (const problem of news) tell(problem, null);
      });
    },
  });

  const address = socketAddress(
    args.runtimeDir,
    { generation: generation.number, token: generation.token },
    process.platform,
  );
  const keeper = new RendezvousKeeper({
    runtimeDir: args.runtimeDir,
    generation: generation.number,
    socket: process.platform === 'win32' ? null : address,
    listenAgain: async () => {
      await server.listenAgain(address);
      protectSocket(address);
    },
    onSuperseded: () => {
      console.error('Another supervisor has taken over');
      killAll();
      process.exit(defectStatus);
    },
  });

  process.on('SIGTERM', () => void end());
  process.on('SIGINT', () => void end());
  process.on('SIGHUP', () => undefined);
  process.on('uncaughtException', (error) => {
    console.error(error);
    saver.saveNow();
    killAll();
    process.exit(defectStatus);
  });

  clearSocket(address);
  await server.listen(address);
  protectSocket(address);
  removeLowerGenerations(args.runtimeDir, generation.number);
  keeper.begin();

  function killAll(): void {
    for (const { pid, ownGroup } of supervisor.instances.flatMap(({ traces }) => traces)) {
      if (ownGroup) platform.signalGroup(pid, 'SIGKILL');
      else platform.signal(pid, 'SIGKILL');
    }
  }

  function tell(problem: Problem, instance: string | null): void {
    // The state comes before the news about it.
    publisher.flush();
    server.tellNotice({ problem, instance });
  }

  function hold(sessions: readonly ClientSession[]): void {
    if (stopping !== undefined && sessions.length > 0) return;
    for (const instance of supervisor.instances) instance.setHold(strongestHold(sessions, instance.id));
  }

  /** Cleans up after a supervisor that was killed, then runs what it had running. */
  async function recover(): Promise<void> {
    const sameBoot = left?.boot === platform.bootId();
    const reaped = await reapOrphans(
      platform,
      key,
      generation.number,
      sameBoot ? (left?.processes ?? []) : [],
    );
    if (reaped > 0) console.error(`Ended ${reaped} processes that an earlier supervisor left behind`);
    if (left !== undefined) await supervisor.resume(left.apps);
  }

  function stopApps(): Promise<void> {
    stopping ??= recovered.then(() => {
      // Nobody's breakpoint keeps the end from coming.
      hold([]);
      return supervisor.stopAll();
    });
    return stopping;
  }

  /** Everything in order: apps, last messages, state, logs, socket. */
  function end(): Promise<void> {
    ending ??= endInOrder();
    return ending;
  }

  async function endInOrder(): Promise<void> {
    await stopApps();
    publisher.flush();
    lease.dispose();
    metrics.dispose();
    saver.saveNow();
    await supervisor.close();
    keeper.dispose();
    await server.close();
    removeSocket(args.runtimeDir, generation.number);
    process.exit(0);
  }
}

function stateDamaged(path: string, usedPrevious: boolean): Problem {
  console.error(`The saved state was damaged and has been set aside as ${path}`);
  return { code: usedPrevious ? 'state-previous' : 'state-damaged', severity: 'warning', data: { path } };
}

function stateUnwritable(path: string, error: Error): Problem {
  return { code: 'state-unwritable', severity: 'warning', data: { path, reason: error.message } };
}

function definedOf(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function versionBeside(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, '..', 'package.json'), 'utf8'));
  return parse(object({ version: string }), manifest).version;
}
