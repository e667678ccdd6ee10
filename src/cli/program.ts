import type { Argument, HelpConfiguration } from 'commander';
import { Command, CommanderError, Help } from 'commander';
import { describeError } from '../client/describeError.ts';
import type { CommandLine } from './commandLine.ts';
import { addExamples } from './examples.ts';
import { usageSentence } from './elsewhere/usageSentence.ts';
import { UserError } from './userError.ts';
import { addAttach } from './verbs/attach.ts';
import { addCheck } from './verbs/check.ts';
import { addCleardump } from './verbs/cleardump.ts';
import { addCompletion } from './verbs/completion.ts';
import { addDelete } from './verbs/delete.ts';
import { addDescribe } from './verbs/describe.ts';
import { addEnv } from './verbs/env.ts';
import { addExport } from './verbs/export.ts';
import { addFlush, addReloadLogs } from './verbs/flush.ts';
import { addImport } from './verbs/import.ts';
import { addInit } from './verbs/init.ts';
import { addInspect } from './verbs/inspect.ts';
import { addJlist, addPrettylist } from './verbs/jlist.ts';
import { addKill } from './verbs/kill.ts';
import { addList } from './verbs/list.ts';
import { addLoad } from './verbs/load.ts';
import { addLogs } from './verbs/logs.ts';
import { addMcp } from './verbs/mcp.ts';
import { addMonit } from './verbs/monit.ts';
import { addId, addPid } from './verbs/pid.ts';
import { addPing } from './verbs/ping.ts';
import { addReload } from './verbs/reload.ts';
import { addReport, addSysinfos } from './verbs/report.ts';
import { addReset } from './verbs/reset.ts';
import { addRestart } from './verbs/restart.ts';
import { addResurrect } from './verbs/resurrect.ts';
import { addSave } from './verbs/save.ts';
import { addScale } from './verbs/scale.ts';
import { addSend } from './verbs/send.ts';
import { addSignal } from './verbs/signal.ts';
import { addStart } from './verbs/start.ts';
import { addStartOr } from './verbs/startOr.ts';
import { addStop } from './verbs/stop.ts';
import { addUp } from './verbs/up.ts';
import { addUpdate } from './verbs/update.ts';
import { addWeb } from './verbs/web.ts';
import type { World } from './world.ts';

type AddVerb = (commandLine: CommandLine) => void;

/** The verbs as the help lists them, each group below its heading. */
const verbs: Readonly<Record<string, readonly AddVerb[]>> = {
  'Run apps:': [
    addStart,
    addStop,
    addRestart,
    addReload,
    addUp,
    addScale,
    addDelete,
    addStartOr,
    addReset,
    addSignal,
    addSend,
    addAttach,
    addInspect,
  ],
  'Look at them:': [addList, addDescribe, addEnv, addPid, addId, addJlist, addPrettylist],
  'Their output:': [addLogs, addMonit, addFlush, addReloadLogs],
  'Measure them:': [addLoad],
  'Ecosystem files:': [addInit, addCheck, addExport, addImport],
  'Keep what runs:': [addSave, addResurrect, addCleardump],
  'Reach them from elsewhere:': [addWeb, addMcp],
  'The supervisor:': [addPing, addReport, addSysinfos, addUpdate, addKill],
  'The shell:': [addCompletion],
};

const helpStyle: HelpConfiguration = {
  // Aliases and options are in the help of the verb itself, and this fits into 80 columns.
  subcommandTerm: (verb) =>
    [verb.name(), ...verb.registeredArguments.map((one) => humanReadable(one))].join(' '),
  // That a switch is off says nothing.
  optionDescription: (option) =>
    option.defaultValue === false ? option.description : new Help().optionDescription(option),
  minWidthToWrap: 20,
};

/** Runs one command line, without the program's own name. Returns the exit code: 0, 1 failed, 2 wrong usage. */
export async function runCommandLine(world: World, args: readonly string[]): Promise<number> {
  let exitCode = 0;
  const run = async (verb: Promise<number>) => {
    exitCode = await verb;
  };
  const program = buildProgram(world, run);
  try {
    // Asking what there is, as with docker and kubectl, is nothing wrong.
    await program.parseAsync(args.length === 0 ? ['--help'] : args, { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) {
      // Help and version end the same way, with 0; commander has written them.
      if (error.exitCode === 0) return 0;
      world.stderr.write(`${usageSentence(error, program, args)}\n`);
      return 2;
    }
    world.stderr.write(`${error instanceof UserError ? error.message : describeError(error)}\n`);
    return error instanceof UserError ? error.exitCode : 1;
  }
}

/** The whole command line; `run` is given what a verb does. */
export function buildProgram(world: World, run: (verb: Promise<number>) => Promise<void>): Command {
  const program = new Command('drover')
    .description('Run the apps of an ecosystem file (PM2 or PMDaemon) on this machine.')
    .version(world.version, '-v, --version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [verb]', 'show all about a verb')
    .configureHelp(helpStyle)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.stdout.write(text),
      // The sentence comes from `usageSentence`.
      writeErr: () => undefined,
      getOutHelpWidth: () => world.stdout.columns ?? 80,
      getErrHelpWidth: () => world.stderr.columns ?? 80,
    });
  for (const [heading, group] of Object.entries(verbs)) {
    program.commandsGroup(heading);
    for (const addVerb of group) addVerb({ program, world, run });
  }
  addExamples(program);
  return program;
}

function humanReadable(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}
