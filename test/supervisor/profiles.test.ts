import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { AppInfo } from '../../src/protocol/model.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { TestWorkspace, instancesOf } from './testWorkspace.ts';

const report = `
const { BASE, MODE, STAGING, LIVE } = process.env;
require('node:fs').writeFileSync('said.json', JSON.stringify({ BASE, MODE, STAGING, LIVE }));
process.send('ready');
setInterval(() => {}, 1000);
`;

const profiles = {
  env: { BASE: 'yes', MODE: 'none' },
  env_staging: { MODE: 'staging', STAGING: 'yes' },
  env_live: { MODE: 'live', LIVE: 'yes' },
};

interface Running extends AsyncDisposable {
  readonly client: SupervisorClient;
  readonly app: () => AppInfo | undefined;
  /** Has it done, with success, and gives what the new process was started with. */
  readonly does: (
    verb: 'apps/start' | 'apps/restart',
    profile?: string | null,
    targets?: string[],
  ) => Promise<unknown>;
}

async function loaded(options: Readonly<Record<string, unknown>>): Promise<Running> {
  const app = { name: 'web', script: 'report.js', wait_ready: true, ...profiles, ...options };
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'report.js': report },
  });
  const client = await workspace.load();
  return {
    client,
    app: () => client.snapshot.apps[0],
    does: async (verb, profile, targets = ['web']) => {
      const params = { targets, env: workspace.env, wait: true };
      const { outcomes } = await client.request(
        verb,
        profile === undefined ? params : { ...params, profile },
      );
      assert.equal(outcomes[0]?.problem, null);
      return JSON.parse(readFileSync(join(workspace.folder, 'said.json'), 'utf8')) as unknown;
    },
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

for (const sharing of ['none', 'cluster'] as const) {
  test(`a restart takes another profile, and takes the variables of the old one away, sharing ${sharing}`, async () => {
    await using it = await loaded(sharing === 'cluster' ? { instances: 1 } : {});
    const { app, does } = it;
    assert.deepEqual(app()?.profiles, ['staging', 'live']);
    const staging = { BASE: 'yes', MODE: 'staging', STAGING: 'yes' };
    assert.deepEqual(await does('apps/start', 'staging'), staging);
    assert.equal(app()?.sharing, sharing);
    assert.deepEqual(await does('apps/restart', 'live'), { BASE: 'yes', MODE: 'live', LIVE: 'yes' });
    assert.equal(app()?.profile, 'live');
    // Without a word about it, the profile stays.
    assert.deepEqual(await does('apps/restart'), { BASE: 'yes', MODE: 'live', LIVE: 'yes' });
    assert.deepEqual(await does('apps/restart', null), { BASE: 'yes', MODE: 'none' });
    assert.equal(app()?.profile, null);
  });
}

test('a stopped app keeps its profile until a start brings another one', async () => {
  await using it = await loaded({});
  const { client, app, does } = it;
  await does('apps/start', 'staging');
  await client.request('apps/stop', { targets: ['web'] });
  assert.equal(app()?.profile, 'staging');
  assert.deepEqual(await does('apps/start'), { BASE: 'yes', MODE: 'staging', STAGING: 'yes' });
  await client.request('apps/stop', { targets: ['web'] });
  assert.deepEqual(await does('apps/start', null), { BASE: 'yes', MODE: 'none' });
});

test('append_env_to_name shows the profile in the names, and the app answers to both', async () => {
  await using it = await loaded({ append_env_to_name: true, instances: 2, exec_mode: 'fork' });
  const { client, app, does } = it;
  const id = app()?.id;
  await does('apps/start', 'staging');
  assert.deepEqual(
    [
      app()?.id,
      app()?.name,
      instancesOf(client.snapshot, 'web')
        .map(({ name }) => name)
        .sort(),
    ],
    [id, 'web-staging', ['web-staging-0', 'web-staging-1']],
  );
  const restarts = (): Record<string, number> =>
    Object.fromEntries(instancesOf(client.snapshot, 'web').map((one) => [one.name, one.restarts]));
  for (const name of ['web', 'web-staging']) await does('apps/restart', undefined, [name]);
  assert.deepEqual(restarts(), { 'web-staging-0': 2, 'web-staging-1': 2 });
  for (const name of ['web-1', 'web-staging-1']) await does('apps/restart', undefined, [name]);
  assert.deepEqual(restarts(), { 'web-staging-0': 2, 'web-staging-1': 4 });

  await does('apps/restart', 'live');
  assert.equal(app()?.name, 'web-live');
  await assert.rejects(client.request('apps/stop', { targets: ['web-staging'] }), { name: 'noMatch' });
  await does('apps/restart', null);
  assert.equal(app()?.name, 'web');
});

test('a profile that the app does not have is a warning, and "env" applies', async () => {
  await using it = await loaded({});
  const { app, does } = it;
  assert.deepEqual(await does('apps/start', 'test'), { BASE: 'yes', MODE: 'none' });
  assert.deepEqual(
    app()?.problems.map((problem) => [problem.severity, describeProblem(problem)]),
    [['warning', '"web" has no "env_test"; only "env" applies.']],
  );
  await does('apps/restart', 'live');
  assert.deepEqual(app()?.problems, []);
});
