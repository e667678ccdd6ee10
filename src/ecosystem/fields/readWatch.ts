import type { AppSpec, WatchRules, WatchSpec } from '../appSpec.ts';
import type { OptionReader } from '../optionReader.ts';
import { resolvePath } from '../program.ts';
import { readWatchOptions } from './readWatchOptions.ts';
import { patternProblem, patternTexts } from './watchPatterns.ts';

type Watching = Pick<AppSpec, 'watch' | 'watchRules'>;

/** The four options about watching. `watch` is null when the app is not watched; its paths start at `cwd`. */
export function readWatch(read: OptionReader, base: Watching, cwd: string): Watching {
  const watchRules: WatchRules = {
    ignore: readPatterns(read) ?? base.watchRules.ignore,
    delayMs: read.duration('watch_delay') ?? base.watchRules.delayMs,
    options: readWatchOptions(read) ?? base.watchRules.options,
  };
  const paths = readPaths(read, base.watch, cwd);
  return { watch: paths === null ? null : { paths, ...watchRules }, watchRules };
}

function readPaths(read: OptionReader, base: WatchSpec | null, cwd: string): WatchSpec['paths'] | null {
  const value = read.value('watch');
  const otherwise = base?.paths ?? null;
  if (value === undefined) return otherwise;
  if (value === false || value === 'false' || value === '') return null;
  if (value === true || value === 'true') return [cwd];
  const paths = read.strings('watch');
  if (paths === undefined) return otherwise;
  return paths.length === 0 ? [cwd] : paths.map((path) => resolvePath(cwd, path));
}

/** One string holds several patterns. Those that cannot be read are reported and left out. */
function readPatterns(read: OptionReader): readonly string[] | undefined {
  const patterns = read.parsed('ignore_watch', 'a list of patterns', (value) =>
    typeof value === 'string' ? value.split(/\s+/).filter((pattern) => pattern !== '') : patternTexts(value),
  );
  return patterns?.filter((pattern, index) => {
    const problem = patternProblem('ignore_watch', pattern);
    if (problem !== undefined) read.rejectEntry('ignore_watch', index, problem);
    return problem === undefined;
  });
}
