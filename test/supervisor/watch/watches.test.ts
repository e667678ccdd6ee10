import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { watch } from 'chokidar';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { Watches } from '../../../src/supervisor/watch/watches.ts';
import { makeWatchTree } from '../../bench/watchTree.ts';
import { FolderWatcher } from '../../../src/supervisor/watch/folderWatcher.ts';
import { inotifyWatches, WatchedProject } from './watchedProject.ts';

const onLinux = { skip: process.platform !== 'linux' && 'Only Linux tells what is watched.' };

test('single files and globs: only they are a change', async (t) => {
  const project = new WatchedProject(t);
  for (const name of ['a.js', 'b.js', 'lib/c.ts', 'lib/c.js', '.env', '.env.local']) project.write(name, '1');
  const paths = ['a.js', '.env*', 'lib/**/*.ts'].map((path) => project.path(path));
  const told = await project.watch({ paths });
  for (const name of ['b.js', 'lib/c.js', 'README.md', 'lib/x/d.ts', '.env.local']) project.write(name, '2');
  const meant = ['lib/x/d.ts', '.env.local'];
  await told.until(() => meant.every((name) => told.fires.flat().includes(name)));
  project.write('a.js', '2');
  await told.until(() => told.fires.flat().includes('a.js'));
  assert.deepEqual(new Set(told.fires.flat()), new Set([...meant, 'a.js']));
});

test('what the app writes and what is excluded is no change, by whatever path', async (t) => {
  const project = new WatchedProject(t);
  symlinkSync(project.folder, `${project.outside}/link`);
  const told = await project.watch(
    {},
    {
      outputs: [project.path('out.txt'), `${project.outside}/link/error.txt`],
      excluded: [project.path('stamp.json')],
    },
  );
  const other = await project.watch({}, { id: 'other' });
  for (const name of ['out.txt', 'out.txt.1', 'error.txt', 'stamp.json']) project.write(name, '1');
  project.write('server.js', '1');
  await told.until(() => told.fires.flat().includes('server.js'));
  await other.until(() => other.fires.flat().includes('server.js'));
  assert.deepEqual(told.fires.flat(), ['server.js']);
  assert.deepEqual(new Set(other.fires.flat()), new Set(['stamp.json', 'server.js']));
});

test('a .gitignore counts, the one at the top of the repository too, unless it is not to', async (t) => {
  const project = new WatchedProject(t);
  mkdirSync(`${project.outside}/.git`);
  writeFileSync(`${project.outside}/.gitignore`, 'uploads\n');
  const told = await project.watch();
  const all = await project.watch({ options: { gitignore: false } }, { id: 'all' });
  project.write('uploads/a.bin');
  project.write('server.js');
  await told.until(() => told.fires.flat().includes('server.js'));
  await all.until(() => all.fires.flat().includes('uploads/a.bin'));
  assert.deepEqual(told.fires.flat(), ['server.js']);
});

for (const place of ['../.gitignore', '.gitignore', 'data/.gitignore']) {
  test(`what ${place} says counts as soon as it is saved`, async (t) => {
    const project = new WatchedProject(t);
    mkdirSync(`${project.outside}/.git`);
    project.write(place, 'old.*\n');
    project.write('data/old.bin');
    project.write('data/new.bin');
    const told = await project.watch();
    project.write(place, 'new.*\n');
    // Nothing tells when the rules are the new ones, so both are written until the one that counts now is told.
    let version = 1;
    const write = (): void => {
      project.write('data/new.bin', String(version));
      project.write('data/old.bin', String(version++));
    };
    write();
    const rewrite = setInterval(write, 300);
    t.after(() => clearInterval(rewrite));
    await told.until(() => told.fires.at(-1)?.join() === 'data/old.bin');
  });
}

test('the built script of an app is watched with its folder although git ignores it', async (t) => {
  const project = new WatchedProject(t);
  project.write('.gitignore', 'dist\ncoverage\n');
  for (const name of ['dist/server.js', 'dist/routes.js', 'coverage/a.html']) project.write(name, '1');
  const told = await project.watch({}, { script: project.path('dist/server.js') });
  project.write('coverage/a.html', '2');
  project.write('dist/routes.js', '2');
  assert.deepEqual(await told.next(), ['dist/routes.js']);
});

test('log files in a project that is a symbolic link are known by their own path', async (t) => {
  const project = new WatchedProject(t);
  symlinkSync(project.folder, `${project.outside}/link`);
  const cwd = `${project.outside}/link`;
  const told = await project.watch({ paths: [cwd] }, { cwd, outputs: [project.path('out.txt')] });
  project.write('out.txt', '1');
  project.write('server.js', '1');
  assert.deepEqual(await told.next(), ['server.js']);
});

test('apps in one folder share a watcher, which goes with the last of them', onLinux, async (t) => {
  const project = new WatchedProject(t);
  for (const name of ['a/x.js', 'b/x.js', 'c/x.js']) project.write(name);
  const none = inotifyWatches();
  const web = await project.watch();
  assert.equal(inotifyWatches(), none + 4);
  const api = await project.watch({ delayMs: 0 }, { id: 'api' });
  assert.equal(inotifyWatches(), none + 4);
  project.write('a/x.js', '1');
  assert.deepEqual(await web.next(), ['a/x.js']);
  assert.deepEqual(await api.next(), ['a/x.js']);
  project.watches.remove('web');
  project.write('b/x.js', '1');
  assert.deepEqual(await api.next(), ['b/x.js']);
  assert.equal(web.fires.length, 1);
  await project.watches.dispose();
  assert.equal(inotifyWatches(), none);
});

test('after dispose nothing is left, also when it came before the watcher was ready', onLinux, async (t) => {
  const project = new WatchedProject(t);
  for (let folder = 0; folder < 50; folder++) project.write(`${folder}/x.js`);
  const none = inotifyWatches();
  const resources = process.getActiveResourcesInfo().length;
  await project.watch({ paths: [project.folder, project.path('missing/a.js')] });
  assert.ok(inotifyWatches() > none + 50);
  await project.watches.dispose();
  const early = new Watches();
  const project2 = new WatchedProject(t, { watches: early });
  const ready = project2.watch({ paths: [project.folder] });
  await early.dispose();
  await ready;
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(inotifyWatches(), none);
  assert.equal(process.getActiveResourcesInfo().length, resources);
});

test('set again with another spec: the new one counts, without a gap for what stays', async (t) => {
  const project = new WatchedProject(t);
  const first = await project.watch();
  const second = await project.watch({ ignore: ['*.md'] });
  project.write('a.md');
  project.write('a.js');
  assert.deepEqual(await second.next(), ['a.js']);
  assert.deepEqual(first.fires, []);
});

test('set to nothing, or removed, an app is told nothing any more', async (t) => {
  const project = new WatchedProject(t);
  const gone = await project.watch({}, { id: 'gone' });
  const removed = await project.watch({}, { id: 'removed' });
  const told = await project.watch();
  project.write('a.js');
  await project.watch(null, { id: 'gone' });
  project.watches.remove('removed');
  assert.deepEqual(await told.next(), ['a.js']);
  project.write('b.js');
  assert.deepEqual(await told.next(), ['b.js']);
  assert.deepEqual([...gone.fires, ...removed.fires], []);
});

test('what had not been told when an app was removed is not told to the one that comes after it', async (t) => {
  const project = new WatchedProject(t);
  await project.watch({ delayMs: 200 });
  const other = await project.watch({ delayMs: 0 }, { id: 'other' });
  project.write('a.js');
  await other.next();
  project.watches.remove('web');
  const after = await project.watch({ delayMs: 400 });
  project.write('b.js');
  assert.deepEqual(await after.next(), ['b.js']);
});

test('of 50,000 files only what can trigger is watched', onLinux, async (t) => {
  const project = new WatchedProject(t);
  makeWatchTree(project.folder);
  const none = inotifyWatches();
  const watcher = new FolderWatcher(
    { root: project.folder, cwd: project.folder, patterns: [], gitignore: true, kept: null, options: {} },
    { isExcluded: () => false, onChange: () => undefined, onDegraded: () => undefined },
  );
  t.after(() => watcher.dispose());
  await watcher.ready();
  // The project, src and its 20 folders.
  assert.equal(inotifyWatches(), none + 22);
  const watched = watcher.watched();
  assert.deepEqual(
    Object.keys(watched).filter((path) => path.includes('node_modules')),
    [],
  );
  assert.equal(
    Object.values(watched)
      .flat()
      .filter((name) => name.endsWith('.js')).length,
    1000,
  );
  await watcher.dispose();
});

test('where no more can be watched files are polled, and whoever joins is told', async (t) => {
  const limited: typeof watch = (paths, options) => {
    if (options?.backend === 'polling') return watch(paths, options);
    const failing = watch([], options);
    queueMicrotask(() => {
      for (const path of ['a', 'b']) {
        failing.emit('error', Object.assign(new Error(`watch ${path}`), { code: 'ENOSPC' }));
      }
    });
    return failing;
  };
  const options = { interval: 20, binaryInterval: 20 };
  const project = new WatchedProject(t, { watches: new Watches(limited) });
  project.write('server.js', '1');
  const told = await project.watch({ options });
  project.write('server.js', '22');
  assert.deepEqual(await told.next(), ['server.js']);
  const late = await project.watch({ options }, { id: 'late' });
  for (const { problems } of [told, late]) {
    assert.equal(problems.length, 1);
    assert.match(problems.map((problem) => describeProblem(problem)).join(), /fs\.inotify\.max_user_watches/);
  }
});
