import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import type { LoadReport } from '../../../src/protocol/load.ts';
import { loadReport } from '../../../src/protocol/load.ts';
import { parse } from '../../../src/protocol/shape.ts';
import type { Drover } from '../droverIn.ts';
import { droverIn } from '../droverIn.ts';
import { freePort } from '../freePort.ts';
import { TestWorkspace, instancesOf, until } from '../testWorkspace.ts';

const server = `
  const http = require('node:http');
  http.createServer((request, response) => {
    if (request.url === '/missing') response.statusCode = 404;
    response.end(request.url);
  }).listen(process.env.PORT);
`;

/** The document that `drover load … --json` prints. */
async function measured(drover: Drover, args: readonly string[], code = 0): Promise<LoadReport> {
  const result = await drover.run(['load', ...args, '--json']);
  assert.equal(result.code, code, result.err);
  return parse(loadReport, JSON.parse(result.out));
}

/** Starts `drover load`, and returns once it measures. */
async function measuring(drover: Drover, args: readonly string[]): Promise<ReturnType<Drover['spawn']>> {
  const child = drover.spawn(['load', ...args, '--progress', '--json']);
  let told = '';
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error(told)));
    child.stderr.on('data', (text: Buffer) => {
      told += text.toString();
      if (told.includes('"measuring"')) resolve();
    });
  });
  return child;
}

async function clusterOf(instances: number, more: object = {}) {
  const port = await freePort();
  const app = { name: 'web', script: 'server.js', instances, env: { PORT: String(port) }, ...more };
  const workspace = new TestWorkspace({
    files: { 'server.js': server, 'ecosystem.json': JSON.stringify({ apps: [app] }) },
  });
  return { workspace, client: await workspace.load(), drover: droverIn(workspace) };
}

test('every request is counted in the instance that it came to, and the app has its instances back', async () => {
  const { workspace, client, drover } = await clusterOf(3);
  await using _ = workspace;
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  const first = instancesOf(client.snapshot, 'web')[0]?.pid;
  const report = await measured(drover, ['web', '-d', '1', '-c', '10', '--instances', '2,1']);
  assert.deepEqual(
    report.rows.map(({ instances }) => instances),
    [1, 2],
  );
  for (const { requests, errors, non2xx, shares, sharesOf, latency, instances } of report.rows) {
    assert.equal(sharesOf, 'requests');
    assert.equal(shares.length, instances);
    assert.ok(requests > 0 && latency !== null && latency.p50 > 0 && latency.max >= latency.p99);
    assert.deepEqual([errors, non2xx], [0, 0]);
    assert.equal(
      shares.reduce((sum, share) => sum + (share.requests ?? 0), 0),
      requests,
    );
    assert.ok(shares.every((share) => (share.requests ?? 0) > 0));
  }
  assert.deepEqual([report.before, report.isPartial, report.request.path], [3, false, '/']);
  const back = instancesOf((await client.request('snapshot', {})).snapshot, 'web');
  assert.deepEqual(
    back.map(({ status }) => status),
    ['online', 'online', 'online'],
  );
  assert.equal(back[0]?.pid, first);
  assert.deepEqual(client.snapshot.apps[0]?.pending, []);
});

test('an app that does not run is started for it, and stopped again; --keep leaves it', async () => {
  const { workspace, client, drover } = await clusterOf(2, {
    health_check: { check_type: 'http', url: 'http://127.0.0.1:{PORT}/health?full=1' },
  });
  await using _ = workspace;
  const report = await measured(drover, ['web', '-d', '1', '-c', '4', '--instances', '1']);
  assert.deepEqual([report.before, report.request.path], [0, '/health?full=1']);
  const { snapshot: after } = await client.request('snapshot', {});
  assert.equal(after.apps[0]?.wanted, false);
  assert.ok(after.instances.every(({ status }) => status === 'stopped'));
  assert.equal(after.instances.length, 2);
  const missing = await measured(drover, [
    'web',
    '-d',
    '1',
    '--instances',
    '1',
    '--path',
    '/missing',
    '--keep',
  ]);
  assert.equal(missing.rows[0]?.non2xx, missing.rows[0]?.requests);
  assert.ok(missing.warnings.some(({ code }) => code === 'load-non-2xx'));
  const { snapshot: kept } = await client.request('snapshot', {});
  assert.deepEqual(
    kept.instances.map(({ status }) => status),
    ['online'],
  );
});

for (const signal of ['SIGINT', 'SIGKILL'] as const) {
  test(`the app has its instances back after ${signal} in the middle of it`, async () => {
    const { workspace, client, drover } = await clusterOf(3);
    await using _ = workspace;
    await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
    const child = await measuring(drover, ['web', '-d', '60', '--instances', '1,2']);
    await client.request('snapshot', {});
    assert.equal(instancesOf(client.snapshot, 'web').length, 1);
    const exit = once(child, 'exit');
    child.kill(signal);
    assert.deepEqual(await exit, signal === 'SIGINT' ? [1, null] : [null, 'SIGKILL']);
    await client.request('snapshot', {});
    const isBack = (): boolean => {
      const own = instancesOf(client.snapshot, 'web');
      return own.length === 3 && own.every(({ status }) => status === 'online');
    };
    // After Ctrl+C it has been waited for.
    if (signal === 'SIGINT') assert.ok(isBack());
    await until(client, isBack);
  });
}

test('an app that dies under load is told, and runs again afterwards', async () => {
  const port = await freePort();
  const workspace = new TestWorkspace({
    files: {
      'server.js': `
        let requests = 0;
        require('node:http').createServer((request, response) => {
          requests += 1;
          if (requests > 20) process.exit(3);
          response.end();
        }).listen(${port});
      `,
      'ecosystem.json': JSON.stringify({
        apps: [{ name: 'web', script: 'server.js', instances: 2, max_restarts: 1 }],
      }),
    },
  });
  await using _ = workspace;
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  const report = await measured(droverIn(workspace), ['web', '-d', '1', '--instances', '1,2'], 1);
  assert.ok(report.isPartial);
  assert.ok(report.warnings.some(({ code }) => code === 'load-errors' || code === 'load-step'));
  await until(client, () => {
    const own = instancesOf(client.snapshot, 'web');
    return own.length === 2 && own.every(({ status }) => status === 'online');
  });
});

test('instances with a port each are asked in turn', async () => {
  const { workspace, client, drover } = await clusterOf(2, { port: 'auto:21000-21999' });
  await using _ = workspace;
  const report = await measured(drover, ['web', '-d', '1', '-c', '8', '--instances', '2']);
  const [row] = report.rows;
  assert.equal(row?.sharesOf, 'requests');
  assert.ok(row.shares.every(({ requests }) => (requests ?? 0) > 0));
  assert.equal(client.snapshot.apps[0]?.sharing, 'ports');
});

test('of programs that do not tell, the CPU time is shared, and connections that they close are no errors', async () => {
  const port = await freePort();
  const workspace = new TestWorkspace({
    files: {
      'server.py': `
import http.server, socket
class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header('Content-Length', '0')
        self.end_headers()
    def log_message(self, *args):
        pass
class Server(http.server.HTTPServer):
    def __init__(self):
        super().__init__(('127.0.0.1', ${port}), Hello, bind_and_activate=False)
        self.socket.close()
        self.socket = socket.socket(fileno=3)
Server().serve_forever()
`,
      'ecosystem.json': JSON.stringify({
        apps: [{ name: 'hello', script: 'server.py', interpreter: 'python3', instances: 2, port }],
      }),
    },
  });
  await using _ = workspace;
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['hello'], env: workspace.env, wait: true });
  const report = await measured(droverIn(workspace), ['hello', '-d', '2', '-c', '4', '--instances', '2']);
  const [row] = report.rows;
  assert.equal(client.snapshot.apps[0]?.sharing, 'socket');
  assert.deepEqual([row?.sharesOf, row?.errors], ['cpu', 0]);
  assert.ok((row?.requests ?? 0) > 0 && (row?.cpu ?? 0) > 0);
});

test('what cannot be measured is refused with the reason', async () => {
  const { workspace, client, drover } = await clusterOf(2);
  await using _ = workspace;
  workspace.write('idle.js', 'setInterval(() => undefined, 1000);');
  workspace.write('other/ecosystem.json', JSON.stringify({ apps: [{ name: 'idle', script: '../idle.js' }] }));
  await client.request('files/load', { env: workspace.env });
  await client.request('apps/start', { targets: ['web'], env: workspace.env, dev: true, wait: true });
  const dev = await drover.run(['load', 'web']);
  assert.deepEqual([dev.code, dev.out], [1, '']);
  assert.match(dev.err, /"web" is in DEV_MODE.*drover restart web --no-dev/);
  const idle = await drover.run(['load', 'idle']);
  assert.deepEqual([idle.code, idle.out], [1, '']);
  assert.match(idle.err, /"idle" listens on no port/);
  const { snapshot } = await client.request('snapshot', {});
  assert.equal(snapshot.apps.find(({ name }) => name === 'idle')?.wanted, false);
  const all = await drover.run(['load', 'all']);
  assert.deepEqual(
    [all.code, all.err],
    [2, 'One app at a time can be measured, and "all" means "web", "idle".\n'],
  );
  const elsewhere = await drover.run(['load', 'web', '--path', 'http://example.com/']);
  assert.equal(elsewhere.code, 2);
});
