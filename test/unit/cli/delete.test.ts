import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import { app, fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

test('delete says what is gone, what stays listed, and what failed', async (t) => {
  const web = webSnapshot();
  const hand = app('hand', { id: '#hand', file: null });
  const webId = web.apps[0]?.id ?? '';
  const problem = { code: 'delete-overtaken', data: {}, severity: 'error' } as const;
  const fake = supervisorWith(
    { ...web, apps: [...web.apps, hand] },
    {
      'apps/delete': ({ targets }) => {
        assert.deepEqual(targets, ['hand', 'web']);
        return {
          outcomes: [
            { app: '#hand', instance: null, ok: true, problem: null },
            { app: webId, instance: null, ok: true, problem: null },
            { app: '#other', instance: null, ok: false, problem },
          ],
          deleted: ['#hand'],
        };
      },
    },
  );
  const world = await fakeWorld(t, { fake });
  assert.equal(await runCommandLine({ ...world, cwd: world.cwd }, ['del', 'hand', 'web']), 1);
  const [first, second] = world.out().split('\n');
  assert.equal(first, 'hand is deleted.');
  assert.match(
    second ?? '',
    /^web is stopped\. It stays in the list, because .*ecosystem\.config\.js has it\.$/,
  );
  assert.equal(world.err(), '#other: It was started again meanwhile, so it was not deleted.\n');
});
