import { Command, CommanderError } from 'commander';
import { describeError } from '../client/describeError.ts';
import type { CommandLine } from './commandLine.ts';
import { UserError } from './userError.ts';
import { addCheck } from './verbs/check.ts';
import { addDescribe } from './verbs/describe.ts';
import { addKill } from './verbs/kill.ts';
import { addList } from './verbs/list.ts';
import { addLogs } from './verbs/logs.ts';
import { addMcp } from './verbs/mcp.ts';
import { addPing } from './verbs/ping.ts';
import { addReload } from './verbs/reload.ts';
import { addRestart } from './verbs/restart.ts';
import { addResurrect } from './verbs/resurrect.ts';
import { addSave } from './verbs/save.ts';
import { addScale } from './verbs/scale.ts';
import { addSignal } from './verbs/signal.ts';
import { addStart } from './verbs/start.ts';
import { addStop } from './verbs/stop.ts';
import type { World } from './world.ts';

/** The verbs as the help lists them. */
const verbs: readonly ((commandLine: CommandLine) => void)[] = [
  addStart,
  addStop,
  addRestart,
  addReload,
  addScale,
  addSignal,
  addList,
  addDescribe,
  addLogs,
  addCheck,
  addSave,
  addResurrect,
  addPing,
  addMcp,
  addKill,
];

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

  for (const addVerb of verbs) addVerb({ program, world, run });
  return program;
}
