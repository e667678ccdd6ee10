import assert from 'node:assert/strict';
import { linkSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { watch } from 'chokidar';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { FolderWatcher } from '../../../src/supervisor/watch/folderWatcher.ts';
import { Watches } from '../../../src/supervisor/watch/watches.ts';
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

test('a .gitignore counts from when it is written on, unless it is not to', async (t) => {
  const project = new WatchedProject(t);
  mkdirSync(`${project.outside}/.git`);
  writeFileSync(`${project.outside}/.gitignore`, 'uploads\n');
  project.write('uploads/a.bin');
  const told = await project.watch();
  const all = await project.watch({ options: { gitignore: false } }, { id: 'all' });
  project.write('uploads/a.bin', '1');
  project.write('data/a.bin', '1');
  await told.until(() => told.fires.flat().includes('data/a.bin'));
  await all.until(() => all.fires.flat().includes('uploads/a.bin'));
  project.write('.gitignore', 'data\n');
  writeFileSync(`${project.outside}/.gitignore`, '');
  let text = 1;
  // Which of two files is told first is not said, so this asks again until the rules are new.
  await told.until(() => {
    if (told.fires.at(-1)?.includes('uploads/a.bin')) return true;
    setImmediate(() => {
      project.write('uploads/a.bin', String(text++));
      project.write('server.js', String(text++));
    });
    return false;
  });
  const before = told.fires.length;
  project.write('data/a.bin', 'new');
  project.write('server.js', 'new');
  await told.until(() => told.fires.slice(before).flat().includes('server.js'));
  assert.ok(!told.fires.slice(before).flat().includes('data/a.bin'));
});

test('the built script of an app is watched with its folder although git ignores it', async (t) => {
  const project = new WatchedProject(t);
  project.write('.gitignore', 'dist\ncoverage\n');
  for (const name of ['dist/server.js', 'dist/routes.js', 'coverage/a.html']) project.write(name, '1');
  const told = await project.watch({}, { script: project.path('dist/server.js') });
  project.write('coverage/a.html', '2');
  project.write('dist/routes.js', '2');
  assert.deepEqual(await told.next(), ['dist/routes.js']);
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

test('of 50,000 files only what can trigger is watched', onLinux, async (t) => {
  const project = new WatchedProject(t);
  project.write('empty.txt');
  for (let name = 0; name < 500; name++) {
    const folder = join(project.folder, 'node_modules', `package-${name}`, 'lib');
    mkdirSync(folder, { recursive: true });
    for (let file = 0; file < 98; file++) linkSync(project.path('empty.txt'), join(folder, `${file}.js`));
  }
  for (let file = 0; file < 1000; file++) project.write(`src/${file % 20}/${file}.js`);
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
    assert.match(problems.map(describeProblem).join(), /fs\.inotify\.max_user_watches/);
  }
});
