import type { ChokidarOptions } from 'chokidar';

/** Chokidar's names for the entries of `watch_options`, which are called as in chokidar 3. */
const names: Readonly<Record<string, keyof ChokidarOptions>> = {
  usePolling: 'usePolling',
  interval: 'pollingInterval',
  binaryInterval: 'pollingBinaryInterval',
  followSymlinks: 'followSymlinks',
  depth: 'depth',
  awaitWriteFinish: 'awaitWriteFinish',
};

/** The entries of `watch_options` that are for chokidar; their values were checked when the file was read. */
export function chokidarOptions(options: Readonly<Record<string, unknown>>): ChokidarOptions {
  const passed = Object.entries(names).filter(([written]) => options[written] !== undefined);
  return Object.fromEntries(passed.map(([written, name]) => [name, options[written]]));
}

/** `watch_options.ignored`: more patterns to ignore. */
export function ignoredPatterns({ ignored }: Readonly<Record<string, unknown>>): readonly string[] {
  return Array.isArray(ignored) ? ignored.filter((pattern) => typeof pattern === 'string') : [];
}

/** Whether the project's .gitignore files count: `watch_options.gitignore`, else `otherwise`. */
export function respectsGitignore(
  { gitignore }: Readonly<Record<string, unknown>>,
  otherwise: boolean,
): boolean {
  return typeof gitignore === 'boolean' ? gitignore : otherwise;
}
