import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import type { ArgumentFacts, Meaning } from '../../../src/cli/startArgument.ts';
import { factsOf, meaningOf, unknownArgument } from '../../../src/cli/startArgument.ts';
import { app, fakeWorld, webSnapshot } from './fakeWorld.ts';

const web = app('web');
const byHand = app('web', { id: '#web', file: null });
const script: Meaning = { kind: 'program', script: '/shop/web' };
const command: Meaning = { kind: 'program', script: 'web' };

const meanings: [string, Partial<ArgumentFacts>, Meaning, Meaning][] = [
  ['nothing at all', {}, { kind: 'unknown' }, { kind: 'unknown' }],
  ['a file', { path: '/shop/web' }, script, script],
  ['a command', { isCommand: true }, command, command],
  ['a file that is a command, too', { path: '/shop/web', isCommand: true }, script, script],
  [
    'an app of a file',
    { known: [web] },
    { kind: 'name' },
    { kind: 'ofFile', app: web, file: web.file ?? '' },
  ],
  ['an app without a file', { known: [byHand] }, { kind: 'name' }, { kind: 'defined', app: byHand }],
  ['an app and a file', { known: [web], path: '/shop/web' }, { kind: 'name' }, script],
  [
    'an app of a file, and a command',
    { known: [web], isCommand: true },
    { kind: 'name' },
    { kind: 'ofFile', app: web, file: web.file ?? '' },
  ],
  ['an app without a file, and a command', { known: [byHand], isCommand: true }, { kind: 'name' }, command],
  ['all, where there are no apps', { known: [] }, { kind: 'name' }, { kind: 'unknown' }],
];

for (const [what, facts, plain, withOptions] of meanings) {
  test(`what an argument means that is ${what}`, () => {
    const all = { argument: 'web', path: null, isCommand: false, known: null, ...facts };
    assert.deepEqual(meaningOf(all, false), plain);
    assert.deepEqual(meaningOf(all, true), withOptions);
  });
}

test('a command line is a program, and a path with blanks stays one word', () => {
  const facts = { path: null, isCommand: false, known: null };
  assert.deepEqual(meaningOf({ ...facts, argument: 'node server.js' }, false), {
    kind: 'program',
    script: 'node server.js',
  });
  const inBlanks = meaningOf({ ...facts, argument: 'my app.js', path: '/shop/my app.js' }, false);
  assert.deepEqual(inBlanks, { kind: 'program', script: '"/shop/my app.js"' });
});

test('files are looked for in the folder of the app first, then in this one; a folder is no file', async (t) => {
  const world = await fakeWorld(t, { files: ['server.js', 'other.js'] });
  const sub = path.join(world.cwd, 'sub');
  await mkdir(sub);
  await writeFile(path.join(sub, 'server.js'), '');
  const surroundings = {
    cwd: world.cwd,
    folders: [sub, world.cwd],
    env: { PATH: world.cwd },
    snapshot: webSnapshot(),
  };
  assert.equal(factsOf('server.js', surroundings).path, path.join(sub, 'server.js'));
  assert.equal(factsOf('other.js', surroundings).path, path.join(world.cwd, 'other.js'));
  assert.equal(factsOf(sub, surroundings).path, null);
  assert.deepEqual(
    ['web', 'web-1', 'default', '/we./', 'nobody', '1'].map(
      (one) => factsOf(one, surroundings).known?.length,
    ),
    [1, 1, 1, 1, undefined, 1],
  );
});

test('an argument that is nothing is quoted, with what was looked for and what it may mean', async (t) => {
  const world = await fakeWorld(t, { files: ['server.js'] });
  const surroundings = { cwd: world.cwd, folders: [world.cwd], env: {}, snapshot: webSnapshot() };
  const nothing = `is no app that Drover knows here, no file in ${world.cwd}, and no command on PATH.`;
  assert.equal(unknownArgument('sever.js', surroundings), `"sever.js" ${nothing} Did you mean "server.js"?`);
  assert.equal(unknownArgument('wbe', surroundings), `"wbe" ${nothing} Did you mean "web"?`);
  assert.equal(unknownArgument('unlike-anything', surroundings), `"unlike-anything" ${nothing}`);
});
