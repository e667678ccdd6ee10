import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { describeError } from '../client/describeError.ts';
import type { ScaleAmount } from '../client/scaleAmount.ts';
import { parseScaleAmount } from '../client/scaleAmount.ts';
import type { SignalName } from '../protocol/signals.ts';
import { parseSignal, signalNames } from '../protocol/signals.ts';
import { ruleSetting } from './ruleSetting.ts';
import { UserError } from './userError.ts';
import type { CheckOptions } from './verbs/check.ts';
import { check } from './verbs/check.ts';
import { describe } from './verbs/describe.ts';
import { kill } from './verbs/kill.ts';
import { list } from './verbs/list.ts';
import { logs } from './verbs/logs.ts';
import { mcp } from './verbs/mcp.ts';
import { ping } from './verbs/ping.ts';
import { reload } from './verbs/reload.ts';
import { restart } from './verbs/restart.ts';
import { resurrect } from './verbs/resurrect.ts';
import { save } from './verbs/save.ts';
import { scale } from './verbs/scale.ts';
import { signal } from './verbs/signal.ts';
import { start } from './verbs/start.ts';
import { stop } from './verbs/stop.ts';
import type { World } from './world.ts';
import { shellEnvironment } from './world.ts';

const targetsHelp = 'app, instance (web-2), namespace, /regex/, ecosystem file, or all';
const profileHelp = 'use the variables of env_<profile>';
const devHelp = 'in DEV_MODE: one instance of each that follows every saved file';
const noDevHelp = 'as configured, also where DEV_MODE=true is set';
const watchHelp = 'restart them when their files change';
const noWatchHelp = 'do not restart them when their files change, also where the file says so';
const updateEnvHelp = 'give the apps the environment of this shell';
const parallelHelp =
  'so many instances at a time come up, the next when one is ready (default: by the cores)';
const waitHelp = 'return when every instance is online or has failed';

/** Options as commander hands them over. */
interface WaitOptions {
  readonly wait: boolean;
  readonly waitTimeout?: number;
}

interface ParallelOptions {
  readonly parallel?: number;
}

interface StartOptions extends WaitOptions, ParallelOptions {
  readonly env?: string;
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly only?: string[];
  readonly prune: boolean;
}

interface RestartOptions extends WaitOptions, ParallelOptions {
  readonly env?: string;
  readonly dev?: boolean;
  readonly watch?: boolean;
  readonly updateEnv: boolean;
}

interface CheckFlags extends Omit<CheckOptions, 'rules' | 'maxWarnings'> {
  readonly rule: CheckOptions['rules'];
  readonly maxWarnings?: number;
}

/** Runs one command line, without the program's own name. Returns the exit code: 0, 1 failed, 2 wrong usage. */
export async function runCommandLine(world: World, args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const run = async (verb: Promise<number>) => {
    exitCode = await verb;
  };
  const program = buildProgram(world, run);
  try {
    await program.parseAsync(args, { from: 'user' });
    return exitCode;
  } catch (error) {
    // Help and version end the same way, with 0; commander has written its message.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    world.stderr.write(`${error instanceof UserError ? error.message : describeError(error)}\n`);
    return error instanceof UserError ? error.exitCode : 1;
  }
}

function buildProgram(world: World, run: (verb: Promise<number>) => Promise<void>): Command {
  const program = new Command('drover')
    .description('Run the apps of an ecosystem file (PM2 or PMDaemon) on this machine.')
    .version(world.version, '-v, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      writeErr: (text) => world.stderr.write(text),
      getOutHelpWidth: () => world.stdout.columns ?? 80,
      getErrHelpWidth: () => world.stderr.columns ?? 80,
    });

  addWait(program.command('start'))
    .description(
      'start the apps of ecosystem files (all in the folder when none is named), or the named apps, and apply what has changed in the files',
    )
    .argument('[file|name...]', 'ecosystem files, and names of apps to choose among them')
    .option('--env <profile>', profileHelp)
    .option('--only <names>', 'only these apps of the files, separated by commas', commaList)
    .option('--dev', devHelp)
    .option('--no-dev', noDevHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--watch', watchHelp)
    .option('--no-watch', noWatchHelp)
    .option('--prune', 'stop apps that their file does not name any more', false)
    .action((names: string[], { only = [], prune, ...options }: StartOptions) =>
      run(
        start(world, names, {
          ...waitOf(options),
          ...profileOf(options),
          ...devOf(options),
          ...parallelOf(options),
          ...watchOf(options),
          only,
          prune,
        }),
      ),
    );

  program
    .command('stop')
    .description('stop apps or instances')
    .argument('<target...>', targetsHelp)
    .action((targets: string[]) => run(stop(world, targets)));

  addWait(program.command('restart'))
    .description('restart apps or instances')
    .argument('<target...>', targetsHelp)
    .option('--env <profile>', profileHelp)
    .option('--dev', devHelp)
    .option('--no-dev', noDevHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--watch', watchHelp)
    .option('--no-watch', noWatchHelp)
    .option('--update-env', updateEnvHelp, false)
    .action((targets: string[], options: RestartOptions) =>
      run(
        restart(world, targets, {
          ...waitOf(options),
          ...profileOf(options),
          ...devOf(options),
          ...parallelOf(options),
          ...watchOf(options),
          ...environmentOf(options, world),
        }),
      ),
    );

  program
    .command('reload')
    .description('replace the instances of a cluster one after another, with no request lost')
    .argument('<target...>', targetsHelp)
    .option('--env <profile>', profileHelp)
    .option('--parallel <n>', parallelHelp, positiveNumber)
    .option('--update-env', updateEnvHelp, false)
    .action((targets: string[], options: Omit<RestartOptions, keyof WaitOptions>) =>
      run(
        reload(world, targets, {
          ...profileOf(options),
          ...parallelOf(options),
          ...environmentOf(options, world),
        }),
      ),
    );

  addWait(program.command('scale'))
    .description('change how many instances an app has')
    .argument('<app>', 'app')
    .argument('<n|+n|-n>', 'so many instances, or so many more or less', scaleAmount)
    .action((app: string, amount: ScaleAmount, options: WaitOptions) =>
      run(scale(world, app, amount, waitOf(options))),
    );

  program
    .command('signal')
    .alias('sendSignal')
    .description('send a signal, such as SIGUSR2, to apps or instances')
    .argument('<signal>', 'name of the signal', signalArgument)
    .argument('<target...>', targetsHelp)
    .action((name: SignalName, targets: string[]) => run(signal(world, name, targets)));

  program
    .command('list')
    .alias('ls')
    .description('show every app and instance')
    .option('--json', 'print one JSON document', false)
    .action((options: { json: boolean }) => run(list(world, options)));

  program
    .command('describe')
    .aliases(['desc', 'info', 'show'])
    .description('show all about instances, and what happened to them last')
    .argument('<target...>', targetsHelp)
    .option('--events <n>', 'events of each instance', wholeNumber, 20)
    .option('--json', 'print one JSON document, with every event that is kept', false)
    .action((targets: string[], options: { events: number; json: boolean }) =>
      run(describe(world, targets, options)),
    );

  program
    .command('logs')
    .description('show the last lines of output and follow it')
    .argument('[target]', targetsHelp, 'all')
    .option('--lines <n>', 'lines of each instance to begin with', wholeNumber, 15)
    .option('--nostream', 'end after these lines', false)
    .option('--err', 'standard error only', false)
    .option('--json', 'print JSON: one array with --nostream, else an object on each line', false)
    .action((target: string, options: { lines: number; nostream: boolean; err: boolean; json: boolean }) =>
      run(logs(world, target, options)),
    );

  program
    .command('check')
    .description('say what is wrong with ecosystem files (all in the folder and below when none is named)')
    .argument('[file...]', 'ecosystem files, or folders with some')
    .option('--json', 'print one JSON document', false)
    .option('--hints', 'show hints as well', false)
    .option('--max-warnings <n>', 'fail when there are more warnings', wholeNumber)
    .option('--rule <code=severity>', 'off, hint, info, warning or error for a rule', ruleSetting, {})
    .addOption(
      new Option('--dialect <tool>', 'whose files JSON and YAML are where they do not tell')
        .choices(['auto', 'pm2', 'pmdaemon'])
        .default('auto'),
    )
    .action((files: string[], { rule: rules, maxWarnings, ...options }: CheckFlags) =>
      run(check(world, files, { ...options, rules, maxWarnings: maxWarnings ?? null })),
    );

  program
    .command('save')
    .description('keep which apps run now, for "drover resurrect"')
    .action(() => run(save(world)));

  program
    .command('resurrect')
    .description('start the apps that were saved')
    .option('--wait', waitHelp, false)
    .action((options: { wait: boolean }) => run(resurrect(world, options)));

  program
    .command('ping')
    .description('say whether a supervisor runs here')
    .option('--json', 'print one JSON document', false)
    .action((options: { json: boolean }) => run(ping(world, options)));

  program
    .command('mcp')
    .description('let an agent see and run the apps: an MCP server on standard input and output')
    .option('--folder <path>', 'the project, where the agent starts its servers elsewhere')
    .action((options: { folder?: string }) => run(mcp(world, options)));

  program
    .command('kill')
    .description('stop all apps and end the supervisor')
    .action(() => run(kill(world)));

  return program;
}

function addWait(command: Command): Command {
  return command
    .option('--wait', waitHelp, false)
    .option('--wait-timeout <ms>', 'how long --wait waits', wholeNumber);
}

function waitOf({ wait, waitTimeout }: WaitOptions) {
  // A limit without something to limit is meant as both.
  return {
    wait: wait || waitTimeout !== undefined,
    ...(waitTimeout === undefined ? {} : { waitTimeoutMs: waitTimeout }),
  };
}

function profileOf({ env }: { readonly env?: string }) {
  return env === undefined ? {} : { profile: env };
}

function devOf({ dev }: { readonly dev?: boolean }) {
  return dev === undefined ? {} : { dev };
}

function parallelOf({ parallel }: ParallelOptions) {
  return parallel === undefined ? {} : { parallel };
}

function watchOf({ watch }: { readonly watch?: boolean }) {
  return watch === undefined ? {} : { watch };
}

function environmentOf({ updateEnv }: { readonly updateEnv: boolean }, world: World) {
  return updateEnv ? { env: shellEnvironment(world.env) } : {};
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number of 0 or more.');
  return Number(text);
}

function positiveNumber(text: string): number {
  const number = wholeNumber(text);
  if (number === 0) throw new InvalidArgumentError('It must be a whole number of 1 or more.');
  return number;
}

function commaList(text: string, earlier: readonly string[] = []): string[] {
  const names = text.split(',').map((name) => name.trim());
  return [...earlier, ...names.filter((name) => name !== '')];
}

function signalArgument(text: string): SignalName {
  const name = parseSignal(text);
  if (name === undefined) throw new InvalidArgumentError(`It must be one of ${signalNames.join(', ')}.`);
  return name;
}

function scaleAmount(text: string): ScaleAmount {
  const amount = parseScaleAmount(text);
  if (amount === undefined) throw new InvalidArgumentError('It must be a number such as 4, +2 or -1.');
  return amount;
}
