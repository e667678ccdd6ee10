import { findOption } from '../optionTable.ts';

const longest = 200;

/** Text of a file as code: nothing in it can become a link, an image or a command. */
export function code(text: string): string {
  const flat = text.replace(/\s+/g, ' ').trim();
  const shown = flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat;
  if (shown === '') return '`""`';
  const fence = '`'.repeat(Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  const blank = /^`|`$/.test(shown) ? ' ' : '';
  return `${fence}${blank}${shown}${blank}${fence}`;
}

/** A sentence of our own tables: quoted names of options and quoted values become code. */
export function prose(text: string): string {
  return text.replace(/"([^"]+)"/g, (quoted, word: string) =>
    findOption(word) === undefined ? `\`${quoted}\`` : `\`${word}\``,
  );
}
