import { ClientError } from '../../client/clientError.ts';
import { hasCrashed } from '../../client/hasCrashed.ts';
import { locate } from '../../client/locate.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Params } from '../../protocol/contract.ts';
import { problemLine } from '../describe.ts';
import { ecosystemFileArgument } from '../fileArgument.ts';
import { findFolder } from '../findFolder.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { shellEnvironment } from '../world.ts';
import { Foreground } from './foreground.ts';
import type { OwnProcess } from './ownProcess.ts';
import type { SignalHistory } from './stopSignals.ts';
import { answerSignal, noSignals } from './stopSignals.ts';
import type { UpFormat } from './upOutput.ts';
import { UpOutput } from './upOutput.ts';

export interface UpFlags extends Pick<Params<'apps/apply'>, 'profile' | 'dev' | 'watch' | 'parallel'> {
  readonly only: readonly string[];
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
  args: readonly string[],
  { only, format, autoExit, exitOnFailure, ...wishes }: UpFlags,
  self: OwnProcess,
): Promise<0 | 1> {
  const output = new UpOutput(world, format);
  const noInit = self.becomeInit();
  if (noInit !== null) output.say(noInit);
  const files = args.flatMap((argument) => ecosystemFileArgument(argument, world.cwd) ?? []);
  const names = [...args.filter((one) => ecosystemFileArgument(one, world.cwd) === undefined), ...only];

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

  const found = await findFolder(world, { ecosystemFile: files[0] });
  const start = (): Promise<SupervisorClient> => world.start(found.folder, 'cli', leaseSeconds);
  const client = found.client ?? (await start());
  const isOwner = found.client === null;
  try {
    const targets = await load(world, client, { files, names, folder: found.folder });
    if (targets === undefined || history.isStopping) {
      await leave(client, isOwner);
      return targets === undefined ? 1 : 0;
    }
    const apps = targets.flatMap((target) =>
      client.snapshot.apps.filter(({ id, name, file }) => [id, name, file].includes(target)),
    );
    running = new Foreground(
      client,
      apps.map(({ id }) => id),
      {
        output,
        isOwner,
        autoExit,
        exitOnFailure,
        reconnect: reconnector(world, found.folder, output, start),
      },
    );
    const params = { targets, env: shellEnvironment(world.env), ...wishes };
    const ending = await running.run(params);
    if (ending !== 'killed') await running.close();
    else output.say('Ends, because its supervisor was ended.');
    return ending === 'failed' ? 1 : 0;
  } catch (error) {
    if (isOwner) await endSurvivors(start);
    throw error;
  } finally {
    signals.dispose();
  }

  function report(error: unknown): void {
    output.say(error instanceof Error ? error.message : String(error));
  }
}

/** Reads the files and says what is wrong; undefined when something is, or what to start. */
async function load(
  world: World,
  client: SupervisorClient,
  {
    files,
    names,
    folder,
  }: { readonly files: readonly string[]; readonly names: readonly string[]; readonly folder: string },
): Promise<readonly string[] | undefined> {
  const env = shellEnvironment(world.env);
  const loaded = await client.request('files/load', {
    env,
    ...(files.length > 0 ? { paths: [...files] } : {}),
  });
  for (const problem of loaded.problems) world.stderr.write(`${problemLine(problem, world.cwd)}\n`);
  // Half of what was asked for is worse than nothing where nobody looks.
  if (loaded.problems.some(({ severity }) => severity === 'error')) return undefined;
  const { snapshot } = await client.request('snapshot', {});
  const ofFiles = snapshot.apps.filter(({ file }) => file !== null && loaded.files.includes(file));
  if (names.length === 0) {
    const targets = loaded.files.filter((file) => ofFiles.some((app) => app.file === file));
    if (targets.length > 0) return targets;
    throw new UserError(`No ecosystem file with apps was found in ${folder}.`);
  }
  return names.map((name) => {
    const named = ofFiles.filter((app) => app.name === name || app.id === name);
    if (named.length === 0) throw new UserError(`Nothing is named "${name}".`);
    return named.length === 1 ? (named[0]?.id ?? name) : name;
  });
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
