import { basename } from 'node:path';
import type { Translate } from '../../ecosystem/translate.ts';
import { localTime } from './lastCrash.ts';
import type { SearchResult } from './logSearch.ts';
import { mostMatches, searchedCharacters } from './logSearch.ts';

/** A document, and the files that places in it stand for. */
export interface LinkedText {
  readonly text: string;
  readonly links: readonly FileLink[];
}

export interface FileLink {
  /** 0-based line of the document, and characters of it. */
  readonly row: number;
  readonly start: number;
  readonly end: number;
  readonly path: string;
  /** 1-based line of the file. */
  readonly line: number;
}

/** The document of a search: what was searched, and a line for each match, which leads to its place in the log file. */
export function searchText(
  { matches, isCut, files }: SearchResult,
  {
    query,
    app,
    isCancelled,
  }: { readonly query: string; readonly app: string; readonly isCancelled: boolean },
  t: Translate,
): LinkedText {
  const head = [t('{0} lines with "{1}" in {2} log files of {3}', matches.length, query, files, app)];
  if (isCancelled) head.push(t('The search was cancelled before its end.'));
  if (isCut) head.push(t('Only the last {0} matches are shown.', mostMatches));
  head.push(t('Lines are searched up to {0} characters.', searchedCharacters));
  const rows = [...head.map((line) => `… ${line}`), ''];
  const links: FileLink[] = [];
  for (const { instance, at, file, text } of matches) {
    const prefix = `${instance} | ${at === null ? '' : `${localTime(at)} `}`;
    const place = file === null ? '' : `${basename(file.path)}:${file.line}`;
    if (file !== null) {
      const start = prefix.length;
      links.push({ row: rows.length, start, end: start + place.length, path: file.path, line: file.line });
    }
    rows.push(`${prefix}${place}: ${text}`.trimEnd());
  }
  return { text: [...rows, ''].join('\n'), links };
}
