import { ClientError } from '../../client/clientError.ts';
import { hasCrashed } from '../../client/hasCrashed.ts';
import { locate } from '../../client/locate.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Snapshot } from '../../protocol/model.ts';
import { findFolder } from '../findFolder.ts';
import { selectInstances } from '../selectInstances.ts';
import type { StartFlags } from '../startApps.ts';
import { carryOut, understand } from '../startApps.ts';
import { UserError } from '../userError.ts';
import { readArguments } from '../verbs/start.ts';
import type { World } from '../world.ts';
import { Foreground } from './foreground.ts';
import type { OwnProcess } from './ownProcess.ts';
import type { SignalHistory } from './stopSignals.ts';
import { answerSignal, noSignals } from './stopSignals.ts';
import type { UpFormat } from './upOutput.ts';
import { UpOutput } from './upOutput.ts';

export interface UpFlags extends StartFlags {
  readonly format: UpFormat;
  readonly autoExit: boolean;
  readonly exitOnFailure: boolean;
}

/** What is killed without a chance to stop its apps leaves them so long to whoever starts it again. */
const leaseSeconds = 10;
/** A supervisor that dies more often than this within a minute is not started again. */
const restartLimit = 3;
const restartWindowMs = 60_000;

/**
 * Runs ecosystem files in the foreground until their apps are done, one gives up, or a signal comes; then stops what
 * is left, in order. Resolves with the exit code: 0 after a stop that was asked for and when all was done, else 1.
 */
export async function up(
  world: World,
  named: readonly string[],
  { format, autoExit, exitOnFailure, ...flags }: UpFlags,
  self: OwnProcess,
): Promise<0 | 1> {
  const output = new UpOutput(world, format);
  const noInit = self.becomeInit();
  if (noInit !== null) output.say(noInit);
  const { asked, subject } = readArguments(world, named, flags);

  // A signal that comes before there is anything to stop keeps it from being started.
  let history: SignalHistory = noSignals;
  let running: Foreground | undefined;
  const stop = (): void => void running?.stop('asked');
  const act = {
    stop: () => {
      output.say('Stops …');
      stop();
    },
    hurry: () => running?.hurry().catch(report),
    reload: () => running?.reload().catch(report),
    none: () => undefined,
  };
  self.onOutputClosed(() => {
    if (history.isStopping) return;
    history = { ...history, isStopping: true };
    stop();
  });
  const signals = self.onSignal((signal) => {
    const answer = answerSignal(history, signal, self.now());
    history = answer.history;
    void act[answer.act]();
  });

  const found = await findFolder(world, subject);
  const start = (): Promise<SupervisorClient> => world.start(found.folder, 'cli', leaseSeconds);
  const client = found.client ?? (await start());
  const isOwner = found.client === null;
  try {
    const wanted = await understand(world, client, asked);
    // Half of what was asked for is worse than nothing where nobody looks.
    const isRefused = wanted.isBroken || wanted.targets.length + wanted.definitions.length === 0;
    if (isRefused || history.isStopping) {
      await leave(client, isOwner);
      return isRefused ? 1 : 0;
    }
    running = new Foreground(client, {
      output,
      apps: isOwner ? null : idsOf(wanted.targets, client.snapshot),
      autoExit,
      exitOnFailure,
      reconnect: reconnector(world, found.folder, output, start),
      carryOut: () => carryOut(world, client, wanted, flags),
    });
    const ending = await running.run();
    if (ending !== 'killed') await running.close();
    else output.say('Ends, because its supervisor was ended.');
    return ending === 'failed' ? 1 : 0;
  } catch (error) {
    if (isOwner) await endSurvivors(start);
    else client.dispose();
    throw error;
  } finally {
    signals.dispose();
  }

  function report(error: unknown): void {
    output.say(error instanceof Error ? error.message : String(error));
  }
}

/** The apps that selectors name. */
function idsOf(targets: readonly string[], snapshot: Snapshot): readonly string[] {
  const chosen = selectInstances(targets, snapshot);
  const named = 'problem' in chosen ? [] : chosen.instances.map(({ app }) => app);
  const files = snapshot.apps.filter(({ id, file }) => targets.includes(id) || targets.includes(file ?? ''));
  return [...new Set([...named, ...files.map(({ id }) => id)])];
}

/** Joins the supervisor again, or starts one where the last one crashed. */
function reconnector(
  world: World,
  folder: string,
  output: UpOutput,
  start: () => Promise<SupervisorClient>,
): () => Promise<SupervisorClient | null> {
  let crashes: readonly number[] = [];
  return async () => {
    const live = await world.join(folder);
    if (live !== null) return live;
    if (!(await hasCrashed(locate(folder).runtimeDir))) return null;
    const now = world.now();
    crashes = [...crashes.filter((at) => now - at < restartWindowMs), now];
    if (crashes.length > restartLimit) {
      throw new UserError(`The supervisor crashed ${crashes.length} times within a minute.`);
    }
    output.say('The supervisor crashed. Another one ends what it left behind, and starts it anew.');
    return start();
  };
}

async function leave(client: SupervisorClient, isOwner: boolean): Promise<void> {
  if (isOwner) await client.request('shutdown', {});
  client.dispose();
}

/** What a supervisor that is gone has left is ended by the next one. */
async function endSurvivors(start: () => Promise<SupervisorClient>): Promise<void> {
  try {
    await leave(await start(), true);
  } catch (error) {
    // The reason for all this is told already.
    if (!(error instanceof ClientError)) throw error;
  }
}
