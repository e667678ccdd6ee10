import type { Argument, Command, Option } from 'commander';
import { commandFor } from '../commandFor.ts';
import type { CompletionSource } from './completionSource.ts';

export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** What an argument or the value of an option may be, by the name that the help shows for it. */
const sources: Readonly<Record<string, readonly CompletionSource[]>> = {
  target: ['apps', 'instances', 'namespaces', 'all'],
  what: ['apps', 'files'],
  instance: ['instances', 'apps'],
  app: ['apps'],
  apps: ['apps'],
  names: ['apps'],
  file: ['files'],
  files: ['files'],
  profile: ['profiles'],
  signal: ['signals'],
  verb: ['verbs'],
  'field:order': ['sorts'],
};

/**
 * What the last of `words` may become; the others are what stands between `drover` and it. Shells split at "=",
 * which is put together again.
 */
export async function complete(
  program: Command,
  words: readonly string[],
  look: (source: CompletionSource) => Promise<readonly Candidate[]>,
): Promise<readonly Candidate[]> {
  const { before, current } = joined(words);
  const { command: verb, behind } = commandFor(program, before);
  if (behind.includes('--')) return [];
  const option = valuedOption(verb, before.at(-1));
  if (option !== undefined) return fitting(await valuesOf(option, look), current);
  if (current.startsWith('-')) return fitting(flagsOf(verb), current);
  if (verb.commands.length > 0) {
    return behind.some((word) => !word.startsWith('-')) ? [] : fitting(verbsOf(verb), current);
  }
  const argument = argumentAt(verb, behind);
  return argument === undefined ? [] : fitting(await valuesOf(argument, look), current);
}

/** The verbs of the program, or of a verb that has some. */
export function verbsOf(command: Command): readonly Candidate[] {
  const verbs = command.createHelp().visibleCommands(command);
  return verbs.map((verb) => ({ value: verb.name(), description: verb.description() }));
}

function joined(words: readonly string[]): { readonly before: readonly string[]; readonly current: string } {
  const plain = words.filter((word) => word !== '=');
  const current = words.at(-1) === '=' ? '' : (words.at(-1) ?? '');
  const before = words.at(-1) === '=' ? plain : plain.slice(0, -1);
  // As typed where the shell leaves it whole: --env=prod.
  const [, flag, value] = /^(--[\w-]+)=(.*)$/.exec(current) ?? [];
  return flag === undefined ? { before, current } : { before: [...before, flag], current: value ?? '' };
}

function flagsOf(command: Command): Candidate[] {
  const options = command.createHelp().visibleOptions(command);
  return options.flatMap(({ long, description }) =>
    typeof long === 'string' ? [{ value: long, description }] : [],
  );
}

/** The option that this word is, when it takes a value. */
function valuedOption(verb: Command, word: string | undefined): Option | undefined {
  const option = verb.options.find(({ short, long }) => word !== undefined && [short, long].includes(word));
  return option?.required === true || option?.optional === true ? option : undefined;
}

/** The argument that comes after these words behind the verb; the last one may come again and again. */
function argumentAt(verb: Command, behind: readonly string[]): Argument | undefined {
  const given = behind.filter(
    (word, index) => !word.startsWith('-') && valuedOption(verb, behind[index - 1]) === undefined,
  );
  const all = verb.registeredArguments;
  const last = all.at(-1);
  return all[given.length] ?? (last?.variadic === true ? last : undefined);
}

async function valuesOf(
  of: Argument | Option,
  look: (source: CompletionSource) => Promise<readonly Candidate[]>,
): Promise<readonly Candidate[]> {
  if (of.argChoices !== undefined) return of.argChoices.map((value) => ({ value, description: '' }));
  const name =
    'flags' in of ? (/<([^>]+)>|\[([^\]]+)\]/.exec(of.flags)?.slice(1).find(Boolean) ?? '') : of.name();
  const own = name.split('|').flatMap((part) => sources[part.replace(/\.\.\.$/, '')] ?? []);
  // An app of one instance is called like it.
  const found = (await Promise.all(own.map(look))).flat();
  return found.filter(({ value }, index) => found.findIndex((one) => one.value === value) === index);
}

function fitting(candidates: readonly Candidate[], current: string): readonly Candidate[] {
  return candidates.filter(({ value }) => value.startsWith(current));
}
