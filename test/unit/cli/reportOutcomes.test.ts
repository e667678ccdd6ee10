import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import type { Params } from '../../../src/protocol/contract.ts';
import { fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

const webId = 'ecosystem.config.js#web';
const done = { app: webId, instance: null, ok: true, problem: null };

test('a failed reload is told with its reason and the last lines below, without colours', async (t) => {
  const problem = { code: 'reload-failed', data: { reason: 'Boom.' }, severity: 'warning' } as const;
  const lines = ['\u001b[31mno database\u001b[39m', '    at connect (db.js:4)'].map((text) => ({
    at: 0,
    stream: 'err' as const,
    text,
  }));
  const output = { instance: `${webId}/1`, lines };
  const fake = supervisorWith(webSnapshot(), {
    'apps/reload': () => ({ outcomes: [{ ...done, ok: false, problem, output }] }),
  });
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine(world, ['reload', 'web']), 1);
  assert.equal(
    world.err(),
    'web: The reload failed, and what ran before serves on. Boom.\n' +
      '    no database\n' +
      '        at connect (db.js:4)\n',
  );
});

test('--parallel goes with the request', async (t) => {
  const asked: (number | undefined)[] = [];
  const note = ({ parallel }: Params<'apps/restart'>) => {
    asked.push(parallel);
    return { outcomes: [done] };
  };
  const fake = supervisorWith(webSnapshot(), {
    'files/load': () => ({ files: ['/shop/ecosystem.config.js'], problems: [] }),
    'apps/apply': (params) => ({ ...note(params), applied: [] }),
    'apps/restart': note,
    'apps/reload': note,
  });
  const world = await fakeWorld(t, { fake });
  for (const verb of ['start', 'restart', 'reload']) {
    assert.equal(await runCommandLine(world, [verb, 'web', '--parallel', '3']), 0);
    assert.equal(await runCommandLine(world, [verb, 'web']), 0);
  }
  assert.deepEqual(asked, [3, undefined, 3, undefined, 3, undefined]);
});

for (const value of ['0', 'abc', '-1', '1.5', '']) {
  test(`--parallel "${value}" is wrong usage`, async (t) => {
    const world = await fakeWorld(t);
    for (const verb of ['start', 'restart', 'reload']) {
      assert.equal(await runCommandLine(world, [verb, 'web', `--parallel=${value}`]), 2);
      assert.match(world.err(), /--parallel <n>.*It must be a whole number/);
    }
  });
}
