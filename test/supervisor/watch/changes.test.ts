import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, symlinkSync, utimesSync } from 'node:fs';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { WatchedProject } from './watchedProject.ts';

test('a save, a touch, an atomic save and a file deleted and written anew are one change each', async (t) => {
  const project = new WatchedProject(t);
  project.write('server.js', '1');
  const told = await project.watch();
  project.write('server.js', '2');
  assert.deepEqual(await told.next(), ['server.js']);
  utimesSync(project.path('server.js'), new Date(), new Date());
  assert.deepEqual(await told.next(), ['server.js']);
  project.write('server.js.new', '3');
  renameSync(project.path('server.js.new'), project.path('server.js'));
  assert.deepEqual(await told.next(), ['server.js']);
  rmSync(project.path('server.js'));
  project.write('server.js', '4');
  assert.deepEqual(await told.next(), ['server.js']);
  assert.equal(told.fires.length, 4);
});

test('a renamed file is one change of both names', async (t) => {
  const project = new WatchedProject(t);
  project.write('lib/old.js');
  const told = await project.watch();
  renameSync(project.path('lib/old.js'), project.path('lib/new.js'));
  assert.deepEqual([...(await told.next())].sort(), ['lib/new.js', 'lib/old.js']);
});

test('what is in a new folder is seen, and when it is deleted and made again', async (t) => {
  const project = new WatchedProject(t);
  const told = await project.watch();
  project.write('lib/deep/a.js', '1');
  assert.deepEqual(await told.next(), ['lib/deep/a.js']);
  project.write('lib/deep/a.js', '2');
  assert.deepEqual(await told.next(), ['lib/deep/a.js']);
  rmSync(project.path('lib'), { recursive: true });
  assert.deepEqual(await told.next(), ['lib/deep/a.js']);
  project.write('lib/deep/b.js', '1');
  assert.deepEqual(await told.next(), ['lib/deep/b.js']);
  project.write('lib/deep/b.js', '2');
  assert.deepEqual(await told.next(), ['lib/deep/b.js']);
});

test('200 saves are few changes, and the last one shows the last state', async (t) => {
  const project = new WatchedProject(t);
  project.write('server.js', '0');
  let seen = '';
  const told = await project.watch();
  const look = (): boolean => {
    seen = readFileSync(project.path('server.js'), 'utf8');
    return seen === '200';
  };
  const done = told.until(look);
  for (let save = 1; save <= 200; save++) {
    project.write('server.js', String(save));
    await delay(1);
  }
  await done;
  assert.ok(told.fires.length <= 5, JSON.stringify(told.fires.length));
  assert.ok(told.fires.every((files) => files.join() === 'server.js'));
});

test('a branch checkout of 500 files is one change, or two', async (t) => {
  const project = new WatchedProject(t);
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], { cwd: project.folder });
  };
  const write = (branch: string): void => {
    for (let file = 0; file < 400; file++) project.write(`src/${file % 20}/${file}.js`, branch);
    for (let file = 0; file < 100; file++) project.write(`${branch}/${file}.js`, branch);
    git('add', '-A');
    git('commit', '-q', '-m', branch);
  };
  git('init', '-q', '-b', 'one');
  write('one');
  git('checkout', '-q', '-b', 'two');
  rmSync(project.path('one'), { recursive: true });
  write('two');
  const told = await project.watch();
  git('checkout', '-q', 'one');
  await told.until(() => new Set(told.fires.flat()).size === 600);
  assert.ok(told.fires.length <= 2, JSON.stringify(told.fires.map((files) => files.length)));
});

test('a project below a dot-directory is watched, its own hidden files are not', async (t) => {
  const project = new WatchedProject(t, { name: '.work/node_modules/project' });
  project.write('.cache/a.js');
  const told = await project.watch();
  project.write('.cache/a.js', '2');
  project.write('.env', 'A=1');
  project.write('server.js', '1');
  assert.deepEqual(await told.next(), ['server.js']);
});

test('a folder that is a symbolic link is watched, and so is one inside', async (t) => {
  const project = new WatchedProject(t);
  const real = new WatchedProject(t);
  real.write('a.js', '1');
  symlinkSync(real.folder, project.path('shared'));
  symlinkSync(project.folder, `${project.outside}/link`);
  const linked = `${project.outside}/link`;
  const told = await project.watch({ paths: [linked] }, { cwd: linked });
  real.write('a.js', '2');
  assert.deepEqual(await told.next(), ['shared/a.js']);
  project.write('server.js');
  assert.deepEqual(await told.next(), ['server.js']);
});

test('a path that does not exist yet is seen when it appears, goes and comes back', async (t) => {
  const project = new WatchedProject(t);
  const told = await project.watch({ paths: [project.path('build/out'), project.path('flags.json')] });
  project.write('build/other.js');
  project.write('build/out/a.js', '1');
  assert.deepEqual(await told.next(), ['build/out/a.js']);
  project.write('flags.json', '{}');
  assert.deepEqual(await told.next(), ['flags.json']);
  rmSync(project.path('build'), { recursive: true });
  assert.deepEqual(await told.next(), ['build/out/a.js']);
  project.write('build/out/b.js', '1');
  assert.deepEqual(await told.next(), ['build/out/b.js']);
});
