import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import { parseScaleAmount } from '../../../src/client/scaleAmount.ts';
import type { Params } from '../../../src/protocol/contract.ts';
import { fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

const webId = 'ecosystem.config.js#web';

test('scale sets a number of instances, or so many more or less', async (t) => {
  const asked: Params<'apps/scale'>[] = [];
  const fake = supervisorWith(webSnapshot(), {
    'apps/scale': (params) => {
      asked.push(params);
      return { outcomes: [{ app: webId, instance: null, ok: true, problem: null }] };
    },
  });
  const world = await fakeWorld(t, { fake });
  for (const args of [
    ['web', '4'],
    ['web', '+2', '--wait'],
    ['web', '-1'],
  ]) {
    assert.equal(await runCommandLine(world, ['scale', ...args]), 0, args.join(' '));
  }
  assert.deepEqual(asked, [
    { targets: ['web'], instances: 4, wait: false },
    { targets: ['web'], by: 2, wait: true },
    { targets: ['web'], by: -1, wait: false },
  ]);
  assert.match(world.out(), /^name .*\nweb-0/);
});

test('a number that cannot be had fails with the reason', async (t) => {
  const problem = {
    code: 'scale-fixed',
    data: { app: 'web', count: '5', reason: 'the range 3000-3002 has 3 ports' },
    severity: 'error',
  } as const;
  const fake = supervisorWith(webSnapshot(), {
    'apps/scale': () => ({ outcomes: [{ app: webId, instance: null, ok: false, problem }] }),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['scale', 'web', '5']), 1);
  assert.equal(world.err(), 'web: "web" cannot have 5 instances: the range 3000-3002 has 3 ports.\n');
});

test('what is no number is wrong usage', async (t) => {
  for (const args of [
    ['scale', 'web'],
    ['scale', 'web', 'many'],
    ['scale', 'web', '1.5'],
  ]) {
    assert.equal(await runCommandLine(await fakeWorld(t), args), 2, args.join(' '));
  }
  assert.deepEqual(['0', ' 3 ', '-0', '+', '--1', '12345'].map(parseScaleAmount), [
    { instances: 0 },
    { instances: 3 },
    { by: -0 },
    undefined,
    undefined,
    undefined,
  ]);
});
