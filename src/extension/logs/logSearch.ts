import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LogLine } from '../../protocol/model.ts';
import { plainText } from './plainText.ts';

/** Where one line was found. */
export interface Match {
  /** The name of the instance, or the names of those that share the file. */
  readonly instance: string;
  /** Epoch milliseconds; null for lines that are no longer in memory. */
  readonly at: number | null;
  /** null for a line that is in no file. */
  readonly file: { readonly path: string; readonly line: number } | null;
  readonly text: string;
}

export interface SearchedInstance {
  readonly name: string;
  /** Its log files, absolute. */
  readonly files: readonly string[];
  /** The lines in memory, oldest first. */
  readonly lines: readonly LogLine[];
}

export interface SearchResult {
  readonly matches: readonly Match[];
  /** There were more matches than are kept. */
  readonly isCut: boolean;
  readonly files: number;
}

export const mostMatches = 2000;
/** Longer lines are searched up to here. */
export const searchedCharacters = 2000;

/** A substring in any case, or `/regex/flags`. Throws a SyntaxError for an invalid expression. */
export function compileSearch(query: string): (text: string) => boolean {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/.exec(query) ?? [];
  if (source !== undefined) {
    const expression = new RegExp(source, flags);
    return (text) => expression.test(text);
  }
  const wanted = query.toLowerCase();
  return (text) => text.toLowerCase().includes(wanted);
}

/**
 * Finds lines in the log files of instances, the rotated ones included, and in memory where an instance has no files.
 * Of too many, those of the oldest files go first. Ends early when `isCancelled`.
 */
export async function searchLogs(
  instances: readonly SearchedInstance[],
  fits: (text: string) => boolean,
  isCancelled: () => boolean,
): Promise<SearchResult> {
  const matches: Match[] = [];
  let files = 0;
  let isCut = false;
  for (const [path, sharing] of sharedFiles(instances)) {
    const name = sharing.map((one) => one.name).join(', ');
    const found: Match[] = [];
    for (const file of await rotatedFiles(path)) {
      if (isCancelled()) return { matches, isCut, files };
      files += 1;
      await searchFile(file, (text, line) => {
        if (!fits(text)) return;
        found.push({ instance: name, at: null, file: { path: file, line }, text });
        if (found.length > mostMatches) isCut = true;
        if (found.length > 2 * mostMatches) found.splice(0, mostMatches);
      });
    }
    matches.push(
      ...timed(
        found.slice(-mostMatches),
        sharing.flatMap((one) => one.lines),
      ),
    );
  }
  for (const { name, lines } of instances.filter((one) => one.files.length === 0)) {
    for (const { at, text } of lines) {
      const shown = plainText(text).slice(0, searchedCharacters);
      if (fits(shown)) matches.push({ instance: name, at, file: null, text: shown });
    }
  }
  if (matches.length > mostMatches) isCut = true;
  return { matches: matches.slice(-mostMatches), isCut, files };
}

function sharedFiles(instances: readonly SearchedInstance[]): Map<string, SearchedInstance[]> {
  const sharing = new Map<string, SearchedInstance[]>();
  for (const one of instances) {
    for (const path of one.files) sharing.set(path, [...(sharing.get(path) ?? []), one]);
  }
  return sharing;
}

/** `x.log.2`, `x.log.1`, `x.log`: those that are there, the oldest first. */
export async function rotatedFiles(path: string): Promise<readonly string[]> {
  const own = basename(path);
  let names: readonly string[];
  try {
    names = await readdir(dirname(path));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  const age = (name: string): number => (name === own ? 0 : Number(name.slice(own.length + 1)));
  return names
    .filter(
      (name) => name === own || (name.startsWith(`${own}.`) && /^\d{1,3}$/.test(name.slice(own.length + 1))),
    )
    .sort((a, b) => age(b) - age(a))
    .map((name) => join(dirname(path), name));
}

async function searchFile(path: string, look: (text: string, line: number) => void): Promise<void> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    look(plainText(line.slice(0, searchedCharacters)), number);
  }
}

/** With the times of those lines that are still in memory: of equal lines the newest get the newest times. */
function timed(matches: readonly Match[], lines: readonly LogLine[]): Match[] {
  const times = new Map<string, number[]>();
  for (const { at, text } of lines.toSorted((a, b) => a.at - b.at)) {
    const shown = plainText(text).slice(0, searchedCharacters);
    const known = times.get(shown);
    if (known === undefined) times.set(shown, [at]);
    else known.push(at);
  }
  return matches
    .toReversed()
    .map((match) => ({ ...match, at: times.get(match.text)?.pop() ?? null }))
    .reverse();
}
