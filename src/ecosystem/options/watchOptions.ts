import type { Option } from './option.ts';

/** Restarting when files change. */
export const watchOptions: readonly Option[] = [
  {
    name: 'watch',
    aliases: [],
    type: 'watch',
    default: false,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description:
      'Restarts the app when a file changes: true for "cwd", or the folders, files and globs to watch.',
    differs:
      '`"true"` and `"false"` are paths in PM2. A stop switches watching off for good there; here it goes on with the next start, and an app that shares its port is reloaded without a gap.',
  },
  {
    name: 'ignore_watch',
    aliases: [],
    type: 'patterns',
    default: null,
    origins: ['pm2', 'pmdaemon'],
    effect: 'acted on',
    description:
      'What watching leaves out, besides dotfiles, node_modules, logs and what .gitignore names: gitignore-style patterns or expressions.',
    differs:
      'In PM2 it replaces the defaults, takes globs only, and plain names match at the top level only.',
  },
  {
    name: 'watch_delay',
    aliases: [],
    type: 'duration',
    unit: 'ms',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description: 'How long files must be quiet before the app is restarted.',
    differs:
      'PM2 waits this long after the first change and loses what changes until the restart is over; here one more restart follows.',
  },
  {
    name: 'watch_options',
    aliases: [],
    type: 'watchOptions',
    default: null,
    origins: ['pm2'],
    effect: 'acted on',
    description:
      'How files are watched: "usePolling", "interval", "binaryInterval", "depth", "followSymlinks", "awaitWriteFinish" and "ignored" of chokidar, and "gitignore".',
    differs:
      '`gitignore` is an option of Drover; PM2 watches what git ignores. What chokidar calls `persistent`, `ignoreInitial`, `cwd`, `atomic` and the like Drover decides by itself.',
  },
];
