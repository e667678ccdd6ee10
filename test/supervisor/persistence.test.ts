import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { EventParams } from '../../src/protocol/contract.ts';
import type { Problem } from '../../src/protocol/model.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

const report = `
const { MODE, FROM_SHELL } = process.env;
require('node:fs').writeFileSync(process.argv[2], MODE + ' ' + FROM_SHELL);
process.send('ready');
setInterval(() => {}, 1000);
`;

type App = Readonly<Record<string, unknown>>;

function workspaceOf(...apps: readonly App[]): TestWorkspace {
  return new TestWorkspace({ files: { 'ecosystem.json': fileOf(...apps), 'report.js': report } });
}

function fileOf(...apps: readonly App[]): string {
  return JSON.stringify({
    apps: apps.map((app) => ({
      script: 'report.js',
      args: `said-${String(app['name'])}`,
      wait_ready: true,
      ...app,
    })),
  });
}

/** Names of the instances that run, or are about to. */
function running({ snapshot }: SupervisorClient): string[] {
  const up = snapshot.instances.filter(({ status }) => status !== 'stopped');
  return up.map(({ name }) => name).sort();
}

async function start(client: SupervisorClient, targets: string[], env: TestWorkspace['env']): Promise<void> {
  const { outcomes } = await client.request('apps/start', { targets, env, wait: true });
  assert.deepEqual(
    outcomes.filter(({ ok }) => !ok),
    [],
  );
}

function closed(client: SupervisorClient): Promise<void> {
  return new Promise((resolve) => client.onDidClose(resolve));
}

test('resurrect starts exactly what was saved, with its profile, its number and what was stopped of it', async () => {
  const api = {
    name: 'api',
    instances: 2,
    exec_mode: 'fork',
    env: { MODE: 'plain' },
    env_staging: { MODE: 'staging' },
  };
  const others = ['off', 'gone', 'running'].map((name) => ({ name, env: { MODE: 'plain' } }));
  await using workspace = workspaceOf(api, ...others);
  const first = await workspace.load();
  const env = { ...workspace.env, FROM_SHELL: 'kept' };
  await first.request('apps/start', { targets: ['api'], env, profile: 'staging', wait: true });
  await first.request('apps/scale', { targets: ['api'], instances: 4, wait: true });
  await first.request('apps/stop', { targets: ['api-1'] });
  await start(first, ['off', 'gone', 'running'], env);
  await first.request('apps/stop', { targets: ['off'] });
  const { apps } = await first.request('state/save', {});
  assert.deepEqual(apps.map((id) => id.split('#')[1]).sort(), ['api', 'gone', 'running']);
  // What happens afterwards is not part of it.
  await first.request('apps/stop', { targets: ['api'] });
  await start(first, ['off'], env);
  const end = closed(first);
  await first.request('shutdown', {});
  await end;

  workspace.write('ecosystem.json', fileOf(api, ...others.filter(({ name }) => name !== 'gone')));
  for (const app of ['api', 'running']) rmSync(join(workspace.folder, `said-${app}`));
  const second = await workspace.load();
  assert.deepEqual(running(second), []);
  const { outcomes } = await second.request('state/resurrect', { wait: true });
  assert.deepEqual(
    outcomes.filter(({ ok }) => !ok).map(({ app, problem }) => [app, problem && describeProblem(problem)]),
    [
      [
        'ecosystem.json#gone',
        `It is in no ecosystem file any more: ${join(second.supervisor.folder, 'ecosystem.json')}.`,
      ],
    ],
  );
  assert.deepEqual(running(second), ['api-0', 'api-2', 'api-3', 'running']);
  const info = second.snapshot.apps.find(({ name }) => name === 'api');
  assert.deepEqual([info?.profile, info?.instances, info?.online], ['staging', 4, 3]);
  const said = (app: string): string => readFileSync(join(workspace.folder, `said-${app}`), 'utf8');
  assert.deepEqual([said('api'), said('running')], ['staging kept', 'plain kept']);

  // All of it runs now.
  const again = await second.request('state/resurrect', { wait: true });
  assert.deepEqual(
    again.outcomes.map(({ app, ok }) => [app, ok]),
    [['ecosystem.json#gone', false]],
  );
});

test('without anything saved, resurrect is an error that says so', async () => {
  await using workspace = workspaceOf({ name: 'api' });
  const client = await workspace.load();
  await assert.rejects(client.request('state/resurrect', {}), { name: 'nothingSaved' });
  assert.deepEqual(running(client), []);
  // Saving that nothing runs is something saved.
  await client.request('state/save', {});
  assert.deepEqual((await client.request('state/resurrect', {})).outcomes, []);
});

/** Kills the supervisor and waits until it is gone. */
async function kill(client: SupervisorClient): Promise<void> {
  const end = closed(client);
  process.kill(client.supervisor.pid, 'SIGKILL');
  await end;
}

test('what was stopped stays stopped after the supervisor was killed', async () => {
  const api = { name: 'api', instances: 3, exec_mode: 'fork' };
  await using workspace = workspaceOf(api, { name: 'off' }, { name: 'never' });
  const first = await workspace.load();
  await start(first, ['api', 'off'], workspace.env);
  await first.request('apps/stop', { targets: ['off', 'api-1'] });
  await kill(first);

  const second = await workspace.load();
  assert.deepEqual(running(second), ['api-0', 'api-2']);
  await until(second, ({ apps }) => apps.some(({ name, online }) => name === 'api' && online === 2));
  assert.deepEqual(running(second), ['api-0', 'api-2']);
});

interface Damage {
  readonly client: SupervisorClient;
  /** Apps that the state before the last one has. */
  readonly before: readonly string[];
  /** As told to the first client. */
  readonly notice: Problem;
}

/** Kills a supervisor that runs apps, damages its state files and starts the next one. */
async function damage(workspace: TestWorkspace, names: readonly string[]): Promise<Damage> {
  const first = await workspace.load();
  await start(first, ['one'], workspace.env);
  await start(first, ['two'], workspace.env);
  await kill(first);
  const path = (name: string): string => join(workspace.location.stateDir, name);
  const { apps } = JSON.parse(readFileSync(path('state.previous.json'), 'utf8')) as {
    apps: { name: string }[];
  };
  for (const name of names) writeFileSync(path(name), '{"version":1,"apps":[{"id');

  const client = await workspace.connect();
  const { problem } = await new Promise<EventParams<'notice'>>((resolve) => client.onNotice(resolve));
  assert.equal(readFileSync(problem.data['path'] ?? '', 'utf8'), '{"version":1,"apps":[{"id');
  return { client, before: apps.map(({ name }) => name).sort(), notice: problem };
}

test('a damaged state is set aside and told, and the one before it is used', async () => {
  await using workspace = workspaceOf({ name: 'one' }, { name: 'two' });
  const { client, before, notice } = await damage(workspace, ['state.json']);
  assert.equal(notice.code, 'state-previous');
  assert.ok(before.includes('one'));
  await client.request('files/load', { env: workspace.env });
  assert.deepEqual(running(client), before);
  await until(client, () =>
    before.every((name) => instancesOf(client.snapshot, name)[0]?.status === 'online'),
  );

  // It is told once.
  const other = await workspace.connect();
  const told: string[] = [];
  other.onNotice(({ problem }) => told.push(problem.code));
  await other.request('apps/stop', { targets: ['all'] });
  assert.deepEqual(told, []);
});

test('where both states are damaged nothing is started, and nothing of before runs on', async () => {
  await using workspace = workspaceOf({ name: 'one' }, { name: 'two' });
  const { client, notice } = await damage(workspace, ['state.json', 'state.previous.json']);
  assert.equal(notice.code, 'state-damaged');
  await client.request('files/load', { env: workspace.env });
  assert.deepEqual(running(client), []);
  assert.deepEqual(await workspace.survivors(), []);
});
