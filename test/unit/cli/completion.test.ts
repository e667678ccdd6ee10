import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import { app, fakeWorld, instance, supervisorWith } from './fakeWorld.ts';

const web = app('web', { namespace: 'shop', profiles: ['production', 'staging'] });
const solo = app('worker');
const snapshot = {
  files: [],
  apps: [web, solo],
  instances: [instance(web, 0), instance(web, 1), instance(solo, 0, { name: 'worker' })],
};

test('the word that is typed is completed by what may stand there', async (t) => {
  const cases: readonly (readonly [words: readonly string[], candidates: readonly string[]])[] = [
    [['sca'], ['scale']],
    [['--ver'], ['--version']],
    [
      ['restart', ''],
      ['web', 'worker', 'web-0', 'web-1', 'shop', 'all'],
    ],
    [['restart', 'web', 'wo'], ['worker']],
    [
      ['restart', '--wait', 'web-'],
      ['web-0', 'web-1'],
    ],
    [
      ['scale', 'w'],
      ['web', 'worker'],
    ],
    [['scale', 'web', ''], []],
    [['env', 'web-1', ''], []],
    [['reload', 'web', '--env', 'p'], ['production']],
    [['reload', 'web', '--env=p'], ['production']],
    [['reload', 'web', '--env', '=', 's'], ['staging']],
    [
      ['list', '--sort', 'memory'],
      ['memory:asc', 'memory:desc'],
    ],
    [['ps', '--mini'], ['--mini-list']],
    [
      ['check', '--dialect', 'pm'],
      ['pm2', 'pmdaemon'],
    ],
    [['check', 'eco'], ['ecosystem.config.js']],
    [
      ['signal', 'SIGUSR'],
      ['SIGUSR1', 'SIGUSR2'],
    ],
    [
      ['help', 'pi'],
      ['pid', 'ping'],
    ],
    [
      ['completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['export', 'kub'], ['kubernetes']],
    [
      ['export', 'compose', '--only', 'w'],
      ['web', 'worker'],
    ],
    [['send', 'web-0', '--', '-'], []],
    [['frobnicate', ''], []],
  ];
  for (const [words, expected] of cases) {
    const world = await fakeWorld(t, { fake: supervisorWith(snapshot), files: ['ecosystem.config.js'] });
    assert.equal(await runCommandLine(world, ['complete', '--', ...words]), 0);
    const values = world
      .out()
      .split('\n')
      .flatMap((line) => (line === '' ? [] : [line.split('\t')[0]]));
    assert.deepEqual(values, expected, words.join(' '));
  }
});

test('where no supervisor runs, there are no apps, and nothing is said about it', async (t) => {
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, ['complete', '--', 'restart', 'w']), 0);
  assert.deepEqual([world.out(), world.err()], ['', '']);
});

test('completion prints a script, and refuses other shells', async (t) => {
  const world = await fakeWorld(t);
  assert.equal(await runCommandLine(world, ['completion', 'bash']), 0);
  assert.match(world.out(), /^# Completion of drover for bash/);
  const other = await fakeWorld(t);
  assert.equal(await runCommandLine(other, ['completion', 'tcsh']), 2);
  assert.match(other.err(), /Allowed choices are bash, zsh, fish/);
});
