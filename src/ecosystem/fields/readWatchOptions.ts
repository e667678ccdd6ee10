import { isRecord, show } from '../optionReader.ts';
import type { EntryProblem, OptionReader } from '../optionReader.ts';
import { suggest } from '../suggest.ts';
import { patternProblem, patternTexts } from './watchPatterns.ts';

interface Entry {
  readonly expected: string;
  readonly fits: (value: unknown) => boolean;
}

const isBoolean = (value: unknown): boolean => typeof value === 'boolean';
const isCount = (value: unknown): boolean =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isInterval = (value: unknown): boolean => isCount(value) && value !== 0;
const isWait = (value: unknown): boolean =>
  isBoolean(value) ||
  (isRecord(value) && isCount(value['stabilityThreshold'] ?? 0) && isInterval(value['pollInterval'] ?? 1));

const flag: Entry = { expected: 'true or false', fits: isBoolean };
const interval: Entry = { expected: 'a number of milliseconds above 0', fits: isInterval };

/** By name: those of chokidar 3, which PM2 passes on, and `gitignore`. */
const entries: Readonly<Record<string, Entry>> = {
  usePolling: flag,
  interval,
  binaryInterval: interval,
  followSymlinks: flag,
  depth: { expected: 'a whole number of folders', fits: isCount },
  awaitWriteFinish: {
    expected: 'true, false or { "stabilityThreshold": 200, "pollInterval": 50 }',
    fits: isWait,
  },
  ignored: {
    expected: 'a pattern or a list of patterns',
    fits: (value) => patternTexts(value) !== undefined,
  },
  gitignore: flag,
};

/** Chokidar's own that Drover decides by itself. */
const decided = new Set([
  'persistent',
  'ignoreInitial',
  'cwd',
  'disableGlobbing',
  'alwaysStat',
  'ignorePermissionErrors',
  'atomic',
  'useFsEvents',
]);

/** The entries of `watch_options` that can be used, `ignored` as a list of texts; the others are reported. */
export function readWatchOptions(read: OptionReader): Readonly<Record<string, unknown>> | undefined {
  const written = read.record('watch_options');
  if (written === undefined) return undefined;
  const usable = Object.entries(written).filter(([name, value]) => {
    if (value === null || decided.has(name)) return false;
    const problem = entryProblem(name, value);
    if (problem !== undefined) read.rejectEntry('watch_options', name, problem);
    return problem === undefined;
  });
  return Object.fromEntries(
    usable.map(([name, value]) => [name, name === 'ignored' ? usablePatterns(read, value) : value]),
  );
}

function entryProblem(name: string, value: unknown): EntryProblem | undefined {
  const option = `watch_options.${name}`;
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined;
  if (entry === undefined) {
    const near = suggest(name, Object.keys(entries));
    return {
      code: 'option-unknown',
      data: { option, suggestion: near ?? '' },
    };
  }
  if (entry.fits(value)) return undefined;
  return { code: 'option-type', data: { option, expected: entry.expected, value: show(value) } };
}

function usablePatterns(read: OptionReader, value: unknown): readonly string[] {
  return (patternTexts(value) ?? []).filter((pattern) => {
    const problem = patternProblem('watch_options.ignored', pattern);
    if (problem !== undefined) read.rejectEntry('watch_options', 'ignored', problem);
    return problem === undefined;
  });
}
