import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import { app, fakeWorld, instance, supervisorWith, webSnapshot } from './fakeWorld.ts';

for (const [flags, watch] of [
  [['--watch'], true],
  [['--no-watch'], false],
  [[], undefined],
] as const) {
  test(`start and restart ${flags.join()} ask for watch: ${watch}`, async (t) => {
    const asked: unknown[] = [];
    const fake = supervisorWith(webSnapshot(), {
      'files/load': () => ({ files: ['/shop/ecosystem.config.js'], problems: [] }),
      'apps/apply': (params) => {
        asked.push(params.watch);
        return { outcomes: [], applied: [] };
      },
      'apps/restart': (params) => {
        asked.push(params.watch);
        return { outcomes: [] };
      },
    });
    const world = await fakeWorld(t, { fake });
    assert.equal(await runCommandLine(world, ['start', 'web', ...flags]), 0);
    assert.equal(await runCommandLine(world, ['restart', 'web', ...flags]), 0);
    assert.deepEqual(asked, [watch, watch]);
  });
}

test('list notes which apps are watched', async (t) => {
  const web = app('web', { watch: true });
  const snapshot = { files: [], apps: [web], instances: [instance(web, 0, { pid: null })] };
  const world = await fakeWorld(t, { fake: supervisorWith(snapshot, {}) });
  assert.equal(await runCommandLine(world, ['list']), 0);
  assert.match(world.out(), /web-0 +online .* watching$/m);
});
