import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Drover } from './droverIn.ts';
import { droverIn } from './droverIn.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, fetchMany, until } from './testWorkspace.ts';

const server = `
require('node:http')
  .createServer((request, response) => response.end(String(process.pid)))
  .listen(Number(process.env.PORT));
`;

const python = `
import sys, http.server
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(' '.join(sys.argv[1:]).encode())
http.server.HTTPServer(('127.0.0.1', int(sys.argv[2])), Handler).serve_forever()
`;

const files = {
  'server.js': server,
  'app.py': python,
  'package.json': JSON.stringify({ name: 'site', scripts: { dev: 'node server.js' } }),
};

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly sharing: string;
  readonly script: string;
  readonly port: string | null;
  readonly runMode: string;
  readonly instances: readonly { name: string; status: string; pid: number | null; port: number | null }[];
}

async function listed({ run }: Drover): Promise<Listed[]> {
  return JSON.parse((await run(['list', '--json'])).out) as Listed[];
}

test('four instances of a script share its port, and the same command again changes nothing', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  const port = await freePort();
  const line = ['start', 'server.js', '-i', '4', '--name', 'web-app', '--port', String(port), '--wait'];
  const started = await drover.run(line);
  assert.deepEqual([started.code, started.err], [0, '']);
  assert.match(started.out, /^web-app-3 +online/m);
  const [app] = await listed(drover);
  assert.deepEqual([app?.id, app?.sharing, app?.instances.length], ['#web-app', 'cluster', 4]);
  const pids = app?.instances.map(({ pid }) => pid).sort() ?? [];
  assert.deepEqual([...new Set(await fetchMany(port, 12))].map(Number).sort(), pids);

  const again = await drover.run(line);
  assert.deepEqual([again.code, again.out.split('\n')[0]], [0, 'There is nothing to start or to change.']);
  const more = await drover.run([...line, '-i', '5']);
  assert.match(more.out, /^web-app: instances 4 -> 5$/m);
  const after = (await listed(drover))[0]?.instances.map(({ pid }) => pid) ?? [];
  assert.deepEqual([after.length, after.slice(0, 4).sort()], [5, pids]);

  // By its name it is started like any other.
  await drover.run(['stop', 'web-app']);
  assert.equal((await drover.run(['start', 'web-app', '--wait'])).code, 0);
  assert.equal((await listed(drover))[0]?.instances.length, 5);
});

test('a command line is split, its script clusters, and flags of PMDaemon set its options', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  const port = await freePort();
  const options = ['--name', 'web-app', '--instances', '2', '--max-memory', '256M', '-e', `PORT=${port}`];
  const { code, err } = await drover.run(['start', 'node server.js', ...options, '--wait']);
  assert.deepEqual([code, err], [0, '']);
  const [app] = await listed(drover);
  assert.deepEqual(
    [app?.sharing, app?.script],
    ['cluster', join(realpathSync(workspace.folder), 'server.js')],
  );
  assert.equal((await fetchMany(port, 1)).length, 1);
  const client = await workspace.connect();
  const { options: described } = await client.request('apps/describe', { app: '#web-app' });
  assert.equal(described.find(({ option }) => option === 'max_memory_restart')?.value, '256 MB');
});

test('a range of ports gives each instance its own', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  const line = ['start', 'server.js', '-n', 'web', '-i', '2', '-p', 'auto:42000-42900', '--wait'];
  assert.equal((await drover.run(line)).code, 0);
  const ports = (await listed(drover))[0]?.instances.map((one) => one.port ?? 0) ?? [];
  assert.equal(new Set(ports).size, 2);
  for (const port of ports) assert.equal((await fetchMany(port, 1)).length, 1);
});

test('an interpreter, and what follows --, reach a Python script', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  const port = await freePort();
  const args = ['--', '--port', String(port), '--name', 'its own'];
  const { code, err } = await drover.run(['start', 'app.py', '--interpreter', 'python3', '--wait', ...args]);
  assert.deepEqual([code, err], [0, '']);
  const [app] = await listed(drover);
  assert.equal(app?.name, 'app');
  await until(await workspace.connect(), ({ instances }) => instances[0]?.port === port);
  assert.deepEqual(await fetchMany(port, 1), [`--port ${port} --name its own`]);
});

test('a program without extension is run by itself', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  copyFileSync('/bin/sleep', join(workspace.folder, 'napping'));
  chmodSync(join(workspace.folder, 'napping'), 0o755);
  const { code, err } = await drover.run(['start', './napping', '--wait', '--', '1000']);
  assert.deepEqual([code, err], [0, '']);
  const [app] = await listed(drover);
  assert.deepEqual([app?.name, app?.status, app?.sharing], ['napping', 'online', 'none']);
});

test('npm runs as one instance, and several are refused with the fix', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  const env = ['-e', `PORT=${await freePort()}`];
  const refused = await drover.run(['start', 'npm', '-i', '2', '--', 'run', 'dev']);
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /"npm run dev" cannot be clustered, .* Point "script" at the JavaScript entry file/,
  );
  assert.deepEqual(await listed(drover), []);
  const one = await drover.run(['start', 'npm', '--name', 'site', ...env, '--wait', '--', 'run', 'dev']);
  assert.deepEqual([one.code, one.err], [0, '']);
  const [app] = await listed(drover);
  assert.deepEqual([app?.name, app?.status], ['site', 'online']);
});

test('two scripts, DEV_MODE, and an app that is only added', async () => {
  await using workspace = new TestWorkspace({
    files: { ...files, 'other.js': 'setInterval(() => {}, 1000);' },
  });
  const drover = droverIn(workspace);
  const both = await drover.run(['start', 'server.js', 'other.js', '-p', '0', '--dev']);
  assert.deepEqual([both.code, both.err], [0, '']);
  assert.deepEqual(
    (await listed(drover)).map(({ name, runMode }) => [name, runMode]),
    [
      ['server', 'dev'],
      ['other', 'dev'],
    ],
  );
  const added = await drover.run(['start', 'other.js', '--name', 'later', '--no-autostart']);
  assert.equal(added.code, 0, added.err);
  assert.match(added.out, /^later is added\. "drover start later" starts it\.$/m);
  assert.equal((await listed(drover)).find(({ name }) => name === 'later')?.status, 'stopped');
});

test('without a supervisor, one is started for this folder, also for a script below it', async () => {
  await using workspace = new TestWorkspace({ files: { 'services/api/server.js': server } });
  const drover = droverIn(workspace);
  const { code } = await drover.run(['start', 'services/api/server.js', '-p', '0', '--wait']);
  assert.equal(code, 0);
  const client = await workspace.connect();
  assert.deepEqual(
    client.snapshot.apps.map(({ id }) => id),
    ['#server'],
  );
});

test('a script elsewhere belongs to its own folder, where nothing is found upwards from here', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  const elsewhere = realpathSync(mkdtempSync(join(tmpdir(), 'drover-elsewhere-')));
  try {
    const script = join(workspace.folder, 'server.js');
    const { code, out } = await drover.run(['start', script, '-p', '0', '--wait'], elsewhere);
    assert.equal(code, 0);
    const folder = realpathSync(workspace.folder);
    assert.match(out, new RegExp(`^It belongs to ${folder}: run other commands there\\.$`, 'm'));
    const client = await workspace.connect();
    assert.deepEqual(
      client.snapshot.apps.map(({ id, cwd }) => [id, cwd]),
      [['#server', elsewhere]],
    );
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test('beside an ecosystem file, a script is its own app, and what the file has is not taken twice', async () => {
  const apps = [{ name: 'web', script: 'server.js', env: { PORT: '0' } }];
  await using workspace = new TestWorkspace({
    files: { ...files, 'ecosystem.json': JSON.stringify({ apps }) },
  });
  const drover = droverIn(workspace);
  const taken = await drover.run(['start', 'server.js', '--name', 'web']);
  assert.equal(taken.code, 1);
  assert.match(taken.err, /An app named "web" is in .*ecosystem\.json already/);
  const belongs = await drover.run(['start', 'web', '-i', '4']);
  assert.equal(belongs.code, 2);
  assert.match(belongs.err, /write "instances" into ecosystem\.json, and "drover start web" applies it\./);
  assert.equal((await drover.run(['ping'])).code, 1, 'a supervisor was left behind');

  assert.equal((await drover.run(['start', 'server.js', '-p', '0'])).code, 0);
  assert.equal((await drover.run(['start', '--wait'])).code, 0);
  const gone = await drover.run(['delete', 'all']);
  assert.deepEqual(
    [gone.code, gone.out.trim().split('\n').sort()],
    [0, ['server is deleted.', 'web is stopped. It stays in the list, because ecosystem.json has it.']],
  );
  assert.deepEqual(
    (await listed(drover)).map(({ name, status }) => [name, status]),
    [['web', 'stopped']],
  );
  assert.equal((await drover.run(['delete', 'server'])).code, 1);
});

test('what is started survives the end of its supervisor as a stopped app', async () => {
  await using workspace = new TestWorkspace({ files });
  const drover = droverIn(workspace);
  await drover.run(['start', 'server.js', '-i', '2', '-p', '0', '--wait']);
  await drover.run(['kill']);
  // Nothing else is in this folder, so it is what is meant.
  const { code, out } = await drover.run(['start', '--wait']);
  assert.equal(code, 0);
  assert.match(out, /^server-1 +online/m);
});

test('paths with blanks are one word', async () => {
  await using workspace = new TestWorkspace({ files: { 'my apps/my server.js': server } });
  const drover = droverIn(workspace);
  const { code, err } = await drover.run(['start', 'my apps/my server.js', '-p', '0', '--wait']);
  assert.deepEqual([code, err], [0, '']);
  assert.deepEqual((await listed(drover))[0]?.name, 'my server');
});

test('an instance that is named starts alone, as often as it is started, and what is stopped beside it stays so', async () => {
  const apps = [{ name: 'web', script: 'idle.js', instances: 3, exec_mode: 'fork' }];
  await using workspace = new TestWorkspace({
    files: { 'idle.js': 'setInterval(() => {}, 60_000);', 'ecosystem.json': JSON.stringify({ apps }) },
  });
  const drover = droverIn(workspace);
  await drover.run(['start', '--wait']);
  await drover.run(['stop', 'web']);
  const running = async (): Promise<readonly boolean[] | undefined> =>
    (await listed(drover))[0]?.instances.map(({ pid }) => pid !== null);
  assert.equal((await drover.run(['start', 'web-1', '--wait'])).code, 0);
  assert.deepEqual(await running(), [false, true, false]);
  const again = await drover.run(['start', 'web-1', 'web-2', '--wait']);
  assert.deepEqual([again.code, again.err], [0, '']);
  assert.deepEqual(await running(), [false, true, true]);
  await drover.run(['start', 'web', '--wait']);
  assert.deepEqual(await running(), [true, true, true]);
});
