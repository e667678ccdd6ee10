import type { Command, CommanderError } from 'commander';
import { suggest } from '../../ecosystem/suggest.ts';
import { flagsElsewhere } from './flagsElsewhere.ts';
import { verbsElsewhere } from './verbsElsewhere.ts';

/** What was wrong with how `args` were written: what to use instead where PM2 has it, else what is nearest. */
export function usageSentence(error: CommanderError, program: Command, args: readonly string[]): string {
  const [, word = ''] = /'([^']*)'/.exec(error.message) ?? [];
  if (error.code === 'commander.unknownCommand') return unknownVerb(word, program);
  const verb = program.commands.find(
    (one) => one.name() === verbOf(args) || one.aliases().includes(verbOf(args)),
  );
  if (error.code === 'commander.unknownOption') return unknownFlag(word, verb ?? program);
  const [sentence = ''] = error.message.split('\n');
  return `${capital(sentence.replace(/^error: /, '').replace(/([^.])$/, '$1.'))} ${helpHint(verb)}`;
}

/** The verb that `args` begin with, which flags may stand before. */
function verbOf(args: readonly string[]): string {
  return args.find((argument) => !argument.startsWith('-')) ?? '';
}

function unknownVerb(word: string, program: Command): string {
  const elsewhere = verbsElsewhere[word];
  if (elsewhere !== undefined) return elsewhere;
  const names = program
    .createHelp()
    .visibleCommands(program)
    .flatMap((one) => [one.name(), ...one.aliases()]);
  const near = suggest(word, names);
  const hint = near === undefined ? '"drover help" lists the verbs.' : `Did you mean "drover ${near}"?`;
  return `Drover has no verb "${word}". ${hint}`;
}

function unknownFlag(word: string, verb: Command): string {
  const [flag = ''] = word.split('=');
  const elsewhere = flagsElsewhere[flag];
  if (elsewhere !== undefined) return elsewhere;
  const flags = verb
    .createHelp()
    .visibleOptions(verb)
    .flatMap(({ long }) => long ?? []);
  const near = flag.startsWith('--') ? suggest(flag, flags) : undefined;
  const where = verb.parent === null ? 'drover' : `drover ${verb.name()}`;
  const hint = near === undefined ? `"${where} --help" lists its options.` : `Did you mean ${near}?`;
  return `"${where}" has no option ${flag}. ${hint}`;
}

function helpHint(verb: Command | undefined): string {
  return `See "drover ${verb === undefined ? 'help' : `${verb.name()} --help`}".`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
