import assert from 'node:assert/strict';
import type { Row, Rows } from './row.ts';
import type { RowApp } from './rowApp.ts';

/** Says that it is ready at once, which is quicker than to be known not to listen. */
const report = { script: '../report.cjs', wait_ready: true };
const hour = 3_600_000;

/** Starts the app; its files are watched before its Node has got as far as the script. */
async function startWatched(app: RowApp, files: readonly string[]): Promise<void> {
  for (const name of files) app.write(name, '0');
  await app.start();
  await app.reaches('online');
  assert.equal(app.info.watch, true);
}

/**
 * A row of an app in `folder`, which no other row writes to: each file of `seen` restarts it once when it is saved,
 * although those of `ignored` are saved before.
 */
function savedRow(
  [option, shows]: readonly [option: string, shows: string],
  options: Row['app'] & { readonly cwd: string },
  { seen, ignored = [] }: { readonly seen: readonly string[]; readonly ignored?: readonly string[] },
): Row {
  const inFolder = (name: string): string => `${options.cwd}/${name}`;
  return {
    option,
    shows,
    app: { ...report, ...options },
    check: async (app) => {
      await startWatched(app, [...seen, ...ignored].map(inFolder));
      for (const [at, name] of seen.entries()) {
        for (const file of [...ignored, name]) app.write(inFolder(file), `${at + 1}`);
        const { restarts } = await app.until((one) => one.restarts > at && one.status === 'online');
        assert.deepEqual([restarts, app.info.changedFile], [at + 1, name]);
      }
    },
  };
}

/** A row of an app that stays as it is when a file is saved for which the one beside it is restarted. */
function unmovedRow(
  [option, shows]: readonly [option: string, shows: string],
  options: Row['app'] & { readonly cwd: string },
): Row {
  const { cwd } = options;
  const beside = `beside-${cwd}`;
  return {
    option,
    shows,
    app: { ...report, watch: true, ...options },
    others: [{ name: beside, ...report, watch: true, cwd }],
    check: async (app) => {
      await startWatched(app, [`${cwd}/deep/index.js`]);
      await startWatched(app.other(beside), []);
      app.write(`${cwd}/deep/index.js`, '1');
      await app.other(beside).until(({ restarts, status }) => restarts >= 1 && status === 'online');
      assert.deepEqual(
        app.instances.map(({ restarts, status }) => [restarts, status]),
        [[0, 'online']],
      );
    },
  };
}

export const watchRows: Rows = [
  savedRow(
    ['watch', 'true restarts the app when a file below cwd is saved'],
    { cwd: 'all', watch: true },
    {
      seen: ['index.js', 'lib/deep/index.js'],
    },
  ),
  savedRow(['watch', '"true" is true, and no path'], { cwd: 'word', watch: 'true' }, { seen: ['index.js'] }),
  savedRow(
    ['watch', 'a list names the folders and files that are meant'],
    { cwd: 'list', watch: ['src', 'lib', 'one.js'] },
    { seen: ['src/index.js', 'lib/index.js', 'one.js'], ignored: ['index.js', 'test/index.js'] },
  ),
  savedRow(
    ['watch', 'a string is one path, also with a blank'],
    { cwd: 'string', watch: 'my src' },
    {
      seen: ['my src/index.js'],
      ignored: ['index.js', 'my/index.js', 'src/index.js'],
    },
  ),
  {
    option: 'watch',
    shows: 'is off',
    app: { ...report, cwd: 'off' },
    others: [{ name: 'beside-off', ...report, watch: true, cwd: 'off' }],
    check: async (app) => {
      await startWatched(app.other('beside-off'), ['off/index.js']);
      await app.start();
      const { pid } = await app.reaches('online');
      app.write('off/index.js', '1');
      await app.other('beside-off').until(({ restarts, status }) => restarts >= 1 && status === 'online');
      assert.deepEqual([app.info.watch, app.instances[0]?.pid], [false, pid]);
    },
  },
  savedRow(
    ['ignore_watch', 'is added to the defaults, and a name fits at any depth'],
    { cwd: 'names', watch: true, ignore_watch: ['built', 'docs/'] },
    {
      seen: ['index.js'],
      ignored: [
        'node_modules/a/index.js',
        '.cache/a.js',
        'a.log',
        'built/a.js',
        'lib/built/a.js',
        'docs/a.md',
      ],
    },
  ),
  savedRow(
    ['ignore_watch', 'takes patterns, the last that fits decides'],
    { cwd: 'patterns', watch: true, ignore_watch: ['*.gen.js', 'data/**/*.json', '!data/kept.json'] },
    { seen: ['index.js', 'data/kept.json'], ignored: ['a.gen.js', 'lib/a.gen.js', 'data/b/c.json'] },
  ),
  savedRow(
    ['ignore_watch', 'a string holds patterns between blanks'],
    { cwd: 'blanks', watch: true, ignore_watch: 'built *.md' },
    { seen: ['index.js'], ignored: ['built/a.js', 'lib/README.md'] },
  ),
  unmovedRow(['watch_delay', 'puts a restart off until files were quiet for so long'], {
    cwd: 'delayed',
    watch_delay: '1h',
  }),
  savedRow(
    ['watch_delay', 'ends in a restart'],
    { cwd: 'soon', watch: true, watch_delay: '0.2s' },
    {
      seen: ['index.js'],
    },
  ),
  savedRow(
    ['watch_options', 'usePolling finds changes by looking at the files'],
    { cwd: 'polled', watch: true, watch_options: { usePolling: true, interval: 50 } },
    { seen: ['index.js', 'lib/index.js'] },
  ),
  unmovedRow(['watch_options', 'usePolling looks no sooner than after its interval'], {
    cwd: 'polled-later',
    watch_options: { usePolling: true, interval: hour },
  }),
  unmovedRow(['watch_options', 'depth is how many folders deep files are watched'], {
    cwd: 'shallow',
    watch_options: { depth: 0 },
  }),
  savedRow(
    ['watch_options', 'ignored is added to ignore_watch'],
    { cwd: 'ignored', watch: true, ignore_watch: ['built'], watch_options: { ignored: '*.md' } },
    { seen: ['index.js'], ignored: ['built/a.js', 'README.md'] },
  ),
];
