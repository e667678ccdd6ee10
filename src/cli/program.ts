import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { describeError } from '../client/describeError.ts';
import { UserError } from './userError.ts';
import { kill } from './verbs/kill.ts';
import { list } from './verbs/list.ts';
import { logs } from './verbs/logs.ts';
import { ping } from './verbs/ping.ts';
import { restart } from './verbs/restart.ts';
import { start } from './verbs/start.ts';
import { stop } from './verbs/stop.ts';
import type { World } from './world.ts';
import { shellEnvironment } from './world.ts';

const targetsHelp = 'app, instance (web-2), namespace, /regex/, ecosystem file, or all';

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

  program
    .command('start')
    .description(
      'start the apps of ecosystem files (all in the folder when none is named), or the named apps',
    )
    .argument('[file|name...]', 'ecosystem files, and names of apps to choose among them')
    .option('--wait', 'return when every instance is online or has failed', false)
    .option('--wait-timeout <ms>', 'how long --wait waits', wholeNumber)
    .option('--env <profile>', 'use the variables of env_<profile>')
    .action((names: string[], options: { wait: boolean; waitTimeout?: number; env?: string }) =>
      run(
        start(world, names, {
          ...waitOf(options),
          ...(options.env === undefined ? {} : { profile: options.env }),
        }),
      ),
    );

  program
    .command('stop')
    .description('stop apps or instances')
    .argument('<target...>', targetsHelp)
    .action((targets: string[]) => run(stop(world, targets)));

  program
    .command('restart')
    .description('restart apps or instances')
    .argument('<target...>', targetsHelp)
    .option('--wait', 'return when every instance is online or has failed', false)
    .option('--wait-timeout <ms>', 'how long --wait waits', wholeNumber)
    .option('--update-env', 'give the apps the environment of this shell', false)
    .action((targets: string[], options: { wait: boolean; waitTimeout?: number; updateEnv: boolean }) =>
      run(
        restart(world, targets, {
          ...waitOf(options),
          ...(options.updateEnv ? { env: shellEnvironment(world.env) } : {}),
        }),
      ),
    );

  program
    .command('list')
    .alias('ls')
    .description('show every app and instance')
    .option('--json', 'print one JSON document', false)
    .action((options: { json: boolean }) => run(list(world, options)));

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
    .command('ping')
    .description('say whether a supervisor runs here')
    .option('--json', 'print one JSON document', false)
    .action((options: { json: boolean }) => run(ping(world, options)));

  program
    .command('kill')
    .description('stop all apps and end the supervisor')
    .action(() => run(kill(world)));

  return program;
}

function waitOf({ wait, waitTimeout }: { wait: boolean; waitTimeout?: number }) {
  // A limit without something to limit is meant as both.
  return {
    wait: wait || waitTimeout !== undefined,
    ...(waitTimeout === undefined ? {} : { waitTimeoutMs: waitTimeout }),
  };
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number of 0 or more.');
  return Number(text);
}
