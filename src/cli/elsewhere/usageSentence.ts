import type { Command, CommanderError } from 'commander';
import { suggest } from '../../ecosystem/suggest.ts';
import { commandFor } from '../commandFor.ts';
import { flagsElsewhere } from './flagsElsewhere.ts';
import { verbsElsewhere } from './verbsElsewhere.ts';

/** What was wrong with how `args` were written: what to use instead where PM2 has it, else what is nearest. */
export function usageSentence(error: CommanderError, program: Command, args: readonly string[]): string {
  const [, word = ''] = /'([^']*)'/.exec(error.message) ?? [];
  const { command: verb } = commandFor(program, args);
  if (error.code === 'commander.unknownCommand') return unknownVerb(word, verb);
  if (error.code === 'commander.unknownOption') return unknownFlag(word, verb);
  const [sentence = ''] = error.message.split('\n');
  return `${capital(sentence.replace(/^error: /, '').replace(/([^.])$/, '$1.'))} ${helpHint(verb)}`;
}

function unknownVerb(word: string, command: Command): string {
  const isVerb = command.parent === null;
  const elsewhere = isVerb && Object.hasOwn(verbsElsewhere, word) ? verbsElsewhere[word] : undefined;
  if (elsewhere !== undefined) return elsewhere;
  const verbs = command.createHelp().visibleCommands(command);
  const near = suggest(
    word,
    verbs.flatMap((one) => [one.name(), ...one.aliases()]),
  );
  const what = isVerb ? `Drover has no verb "${word}".` : `"${typed(command)}" knows no "${word}".`;
  const list = isVerb ? '"drover help" lists the verbs.' : `"${typed(command)} --help" lists what it knows.`;
  return `${what} ${near === undefined ? list : `Did you mean "${typed(command)} ${near}"?`}`;
}

function unknownFlag(word: string, verb: Command): string {
  const [flag = ''] = word.split('=');
  const elsewhere = Object.hasOwn(flagsElsewhere, flag) ? flagsElsewhere[flag] : undefined;
  if (elsewhere !== undefined) return elsewhere;
  const flags = verb
    .createHelp()
    .visibleOptions(verb)
    .flatMap(({ long }) => long ?? []);
  const near = flag.startsWith('--') ? suggest(flag, flags) : undefined;
  const where = typed(verb);
  const hint = near === undefined ? `"${where} --help" lists its options.` : `Did you mean ${near}?`;
  return `"${where}" has no option ${flag}. ${hint}`;
}

function helpHint(verb: Command): string {
  return `See "${typed(verb)} ${verb.parent === null ? 'help' : '--help'}".`;
}

/** A command as it is typed: `drover export compose`. */
function typed(command: Command): string {
  return command.parent === null ? command.name() : `${typed(command.parent)} ${command.name()}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
