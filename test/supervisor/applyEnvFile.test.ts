import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { AppInfo } from '../../src/protocol/model.ts';
import { describeChanges } from '../../src/protocol/pendingChanges.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

const report = `
const { GREETING, FOR, EXTRA } = process.env;
require('node:fs').writeFileSync(process.argv[2], JSON.stringify({ GREETING, FOR, EXTRA }));
process.send('ready');
setInterval(() => {}, 1000);
`;

interface Running extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly app: (name: string) => AppInfo | undefined;
  readonly pid: (name: string) => number | null | undefined;
  /** What "reads" was last started with. */
  readonly said: () => unknown;
}

/** "reads" has an env_file, "plain" has none; both run. */
async function running(): Promise<Running> {
  const apps = [
    { name: 'reads', args: ['reads.json'], env_file: '.env', env: { FOR: 'the file' } },
    { name: 'plain', args: ['plain.json'] },
  ];
  const workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({
        apps: apps.map((app) => ({ script: 'report.js', wait_ready: true, ...app })),
      }),
      'report.js': report,
      '.env': 'GREETING=hello\nFOR=nobody\n',
    },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  return {
    workspace,
    client,
    app: (name) => client.snapshot.apps.find((one) => one.name === name),
    pid: (name) => instancesOf(client.snapshot, name)[0]?.pid,
    said: () => JSON.parse(readFileSync(join(workspace.folder, 'reads.json'), 'utf8')) as unknown,
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

test('a changed env_file is pending for the app that reads it, and applying restarts that app alone', async () => {
  await using it = await running();
  const { client, workspace, app, pid, said } = it;
  assert.deepEqual(said(), { GREETING: 'hello', FOR: 'the file' });
  const before = [pid('reads'), pid('plain')];

  workspace.write('.env', 'GREETING=good evening\nFOR=nobody\nEXTRA=yes\n');
  await client.request('files/load', { env: workspace.env });
  assert.equal(
    describeChanges('reads', app('reads')?.pending ?? []),
    'reads: env EXTRA added, env GREETING changed',
  );
  assert.deepEqual(app('plain')?.pending, []);
  assert.deepEqual([pid('reads'), pid('plain')], before);

  const { applied } = await client.request('apps/apply', { targets: ['all'], wait: true });
  assert.deepEqual(
    applied.map(({ name, action, changes }) => [name, action, changes.length]),
    [
      ['reads', 'restarted', 2],
      ['plain', 'unchanged', 0],
    ],
  );
  assert.deepEqual(said(), { GREETING: 'good evening', FOR: 'the file', EXTRA: 'yes' });
  assert.deepEqual(app('reads')?.pending, []);
  assert.notEqual(pid('reads'), before[0]);
  assert.equal(pid('plain'), before[1]);
});

test('a variable that "env" covers changes nothing, and one written back is pending no more', async () => {
  await using it = await running();
  const { client, workspace, app } = it;
  const pendingAfter = async (text: string): Promise<number | undefined> => {
    workspace.write('.env', text);
    await client.request('files/load', { env: workspace.env });
    return app('reads')?.pending.length;
  };
  assert.equal(await pendingAfter('GREETING=hello\nFOR=everybody\n'), 0);
  assert.equal(await pendingAfter('FOR=everybody\n'), 1);
  assert.equal(await pendingAfter('# back\nGREETING=hello\n'), 0);
});

test('an env_file that is gone takes its variables with it when that is applied, and is told', async () => {
  await using it = await running();
  const { client, workspace, app, said } = it;
  rmSync(join(workspace.folder, '.env'));
  await client.request('files/load', { env: workspace.env });
  assert.equal(describeChanges('reads', app('reads')?.pending ?? []), 'reads: env GREETING removed');
  const { outcomes } = await client.request('apps/apply', { targets: ['reads'], wait: true });
  assert.equal(outcomes[0]?.ok, true);
  await until(
    client,
    () => app('reads')?.problems.some(({ code }) => code === 'env-file-unreadable') === true,
  );
  assert.deepEqual(said(), { FOR: 'the file' });
});
