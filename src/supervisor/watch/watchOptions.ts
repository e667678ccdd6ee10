import type { ChokidarOptions } from 'chokidar';

/** What `watch_options` comes to. */
export interface WatchOptions {
  readonly chokidar: ChokidarOptions;
  /** More patterns to ignore: chokidar's own option, which PM2 passes on. */
  readonly ignored: readonly string[];
  /** False when `gitignore` is: then the project's .gitignore files do not count. */
  readonly gitignore: boolean;
  /** The names of options whose value is of the wrong kind; they have no effect. */
  readonly unusable: readonly string[];
}

type Check = (value: unknown) => boolean;

const isBoolean: Check = (value) => typeof value === 'boolean';
const isCount: Check = (value) => typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
const isInterval: Check = (value) => isCount(value) && value !== 0;
const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isWait: Check = (value) =>
  isBoolean(value) ||
  (isRecord(value) && isCount(value['stabilityThreshold'] ?? 0) && isInterval(value['pollInterval'] ?? 1));

/** By the name in `watch_options`, which is that of chokidar 3 as PM2 has it: the name now, and what it may be. */
const known: Readonly<Record<string, readonly [name: keyof ChokidarOptions, check: Check]>> = {
  usePolling: ['usePolling', isBoolean],
  interval: ['pollingInterval', isInterval],
  binaryInterval: ['pollingBinaryInterval', isInterval],
  followSymlinks: ['followSymlinks', isBoolean],
  depth: ['depth', isCount],
  awaitWriteFinish: ['awaitWriteFinish', isWait],
};

/** What cannot be passed on (`cwd`, `persistent`, …) Drover decides by itself. */
export function readWatchOptions(options: Readonly<Record<string, unknown>>): WatchOptions {
  const written = Object.entries(known).filter(([name]) => options[name] !== undefined);
  const usable = written.filter(([name, [, check]]) => check(options[name]));
  const ignored = patterns(options['ignored']);
  return {
    chokidar: Object.fromEntries(usable.map(([written, [name]]) => [name, options[written]])),
    ignored: ignored ?? [],
    gitignore: options['gitignore'] !== false,
    unusable: [
      ...written.filter((entry) => !usable.includes(entry)).map(([name]) => name),
      ...(ignored === undefined ? ['ignored'] : []),
    ],
  };
}

/** Strings and expressions, one or many; undefined when something else is among them. */
function patterns(value: unknown): readonly string[] | undefined {
  const list: readonly unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value];
  const texts = list.map((entry) => {
    if (typeof entry === 'string') return entry;
    if (!isRecord(entry) || typeof entry['$regexp'] !== 'string') return undefined;
    return `re:/${entry['$regexp']}/${typeof entry['$flags'] === 'string' ? entry['$flags'] : ''}`;
  });
  return texts.every((text) => text !== undefined) ? texts : undefined;
}
