import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { droverIn } from '../droverIn.ts';
import { freePort } from '../freePort.ts';
import { instancesOf, repository, TestWorkspace, until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import type { Answer } from './proxy.ts';
import { echoed, freeRange, get, Load, runAsNobody, startProxy } from './proxy.ts';

interface Proxy {
  readonly name: 'nginx' | 'haproxy';
  readonly fileName: string;
  readonly check: (file: string) => readonly string[];
  readonly run: (file: string) => readonly string[];
}

const proxies: readonly Proxy[] = [
  {
    name: 'nginx',
    fileName: 'nginx.conf',
    check: (file) => ['-t', '-c', file],
    run: (file) => ['-c', file, '-g', 'daemon off;'],
  },
  {
    name: 'haproxy',
    fileName: 'haproxy.cfg',
    check: (file) => ['-c', '-f', file],
    run: (file) => ['-f', file],
  },
];

const example = join(repository, 'examples/pmdaemon-ports');

/** The example with ports that are free, so that tests may run beside it. */
async function exampleFiles(): Promise<Readonly<Record<string, string>>> {
  const first = await freeRange(6);
  const text = readFileSync(join(example, 'ecosystem.json'), 'utf8')
    .replace('3000-3002', `${first}-${first + 2}`)
    .replace('5100-5102', `${first + 3}-${first + 5}`);
  return {
    'ecosystem.json': text,
    'package.json': readFileSync(join(example, 'package.json'), 'utf8'),
    'server.js': readFileSync(join(example, 'server.js'), 'utf8'),
  };
}

/** A folder that everybody may read, also who has no rights. */
function openFolder(): Disposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), 'drover-proxy-'));
  chmodSync(path, 0o755);
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** What nginx leaves where it may write. */
function temporaryOf(port: number): Disposable {
  return { [Symbol.dispose]: () => rmSync(`/tmp/nginx-${port}`, { recursive: true, force: true }) };
}

for (const proxy of proxies) {
  test(`${proxy.name} spreads requests over all instances, and the end of one costs none`, async (t) => {
    await using workspace = new TestWorkspace({ files: await exampleFiles() });
    using folder = openFolder();
    const { run } = droverIn(workspace);
    const started = await run(['start', '--wait']);
    assert.equal(started.code, 0, started.err);
    // The second app is a port behind the first.
    const port = await freeRange(2);
    using _temporary = temporaryOf(port);
    const args = ['export', proxy.name, '--listen', `127.0.0.1:${port}`, '--output', folder.path];
    const exported = await run(args);
    assert.equal(exported.code, 0, exported.err);

    const file = join(folder.path, proxy.fileName);
    const checked = await runAsNobody(proxy.name, proxy.check(file));
    assert.equal(checked.code, 0, checked.said);
    await using _running = await startProxy(proxy.name, proxy.run(file), port);

    for (const [index, app] of ['api-cluster', 'health-checked-cluster'].entries()) {
      const answers = await askMany(port + index, 60);
      assert.deepEqual(countsOf(answers).length, 3, `${app}: ${JSON.stringify(countsOf(answers))}`);
      t.diagnostic(`${app}: ${JSON.stringify(countsOf(answers))} of ${answers.length}`);
      assert.ok(countsOf(answers).every(([, count]) => count >= 10));
    }

    const client = await workspace.connect();
    const before = instancesOf(client.snapshot, 'api-cluster');
    const [victim] = before;
    assert.ok(victim?.pid !== null && victim !== undefined);
    const { pid } = victim;
    const load = new Load(port, 12);
    await waitFor('answers from all', () => countsOf(load.answers).length === 3 && load.answers.length > 100);
    const { inFlight } = load;
    process.kill(pid, 'SIGKILL');
    const after = await until(client, (snapshot) =>
      instancesOf(snapshot, 'api-cluster').every((one) => one.pid !== pid && one.status === 'online'),
    );
    const next = instancesOf(after, 'api-cluster').find(({ id }) => id === victim.id)?.pid;
    await waitFor('the new instance to be asked', () => load.answers.some((answer) => answer.pid === next));
    await load.end();
    t.diagnostic(
      `${load.answers.length} requests, ${inFlight} in flight at the kill, ${load.failures.length} failed`,
    );
    assert.deepEqual(load.failures, []);
  });
}

const sharing = `require('node:http').createServer((request, response) => setTimeout(() =>
  response.end(JSON.stringify({ pid: process.pid, instance: Number(process.env.NODE_APP_INSTANCE) })), 5))
  .on('upgrade', (request, socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: echo\\r\\nConnection: Upgrade\\r\\n\\r\\n');
    socket.pipe(socket);
  })
  .listen(process.env.PORT);`;

test('a shared port that nginx asks loses no request when its instances end one after the other, and upgrades', async (t) => {
  const shared = await freePort();
  const app = { name: 'web', script: 'server.js', instances: 3, port: shared };
  await using workspace = new TestWorkspace({
    files: { 'server.js': sharing, 'ecosystem.json': JSON.stringify({ apps: [app] }) },
  });
  using folder = openFolder();
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const port = await freePort();
  using _temporary = temporaryOf(port);
  const exported = await run(['export', 'nginx', '--listen', `127.0.0.1:${port}`, '--output', folder.path]);
  assert.match(exported.err, /^web: Its 3 instances share port/m);
  await using _running = await startProxy(
    'nginx',
    ['-c', join(folder.path, 'nginx.conf'), '-g', 'daemon off;'],
    port,
  );
  assert.equal(await echoed(port, 'hello'), 'hello');
  const client = await workspace.connect();
  const load = new Load(port, 12);
  await waitFor('answers from all', () => countsOf(load.answers).length === 3 && load.answers.length > 100);
  const ends = [0, 1, 2];
  for (const index of ends) {
    const { pid } = instancesOf(client.snapshot, 'web')[index] ?? {};
    assert.ok(typeof pid === 'number');
    process.kill(pid, 'SIGKILL');
    const seen = load.answers.length;
    await waitFor('more answers', () => load.answers.length > seen + 100);
    await until(client, (snapshot) =>
      instancesOf(snapshot, 'web').every((one) => one.pid !== pid && one.status === 'online'),
    );
  }
  await load.end();
  t.diagnostic(`${load.answers.length} requests, ${ends.length} ends, ${load.failures.length} failed`);
  assert.deepEqual(load.failures, []);
});

async function askMany(port: number, count: number): Promise<readonly Answer[]> {
  const agent = new Agent();
  const answers: Answer[] = [];
  for (let index = 0; index < count; index++) answers.push(await get(agent, port));
  return answers;
}

function countsOf(answers: readonly Answer[]): readonly (readonly [number, number])[] {
  const counts = new Map<number, number>();
  for (const { instance } of answers) counts.set(instance, (counts.get(instance) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}
