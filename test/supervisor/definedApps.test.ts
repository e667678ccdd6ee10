import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { Params, Result } from '../../src/protocol/contract.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, fetchMany, instancesOf, until } from './testWorkspace.ts';

const server = `
require('node:http').createServer((request, response) => response.end(String(process.pid)))
  .listen(Number(process.env.PORT), () => process.send?.('ready'));
`;

const files = {
  'server.js': server,
  'idle.js': 'setInterval(() => {}, 1000); process.send("ready");',
  // Ends at once, and is started again after a minute: it waits for a restart.
  'short.js': 'process.exit(1);',
};

type Options = Readonly<Record<string, unknown>>;

function adder({ folder, env }: TestWorkspace, client: SupervisorClient) {
  return (options: Options, how: Partial<Params<'apps/add'>> = {}): Promise<Result<'apps/add'>> =>
    client.request('apps/add', {
      options: { wait_ready: true, ...options },
      cwd: folder,
      env,
      wait: true,
      ...how,
    });
}

function sentences({ problems, outcomes }: Pick<Result<'apps/add'>, 'problems' | 'outcomes'>): string[] {
  return [...problems, ...outcomes.flatMap(({ problem }) => problem ?? [])].map((one) =>
    describeProblem(one),
  );
}

function pids(client: SupervisorClient, app: string): (number | null)[] {
  return instancesOf(client.snapshot, app).map(({ pid }) => pid);
}

function statuses(client: SupervisorClient): Record<string, string> {
  return Object.fromEntries(client.snapshot.apps.map(({ name, status }) => [name, status]));
}

function closed(client: SupervisorClient): Promise<void> {
  return new Promise((resolve) => client.onDidClose(resolve));
}

async function kill(client: SupervisorClient): Promise<void> {
  const end = closed(client);
  process.kill(client.supervisor.pid, 'SIGKILL');
  await end;
}

test('an app without a file runs like any other, and belongs to no file', async () => {
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.connect();
  const add = adder(workspace, client);
  const port = await freePort();
  const answer = await add({ name: 'web', script: 'server.js', instances: '4', port });
  assert.deepEqual(
    [answer.app, answer.problems, answer.outcomes.map(({ ok }) => ok), answer.applied[0]?.action],
    ['#web', [], [true], 'started'],
  );
  const [app] = client.snapshot.apps;
  assert.deepEqual(
    [app?.id, app?.file, app?.listed, app?.online, app?.sharing],
    ['#web', null, true, 4, 'cluster'],
  );
  const answers = new Set(await fetchMany(port, 12));
  assert.deepEqual([...answers].map(Number).sort(), pids(client, 'web').sort());
  const { inspector, problem } = await client.request('instances/inspect', { instance: '#web/3' });
  assert.deepEqual([inspector?.kind, problem], ['node', null]);
});

test('the name comes from the script, and "autostart": false adds without starting', async () => {
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.connect();
  const answer = await adder(workspace, client)({ script: 'idle.js', autostart: false });
  assert.equal(answer.app, '#idle');
  assert.deepEqual(statuses(client), { idle: 'stopped' });
  const started = await client.request('apps/start', { targets: ['idle'], wait: true });
  assert.deepEqual(
    started.outcomes.map(({ ok }) => ok),
    [true],
  );
});

test('another definition of the same name is applied as a difference', async () => {
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.connect();
  const add = adder(workspace, client);
  const options = { name: 'web', script: 'idle.js', instances: 2, exec_mode: 'fork' };
  await add(options);
  const before = pids(client, 'web');

  const same = await add(options);
  assert.equal(same.applied[0]?.action, 'unchanged');
  assert.deepEqual(pids(client, 'web'), before);

  const scaled = await add({ ...options, instances: 3 });
  assert.deepEqual([scaled.applied[0]?.action, scaled.applied[0]?.changes.length], ['scaled', 1]);
  assert.deepEqual(pids(client, 'web').slice(0, 2), before);
  assert.equal(pids(client, 'web').length, 3);

  const updated = await add({ ...options, instances: 3, max_restarts: 3 });
  assert.equal(updated.applied[0]?.action, 'updated');
  assert.deepEqual(pids(client, 'web').slice(0, 2), before);

  const restarted = await add({ ...options, env: { MODE: 'other' } });
  assert.equal(restarted.applied[0]?.action, 'restarted');
  assert.ok(!pids(client, 'web').some((pid) => before.includes(pid)));
  assert.equal(client.snapshot.apps.length, 1);
});

test('what cannot be run is refused with sentences, and nothing is added or touched', async () => {
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.connect();
  const add = adder(workspace, client);
  const refused: [Options, RegExp][] = [
    [
      { script: 'idle.js', instances: 'many' },
      /"instances" must be a whole number or "max", but it is "many"/,
    ],
    [{ script: 'idle.js', instnces: 2 }, /Unknown option "instnces"/],
    [{ name: 'none' }, /"none" has no "script"/],
    [{ script: 'missing.js' }, /The script ".*missing\.js" does not exist/],
    [{ script: 'npm', args: ['start'], instances: 2 }, /"npm start" cannot be clustered/],
    [{ script: 'idle.js', cwd: 'nowhere' }, /The folder ".*nowhere" does not exist/],
  ];
  for (const [options, sentence] of refused) {
    const answer = await add(options);
    assert.equal(answer.app, null, JSON.stringify(options));
    assert.match(sentences(answer).join('\n'), sentence);
  }
  assert.deepEqual(client.snapshot.apps, []);
  await assert.rejects(add({ script: 'idle.js' }, { cwd: 'relative' }), { name: 'invalidParams' });

  await add({ name: 'web', script: 'idle.js' });
  const before = pids(client, 'web');
  const answer = await add({ name: 'web', script: 'missing.js' });
  assert.equal(answer.app, null);
  assert.deepEqual(pids(client, 'web'), before);
  assert.deepEqual(
    client.snapshot.apps.map(({ pending }) => pending),
    [[]],
  );
});

test('a name that a file has is not taken twice', async () => {
  const apps = [{ name: 'web', script: 'idle.js' }];
  await using workspace = new TestWorkspace({
    files: { ...files, 'ecosystem.json': JSON.stringify({ apps }) },
  });
  const client = await workspace.load();
  const answer = await adder(workspace, client)({ name: 'web', script: 'server.js' });
  assert.equal(answer.app, null);
  assert.match(sentences(answer)[0] ?? '', /An app named "web" is in .*ecosystem\.json already/);
});

test('after the supervisor was killed, apps without a file are there again, and those run that ran', async () => {
  await using workspace = new TestWorkspace({ files });
  const first = await workspace.connect();
  const add = adder(workspace, first);
  await add({ name: 'web', script: 'idle.js', instances: 2, exec_mode: 'fork', env: { TOKEN: 'kept' } });
  await add({ name: 'off', script: 'idle.js' });
  await add({ name: 'gone', script: 'idle.js' });
  await first.request('apps/scale', { targets: ['web'], instances: 3, wait: true });
  await first.request('apps/stop', { targets: ['off'] });
  await first.request('apps/delete', { targets: ['gone'] });
  const before = pids(first, 'web');
  await kill(first);

  const second = await workspace.connect();
  await until(second, ({ apps }) => apps.some(({ name, online }) => name === 'web' && online === 3));
  assert.deepEqual(statuses(second), { web: 'online', off: 'stopped' });
  assert.ok(!pids(second, 'web').some((pid) => before.includes(pid)));
  const { env } = await second.request('apps/describe', { app: '#web' });
  assert.equal(Object.keys(env).includes('TOKEN'), true);
  // The definition is the one that was given: giving it again changes nothing but what was scaled by hand.
  const again = await adder(
    workspace,
    second,
  )({
    name: 'web',
    script: 'idle.js',
    instances: 2,
    exec_mode: 'fork',
    env: { TOKEN: 'kept' },
  });
  assert.deepEqual(again.applied[0]?.changes, []);
});

test('they outlive an ordered end as stopped, and resurrect brings back what was saved and deleted since', async () => {
  await using workspace = new TestWorkspace({ files });
  const first = await workspace.connect();
  const add = adder(workspace, first);
  await add({ name: 'web', script: 'idle.js' });
  await add({ name: 'other', script: 'idle.js' });
  await first.request('apps/stop', { targets: ['other'] });
  await first.request('state/save', {});
  await first.request('apps/delete', { targets: ['web'] });
  const end = closed(first);
  await first.request('shutdown', {});
  await end;

  const second = await workspace.load();
  assert.deepEqual(statuses(second), { other: 'stopped' });
  const { outcomes } = await second.request('state/resurrect', { wait: true });
  assert.deepEqual(
    outcomes.map(({ app, ok }) => [app, ok]),
    [['#web', true]],
  );
  assert.deepEqual(statuses(second), { other: 'stopped', web: 'online' });
});

test('a definition that cannot be read any more is left out, and the others are there', async () => {
  await using workspace = new TestWorkspace({ files });
  const first = await workspace.connect();
  const add = adder(workspace, first);
  await add({ name: 'good', script: 'idle.js' });
  await add({ name: 'bad', script: 'idle.js' });
  await kill(first);
  const path = join(workspace.location.stateDir, 'state.json');
  const state = JSON.parse(readFileSync(path, 'utf8')) as {
    apps: { name: string; definition: { options: Options } }[];
  };
  for (const app of state.apps) if (app.name === 'bad') app.definition.options = { script: 7, instances: {} };
  writeFileSync(path, JSON.stringify(state));

  const second = await workspace.connect();
  await until(second, ({ apps }) => apps.some(({ name, online }) => name === 'good' && online === 1));
  assert.deepEqual(statuses(second), { good: 'online' });
});

test('with the state damaged, the one before it has the apps without a file', async () => {
  await using workspace = new TestWorkspace({ files });
  const first = await workspace.connect();
  const add = adder(workspace, first);
  await add({ name: 'one', script: 'idle.js' });
  await add({ name: 'two', script: 'idle.js', autostart: false });
  await first.request('apps/stop', { targets: ['one'] });
  await kill(first);
  writeFileSync(join(workspace.location.stateDir, 'state.json'), '{"version":1,"apps":[');

  const second = await workspace.load();
  assert.deepEqual(Object.keys(statuses(second)).sort(), ['one', 'two']);
});

test('deleting stops and forgets; what a file lists stays listed as stopped', async () => {
  const apps = [{ name: 'listed', script: 'idle.js' }];
  await using workspace = new TestWorkspace({
    files: { ...files, 'ecosystem.json': JSON.stringify({ apps }) },
  });
  const client = await workspace.load();
  await adder(workspace, client)({ name: 'web', script: 'idle.js', instances: 2, exec_mode: 'fork' });
  await client.request('apps/start', { targets: ['listed'], wait: true });

  const one = await client.request('apps/delete', { targets: ['web-1'] });
  assert.match(
    sentences({ problems: [], outcomes: one.outcomes })[0] ?? '',
    /"web-1" is one instance of "web"/,
  );
  assert.equal(pids(client, 'web').length, 2);

  const { deleted, outcomes } = await client.request('apps/delete', { targets: ['all'] });
  assert.deepEqual(deleted, ['#web']);
  assert.deepEqual(outcomes.map(({ app, ok }) => [app, ok]).sort(), [
    ['#web', true],
    ['ecosystem.json#listed', true],
  ]);
  assert.deepEqual(statuses(client), { listed: 'stopped' });
  assert.deepEqual(
    client.snapshot.instances.map(({ status }) => status),
    ['stopped'],
  );
  assert.deepEqual(await workspace.survivors(), []);
});

test('an app is deleted while it waits for a restart, and while it is being restarted', async () => {
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.connect();
  const add = adder(workspace, client);
  await add({ name: 'crashing', script: 'short.js', restart_delay: '1m' }, { wait: false });
  await until(client, ({ apps }) => apps.some(({ status }) => status === 'waiting restart'));
  const { deleted } = await client.request('apps/delete', { targets: ['crashing'] });
  assert.deepEqual([deleted, client.snapshot.apps], [['#crashing'], []]);

  await add({ name: 'web', script: 'idle.js', instances: 2, exec_mode: 'fork' });
  const restarting = client.request('apps/restart', { targets: ['web'], wait: true });
  const replacing = add({ name: 'web', script: 'idle.js', instances: 2, exec_mode: 'fork', args: 'new' });
  const gone = await client.request('apps/delete', { targets: ['web'] });
  await Promise.all([restarting, replacing]);
  assert.deepEqual([gone.deleted, client.snapshot], [['#web'], { files: [], apps: [], instances: [] }]);
  assert.deepEqual(await workspace.survivors(), []);
});

test('DEV_MODE, scaling, watching and reloading work on an app without a file', async () => {
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.connect();
  const port = await freePort();
  await adder(workspace, client)({ name: 'web', script: 'server.js', instances: 2, port });
  await client.request('apps/scale', { targets: ['web'], by: 1, wait: true });
  assert.equal(instancesOf(client.snapshot, 'web').length, 3);
  const before = pids(client, 'web');
  const reloaded = await client.request('apps/reload', { targets: ['web'] });
  assert.equal(reloaded.outcomes[0]?.ok, true);
  assert.ok(!pids(client, 'web').some((pid) => before.includes(pid)));

  await client.request('apps/restart', { targets: ['web'], dev: true, wait: true });
  const [dev] = client.snapshot.apps;
  assert.deepEqual([dev?.runMode, dev?.instances, dev?.watch], ['dev', 1, true]);
  await client.request('apps/restart', { targets: ['web'], dev: false, wait: true });
  assert.deepEqual([client.snapshot.apps[0]?.runMode, client.snapshot.apps[0]?.instances], ['normal', 3]);

  await client.request('apps/watch', { targets: ['web'], on: true });
  const watched = pids(client, 'web');
  writeFileSync(join(workspace.folder, 'server.js'), `${server}\n// saved`);
  await until(
    client,
    ({ apps, instances }) =>
      apps[0]?.changedFile === 'server.js' &&
      apps[0].online === 3 &&
      !instances.some(({ pid }) => watched.includes(pid)),
  );
});

test('apps of the same name in two folders have nothing to do with each other', async () => {
  await using one = new TestWorkspace({ files });
  await using two = new TestWorkspace({ files });
  const [first, second] = await Promise.all([one.connect(), two.connect()]);
  await adder(one, first)({ name: 'web', script: 'idle.js' });
  await adder(two, second)({ name: 'web', script: 'idle.js' });
  const { deleted } = await first.request('apps/delete', { targets: ['web'] });
  assert.deepEqual(deleted, ['#web']);
  assert.deepEqual([statuses(first), statuses(second)], [{}, { web: 'online' }]);
});

test('an app whose script has gone says so, and comes back with it', async () => {
  await using workspace = new TestWorkspace({ files });
  const client = await workspace.connect();
  await adder(workspace, client)({ name: 'web', script: 'idle.js', autostart: false });
  rmSync(join(workspace.folder, 'idle.js'));
  const missing = await client.request('apps/start', { targets: ['web'], wait: true });
  const [sentence = ''] = sentences({ problems: [], outcomes: missing.outcomes });
  assert.match(sentence, /The script ".*idle\.js" does not exist/);
  workspace.write('idle.js', files['idle.js']);
  const found = await client.request('apps/start', { targets: ['web'], wait: true });
  assert.equal(found.outcomes[0]?.ok, true);
});
