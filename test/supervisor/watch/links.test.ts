import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { inotifyWatches, WatchedProject } from './watchedProject.ts';

test('a linked file is followed when what it points to is written, replaced or another one', async (t) => {
  const project = new WatchedProject(t);
  const real = new WatchedProject(t);
  real.write('a.js', '1');
  real.write('b.js', '1');
  symlinkSync(real.path('a.js'), project.path('server.js'));
  const told = await project.watch();
  real.write('a.js', '2');
  assert.deepEqual(await told.next(), ['server.js']);
  real.write('a.js.tmp', '3');
  renameSync(real.path('a.js.tmp'), real.path('a.js'));
  assert.deepEqual(await told.next(), ['server.js']);
  symlinkSync(real.path('b.js'), project.path('next'));
  renameSync(project.path('next'), project.path('server.js'));
  assert.deepEqual(await told.next(), ['server.js']);
  real.write('b.js', '2');
  assert.deepEqual(await told.next(), ['server.js']);
});

test('a linked package is followed, and its node_modules are not', async (t) => {
  const project = new WatchedProject(t);
  const shared = new WatchedProject(t);
  shared.write('index.js', '1');
  shared.write('node_modules/dep/index.js', '1');
  mkdirSync(project.path('packages'));
  symlinkSync(shared.folder, project.path('packages/shared'));
  const told = await project.watch();
  shared.write('node_modules/dep/index.js', '2');
  shared.write('lib/new.js', '1');
  assert.deepEqual(await told.next(), ['packages/shared/lib/new.js']);
  shared.write('index.js', '2');
  assert.deepEqual(await told.next(), ['packages/shared/index.js']);
});

test('links in a circle end, and what lies in it is one change', async (t) => {
  const project = new WatchedProject(t);
  project.write('src/index.js', '1');
  project.write('lib/index.js', '1');
  symlinkSync(project.folder, project.path('src/up'));
  symlinkSync(project.path('src'), project.path('lib/src'));
  symlinkSync(project.path('lib'), project.path('src/lib'));
  symlinkSync('self', project.path('self'));
  symlinkSync('nowhere', project.path('dangling'));
  const none = process.platform === 'linux' ? inotifyWatches() : 0;
  const told = await project.watch();
  if (process.platform === 'linux') assert.ok(inotifyWatches() - none < 100, String(inotifyWatches() - none));
  project.write('src/index.js', '2');
  const files = await told.next();
  assert.ok(
    files.every((file) => file.endsWith('src/index.js')),
    files.join(', '),
  );
  project.write('end.js');
  assert.deepEqual(
    (await told.next()).filter((file) => !file.includes('/')),
    ['end.js'],
  );
});

test('with followSymlinks off what lies behind a link is no change', async (t) => {
  const project = new WatchedProject(t);
  const shared = new WatchedProject(t);
  shared.write('index.js', '1');
  symlinkSync(shared.folder, project.path('shared'));
  const told = await project.watch({ options: { followSymlinks: false } });
  shared.write('index.js', '2');
  project.write('server.js', '1');
  assert.deepEqual(await told.next(), ['server.js']);
});

test('the watched folder itself is followed when it is deleted and made again', async (t) => {
  const project = new WatchedProject(t);
  project.write('src/index.js', '1');
  const told = await project.watch({ paths: [project.path('src')] });
  for (const round of [1, 2]) {
    rmSync(project.path('src'), { recursive: true });
    assert.deepEqual(await told.next(), ['src/index.js'], `deleted ${round}`);
    project.write('src/index.js', '1');
    assert.deepEqual(await told.next(), ['src/index.js'], `made ${round}`);
    project.write('src/index.js', '2');
    assert.deepEqual(await told.next(), ['src/index.js'], `saved ${round}`);
  }
});

test('the whole project is followed when its folder is replaced by another one', async (t) => {
  const project = new WatchedProject(t);
  project.write('src/index.js', '1');
  const told = await project.watch();
  renameSync(project.folder, `${project.folder}.old`);
  assert.deepEqual(await told.next(), ['src/index.js']);
  mkdirSync(project.path('src'), { recursive: true });
  writeFileSync(project.path('src/index.js'), '2');
  assert.deepEqual(await told.next(), ['src/index.js']);
  project.write('src/index.js', '3');
  assert.deepEqual(await told.next(), ['src/index.js']);
});

test('what changes while the watcher looks for the files is told', async (t) => {
  const project = new WatchedProject(t);
  for (let file = 0; file < 1000; file += 1) project.write(`src/${file % 100}/${file}.js`, '1');
  for (let round = 0; round < 8; round += 1) {
    const name = `src/${round * 5}/${round * 5}.js`;
    const watching = project.watch({}, { id: `app ${round}` });
    // Times of files lag behind by up to ten milliseconds, in which no program has been started yet.
    await delay(12 + round * 5);
    project.write(name, '2');
    const told = await watching;
    await told.until(() => told.fires.flat().includes(name));
    project.watches.remove(`app ${round}`);
  }
});
