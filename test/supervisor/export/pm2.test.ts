import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { installPeers } from '../../../scripts/install/peers.ts';
import { droverIn } from '../droverIn.ts';
import { repository, TestWorkspace } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import { freeRange } from './proxy.ts';

const pm2 = join(repository, '.cache/peers/node_modules/pm2/bin/pm2');

await installPeers();
const missing = existsSync(pm2) ? false : 'PM2 could not be installed';

/** PM2 with a daemon of its own, which ends with it. */
class Pm2 implements AsyncDisposable {
  // Its socket lies there, whose path must be short.
  readonly home = mkdtempSync(join(tmpdir(), 'pm2-'));
  readonly #cwd: string;

  constructor(cwd: string) {
    this.#cwd = cwd;
  }

  async run(...args: readonly string[]): Promise<string> {
    const env = { ...process.env, PM2_HOME: this.home, HOME: this.home, PM2_DISABLE_VERSION_CHECK: 'true' };
    const options = { env, cwd: this.#cwd, maxBuffer: 2 ** 24, timeout: 60_000 };
    return (await promisify(execFile)(process.execPath, [pm2, ...args], options)).stdout;
  }

  async apps(): Promise<readonly Running[]> {
    const text = await this.run('jlist');
    const list = JSON.parse(text.slice(text.indexOf('['))) as readonly Listed[];
    return list.map(({ name, pm2_env: record }) => ({
      name,
      status: record.status,
      port: record.env.PORT === undefined ? null : Number(record.env.PORT),
      greeting: record.env.GREETING ?? null,
    }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.run('kill');
    rmSync(this.home, { recursive: true, force: true });
  }
}

interface Listed {
  readonly name: string;
  readonly pm2_env: {
    readonly status: string;
    readonly env: { readonly PORT?: string | number; readonly GREETING?: string };
  };
}

interface Running {
  readonly name: string;
  readonly status: string;
  readonly port: number | null;
  readonly greeting: string | null;
}

interface DroverApp {
  readonly name: string;
  readonly instances: readonly { readonly status: string; readonly port: number | null }[];
}

const server = `require('node:http').createServer((request, response) =>
  response.end(JSON.stringify([process.env.GREETING ?? null, process.env.PORT]))).listen(process.env.PORT);`;

function countsOf(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

test(
  'what is exported runs under PM2, and what PM2 saves is imported as the same apps',
  { skip: missing },
  async (t) => {
    const first = await freeRange(4);
    const ecosystem = `apps:
  - name: web
    script: server.js
    instances: 2
    port: ${first}
    env: { GREETING: hello, SHOP_TOKEN: abc }
    max_memory_restart: 300M
  - name: api
    script: node
    args: [server.js]
    instances: 2
    port: "${first + 1}-${first + 2}"
    env_file: api.env
    health_check: { check_type: http, url: "http://localhost:{PORT}/" }
    depends_on: [web]
  - name: worker
    script: worker.py
    env_production: { GREETING: production }
    kill_timeout: 2s
  - name: idle
    script: sleep 1000
`;
    await using workspace = new TestWorkspace({
      files: {
        'ecosystem.yaml': ecosystem,
        'server.js': server,
        'api.env': 'GREETING=from a file\n',
        'worker.py': 'import time\ntime.sleep(1000)\n',
      },
    });
    const { run } = droverIn(workspace);
    const expected = { api: 2, idle: 1, web: 2, worker: 1 };
    await using peer = new Pm2(workspace.folder);

    const exported = await run(['export', 'pm2', 'ecosystem.yaml', '--output', '.']);
    assert.equal(exported.code, 0, exported.err);
    assert.match(exported.err, /^api: "health_check" is left out/m);
    assert.match(exported.err, /^api: "depends_on" is left out/m);
    await peer.run('start', 'ecosystem.config.js');
    const running = await waitFor('all to be online', async () => {
      const apps = await peer.apps();
      return apps.every(({ status }) => status === 'online') && apps;
    });
    assert.deepEqual(countsOf(running.map(({ name }) => name)), expected);
    const portsOf = (app: string) => running.filter(({ name }) => name === app).map(({ port }) => port);
    assert.deepEqual(portsOf('web'), [first, first]);
    assert.deepEqual(portsOf('api').sort(), [first + 1, first + 2]);
    t.diagnostic(running.map(({ name, status, port }) => `${name} ${status} ${port ?? '-'}`).join(', '));
    for (const port of [first, first + 1, first + 2]) {
      const greeting = port === first ? 'hello' : 'from a file';
      assert.deepEqual(await answerOf(port), [greeting, String(port)]);
    }

    await peer.run('save');
    await peer.run('delete', 'all');
    rmSync(join(workspace.folder, 'ecosystem.yaml'));
    rmSync(join(workspace.folder, 'ecosystem.config.js'));
    const dump = join(peer.home, 'dump.pm2');
    for (const ending of ['js', 'yaml', 'toml', 'json']) {
      const file = `ecosystem.config.${ending}`;
      const imported = await run(['import', dump, '--output', file]);
      assert.equal(imported.code, 0, imported.err);
      assert.match(imported.err, /^web: SHOP_TOKEN of its "env" may be secret/m);
      const again = await run(['import', dump, '--output', file]);
      assert.match(again.err, /exists already/);
      assert.equal(again.code, 1);
      const checked = await run(['check', file]);
      assert.match(checked.out, /^0 errors and 0 warnings/m, checked.out);
      if (ending !== 'json') rmSync(join(workspace.folder, file));
    }
    const started = await run(['start', '--wait']);
    assert.equal(started.code, 0, started.err + started.out);
    const apps = JSON.parse((await run(['list', '--json'])).out) as readonly DroverApp[];
    assert.deepEqual(countsOf(apps.flatMap(({ name, instances }) => instances.map(() => name))), expected);
    assert.ok(apps.every(({ instances }) => instances.every(({ status }) => status === 'online')));
    for (const port of [first, first + 1, first + 2]) {
      const greeting = port === first ? 'hello' : 'from a file';
      assert.deepEqual(await answerOf(port), [greeting, String(port)]);
    }
  },
);

async function answerOf(port: number): Promise<unknown> {
  return waitFor(`an answer at ${port}`, async () =>
    fetch(`http://127.0.0.1:${port}/`, { headers: { connection: 'close' } }).then(
      (response) => response.json(),
      () => false,
    ),
  );
}
