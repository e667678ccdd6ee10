import { envProfileOf, findOption, optionSpellings, optionTable } from './optionTable.ts';
import { parseDuration } from './parseDuration.ts';
import { parseSize } from './parseSize.ts';
import type { Report, ValuePath } from './report.ts';
import { splitWords } from './splitWords.ts';
import { suggest } from './suggest.ts';

/** An option as it stands in the file, under its canonical name. */
interface WrittenOption {
  readonly key: string;
  readonly value: unknown;
}

export interface EntryProblem {
  readonly code: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Reads the options of one app by canonical name. What has the wrong type is reported and counts as absent. */
export interface OptionReader {
  value(name: string): unknown;
  text(name: string): string | undefined;
  flag(name: string): boolean | undefined;
  whole(name: string): number | undefined;
  duration(name: string): number | undefined;
  size(name: string): number | undefined;
  words(name: string): readonly string[] | undefined;
  strings(name: string): readonly string[] | undefined;
  choice<T extends string>(name: string, choices: Readonly<Record<string, T>>): T | undefined;
  record(name: string): Readonly<Record<string, unknown>> | undefined;
  /** The `env_<profile>` entries. */
  readonly profiles: Readonly<Record<string, unknown>>;
  /** What `parse` makes of a written value; undefined from it is reported as not being `expected`. */
  parsed<T>(name: string, expected: string, parse: (value: unknown) => T | undefined): T | undefined;
  reject(name: string, expected: string): void;
  /** Reports what is wrong with one entry of a written list or object, or with the only one. */
  rejectEntry(name: string, entry: string | number, problem: EntryProblem): void;
  pathOf(name: string): ValuePath;
}

/** Sorts the keys of `raw` by option, reporting unknown and ignored ones. `null` counts as absent. */
export function readOptions(
  raw: Readonly<Record<string, unknown>>,
  { path, app, report }: { path: ValuePath; app: string | undefined; report: Report },
): OptionReader {
  const written = new Map<string, WrittenOption>();
  const profiles: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(raw)) {
    const option = findOption(key);
    const profile = envProfileOf(key);
    if (profile !== undefined) profiles[profile] = value;
    if (option === undefined) {
      if (profile === undefined && !/^(?:x-|\$)/.test(key)) reportUnknown(key);
      continue;
    }
    if (value === null || value === undefined) continue;
    if (option.effect === 'accepted and ignored') {
      report('option-ignored', { option: key }, { severity: 'info', path: [...path, key], app });
    }
    if (!written.has(option.name) || key === option.name) written.set(option.name, { key, value });
  }

  function reportUnknown(key: string): void {
    const near = suggest(key, optionSpellings());
    const name = near === undefined ? undefined : (findOption(near)?.name ?? near);
    report(
      'option-unknown',
      { option: key, suggestion: name ?? '' },
      { severity: 'warning', path: [...path, key], app },
    );
  }

  const value = (name: string): unknown => written.get(name)?.value;
  const pathOf = (name: string): ValuePath => [...path, written.get(name)?.key ?? name];

  function reject(name: string, expected: string): void {
    const option = written.get(name)?.key ?? name;
    const data = { option, expected, value: show(value(name)) };
    report('option-type', data, { severity: 'warning', path: pathOf(name), app });
  }

  function rejectEntry(name: string, entry: string | number, { code, data }: EntryProblem): void {
    const isInside = typeof value(name) === 'object';
    report(code, data, { severity: 'warning', path: [...pathOf(name), ...(isInside ? [entry] : [])], app });
  }

  function parsed<T>(
    name: string,
    expected: string,
    parse: (value: unknown) => T | undefined,
  ): T | undefined {
    if (!written.has(name)) return undefined;
    const result = parse(value(name));
    if (result === undefined) reject(name, expected);
    return result;
  }

  return {
    value,
    pathOf,
    parsed,
    reject,
    rejectEntry,
    profiles,
    text: (name) => parsed(name, 'a string', scalarText),
    flag: (name) => parsed(name, 'true or false', toFlag),
    whole: (name) => parsed(name, 'a whole number', toWhole),
    duration: (name) =>
      parsed(name, 'a time such as 500, "500ms" or "5s"', (written) =>
        written === false ? 0 : parseDuration(written, unitOf(name)),
      ),
    size: (name) => parsed(name, 'a size such as "512M" or "1.5G"', parseSize),
    words: (name) =>
      parsed(name, 'a list of strings or one string', (written) =>
        typeof written === 'string' ? splitWords(written) : scalarTexts(written),
      ),
    strings: (name) => parsed(name, 'a string or a list of strings', scalarTexts),
    choice: (name, choices) =>
      written.has(name)
        ? parsed(name, `one of ${Object.keys(choices).join(', ')}`, (written) => {
            const key = typeof written === 'string' ? written.trim().toLowerCase() : '';
            return Object.hasOwn(choices, key) ? choices[key] : undefined;
          })
        : undefined,
    record: (name) => parsed(name, 'an object', (written) => (isRecord(written) ? written : undefined)),
  };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as a message quotes it, at most 80 characters. */
export function show(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}

/** The text of a string, number or boolean. */
export function scalarText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The texts of a scalar or of a list of scalars; `null` entries are left out. */
function scalarTexts(value: unknown): readonly string[] | undefined {
  const list = (Array.isArray(value) ? value : [value]).filter(
    (entry) => entry !== null && entry !== undefined,
  );
  const texts = list.flatMap((entry) => scalarText(entry) ?? []);
  return texts.length === list.length ? texts : undefined;
}

/** `true`, `"true"` and 1, or `false`, `"false"` and 0; undefined of anything else. */
export function toFlag(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (value === 'true' || value === 1) return true;
  return value === 'false' || value === 0 ? false : undefined;
}

function toWhole(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) ? number : undefined;
}

function unitOf(name: string): 'ms' | 's' {
  return optionTable.find((option) => option.name === name)?.unit === 's' ? 's' : 'ms';
}
