import assert from 'node:assert/strict';
import { Agent, get } from 'node:http';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

/** Answers with its version and pid, after as many milliseconds as ?ms= says. */
function server(version: string): string {
  return `
require('node:http').createServer((request, response) => {
  const ms = Number(new URL(request.url, 'http://x').searchParams.get('ms') ?? 0);
  setTimeout(() => response.end('${version} ' + process.pid), ms);
}).listen(Number(process.env.LISTEN));
`;
}

interface Fixture extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly port: number;
  readonly pids: () => Promise<(number | null)[]>;
}

async function cluster(options: object = {}): Promise<Fixture> {
  const port = await freePort();
  const app = { name: 'web', script: 'server.js', instances: 3, env: { LISTEN: port }, ...options };
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'server.js': server('one') },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  const pids = async (): Promise<(number | null)[]> =>
    instancesOf((await client.request('snapshot', {})).snapshot, 'web').map(({ pid }) => pid);
  return { workspace, client, port, pids, [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose]() };
}

interface Asking extends Disposable {
  /** Ends it; the answers. */
  readonly finish: () => Promise<string[]>;
}

/** Asks all the time, on kept and new connections, slowly and fast, until it is told to end. */
function askAllTheTime(port: number): Asking {
  let isOver = false;
  const answers: string[] = [];
  const lane = async (agent: Agent, ms: number): Promise<void> => {
    while (!isOver) {
      answers.push(await ask(port, agent, ms));
      await setImmediate();
    }
    agent.destroy();
  };
  const lanes = [0, 0, 100].flatMap((ms) =>
    [true, false].map((keepAlive) => lane(new Agent({ keepAlive, maxSockets: 1 }), ms)),
  );
  const end = (): void => {
    isOver = true;
  };
  return {
    finish: async () => {
      end();
      await Promise.all(lanes);
      return answers;
    },
    [Symbol.dispose]: end,
  };
}

function ask(port: number, agent: Agent, ms: number, patienceMs = 3_000): Promise<string> {
  return new Promise((resolve) => {
    const request = get({ port, host: '127.0.0.1', path: `/?ms=${ms}`, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve(text));
      response.on('error', (error) => resolve(`failed: ${error.message}`));
    });
    request.on('error', (error) => resolve(`failed: ${error.message}`));
    request.setTimeout(patienceMs, () => request.destroy(new Error('no answer')));
  });
}

const failures = (answers: readonly string[]): string[] => answers.filter((text) => /failed/.test(text));

test('a reload replaces every instance, and no request fails', async () => {
  await using it = await cluster();
  const before = await it.pids();
  using asking = askAllTheTime(it.port);
  it.workspace.write('server.js', server('two'));
  const { outcomes } = await it.client.request('apps/reload', { targets: ['web'] });
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [true],
  );
  const after = await it.pids();
  const answers = await asking.finish();
  assert.deepEqual(failures(answers), []);
  assert.ok(answers.some((text) => text.startsWith('one ')));
  assert.ok((await ask(it.port, new Agent(), 0)).startsWith('two '));
  assert.equal(new Set([...before, ...after]).size, 6);
});

for (const [what, code] of [
  ['throws at its start', "throw new Error('no database');"],
  ['never listens', 'setInterval(() => {}, 1000);'],
  ['listens and then exits', `${server('bad')} setTimeout(() => process.exit(4), 0);`],
] as const) {
  test(`code that ${what} replaces nothing that serves`, async () => {
    await using it = await cluster({ listen_timeout: 2000, min_uptime: 300 });
    const before = await it.pids();
    using asking = askAllTheTime(it.port);
    it.workspace.write('server.js', code);
    const { outcomes } = await it.client.request('apps/reload', { targets: ['web'] });
    assert.equal(outcomes[0]?.ok, false);
    assert.deepEqual((await it.pids()).slice(1), before.slice(1));
    assert.deepEqual(failures(await asking.finish()), []);
  });
}

test('a reload takes over what the file says, and leaves it pending when that does not run', async () => {
  await using it = await cluster();
  const { workspace, client } = it;
  const file = (env: object, script = 'server.js'): string =>
    JSON.stringify({
      apps: [{ name: 'web', script, instances: 3, env: { LISTEN: it.port, ...env } }],
    });
  workspace.write('bad.js', "throw new Error('no database');");
  workspace.write('ecosystem.json', file({ MODE: 'new' }, 'bad.js'));
  await client.request('files/load', { env: workspace.env });
  const before = await it.pids();
  const failed = await client.request('apps/reload', { targets: ['web'] });
  assert.equal(failed.outcomes[0]?.ok, false);
  assert.deepEqual(await it.pids(), before);
  const { pending = [] } = (await client.request('snapshot', {})).snapshot.apps[0] ?? {};
  assert.deepEqual(
    pending.map(({ option }) => option),
    ['script', 'env MODE'],
  );

  workspace.write('ecosystem.json', file({ MODE: 'new' }));
  await client.request('files/load', { env: workspace.env });
  const done = await client.request('apps/reload', { targets: ['web'] });
  assert.equal(done.outcomes[0]?.ok, true);
  assert.equal(new Set([...before, ...(await it.pids())]).size, 6);
});

test('a request that takes long keeps no other instance from being replaced', async () => {
  await using it = await cluster({ instances: 2 });
  const release = `${it.workspace.folder}/release`;
  const held = (version: string): string => `
const { existsSync } = require('node:fs');
require('node:http').createServer((request, response) => {
  const end = () => response.end('${version} ' + process.pid);
  if (request.url === '/?ms=0') return end();
  const timer = setInterval(() => {
    if (!existsSync(${JSON.stringify(release)})) return;
    clearInterval(timer);
    end();
  }, 10);
}).listen(Number(process.env.LISTEN));
`;
  it.workspace.write('server.js', held('one'));
  await it.client.request('apps/restart', { targets: ['web'], wait: true });
  const before = await it.pids();
  // Each of the two instances gets one of them.
  const answers = [1, 1].map((ms) => ask(it.port, new Agent(), ms, 20_000));
  it.workspace.write('server.js', held('two'));
  const reloading = it.client.request('apps/reload', { targets: ['web'] });
  await until(it.client, (snapshot) =>
    instancesOf(snapshot, 'web').every(({ pid }) => pid !== null && !before.includes(pid)),
  );
  it.workspace.write('release', '');
  assert.deepEqual(failures(await Promise.all(answers)), []);
  assert.deepEqual(
    (await reloading).outcomes.map(({ ok }) => ok),
    [true],
  );
});

test('two reloads at once become one more', async () => {
  await using it = await cluster({ instances: 2 });
  const first = it.client.request('apps/reload', { targets: ['web'] });
  const second = it.client.request('apps/reload', { targets: ['web'] });
  for (const { outcomes } of await Promise.all([first, second])) assert.equal(outcomes[0]?.ok, true);
  const { snapshot } = await it.client.request('snapshot', {});
  for (const { restarts, status } of instancesOf(snapshot, 'web')) {
    assert.equal(status, 'online');
    assert.ok(restarts <= 2, String(restarts));
  }
});

test('an app that shares no port is restarted', async () => {
  await using it = await cluster({ instances: undefined });
  const before = await it.pids();
  const { outcomes } = await it.client.request('apps/reload', { targets: ['web'] });
  assert.equal(outcomes[0]?.ok, true);
  assert.notDeepEqual(await it.pids(), before);
});
