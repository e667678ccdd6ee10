import type { Argument, HelpConfiguration } from 'commander';
import { Command, CommanderError, Help } from 'commander';
import { describeError } from '../client/describeError.ts';
import { addExamples } from './examples.ts';
import { usageSentence } from './elsewhere/usageSentence.ts';
import { UserError } from './userError.ts';
import { needsAll, verbs } from './verbList.ts';
import type { World } from './world.ts';

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
  const program = await buildProgram(world, run, args[0]);
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

/**
 * The command line; `run` is given what a verb does. Where the word that it begins with is the name of a verb it has
 * only that one, else all of them.
 */
export async function buildProgram(
  world: World,
  run: (verb: Promise<number>) => Promise<void>,
  word = '',
): Promise<Command> {
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
  const isOne =
    !needsAll.includes(word) &&
    Object.values(verbs)
      .flat()
      .some(({ names }) => names.includes(word));
  for (const [heading, group] of Object.entries(verbs)) {
    program.commandsGroup(heading);
    for (const { names, add } of group)
      if (!isOne || names.includes(word)) await add({ program, world, run });
  }
  addExamples(program);
  return program;
}

function humanReadable(argument: Argument): string {
  const name = argument.variadic ? `${argument.name()}...` : argument.name();
  return argument.required ? `<${name}>` : `[${name}]`;
}
