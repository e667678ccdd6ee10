import type { Command } from 'commander';

/** A verb, or a verb of a verb, and the words behind it. */
export interface Found {
  readonly command: Command;
  readonly behind: readonly string[];
}

/** The verb that words begin with, as far as they name one: `program` itself where they name none. */
export function commandFor(program: Command, words: readonly string[]): Found {
  const place = words.findIndex((word) => !word.startsWith('-'));
  const name = words[place];
  if (name === undefined) return { command: program, behind: words };
  const verbs = program.commands.length === 0 ? [] : program.createHelp().visibleCommands(program);
  const verb = verbs.find((one) => one.name() === name || one.aliases().includes(name));
  return verb === undefined ? { command: program, behind: words } : commandFor(verb, words.slice(place + 1));
}
