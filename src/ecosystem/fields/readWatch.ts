import type { WatchSpec } from '../appSpec.ts';
import { isRecord, scalarText } from '../optionReader.ts';
import type { OptionReader } from '../optionReader.ts';
import { resolvePath } from '../program.ts';

/** The four options about watching; null when the app is not watched. Paths start at `cwd`. */
export function readWatch(read: OptionReader, base: WatchSpec | null, cwd: string): WatchSpec | null {
  const rest = {
    ignore: read.parsed('ignore_watch', 'a list of patterns', patterns) ?? base?.ignore ?? [],
    delayMs: read.duration('watch_delay') ?? base?.delayMs ?? null,
    options: read.record('watch_options') ?? base?.options ?? {},
  };
  const value = read.value('watch');
  if (value === undefined) return base === null ? null : { ...base, ...rest };
  if (value === false || value === 'false' || value === '') return null;
  if (value === true || value === 'true') return { paths: [cwd], ...rest };
  const paths = read.strings('watch');
  if (paths === undefined) return base;
  return { paths: paths.length === 0 ? [cwd] : paths.map((path) => resolvePath(cwd, path)), ...rest };
}

/** Regular expressions become `re:/source/flags`; one string holds several patterns. */
function patterns(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return value.split(/\s+/).filter((pattern) => pattern !== '');
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const texts = list.map((entry) => {
    if (!isRecord(entry)) return scalarText(entry);
    const source = scalarText(entry['$regexp']);
    return source === undefined ? undefined : `re:/${source}/${scalarText(entry['$flags']) ?? ''}`;
  });
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
