import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uvicornPath } from '../../../scripts/install/systemTools.ts';
import { freePort } from '../freePort.ts';
import { instancesOf, until } from '../testWorkspace.ts';
import { asgiFolder, ask, assertAllAnswer, fixtures, startShared } from './sharedApp.ts';

const skip = uvicornPath() === undefined ? 'uvicorn is not installed' : false;
const linuxOnly = process.platform === 'linux' ? false : 'only Linux tells who has accepted a connection';

test(
  'instances whose health check goes to the shared port are replaced by their successors',
  { skip: skip || linuxOnly },
  async () => {
    const app = {
      script: `uvicorn answering:asgi --app-dir ${fixtures}`,
      health_check: { check_type: 'http', url: 'http://127.0.0.1:{PORT}/', timeout: '2s', interval: '1s' },
      listen_timeout: 30_000,
    };
    await using shared = await startShared(app);
    const { client, workspace, pids } = shared;
    await assertAllAnswer(shared);
    const healthy = pids();
    const first = await client.request('apps/reload', { targets: ['web'], env: workspace.env });
    assert.deepEqual(
      first.outcomes.map(({ ok }) => ok),
      [true],
    );
    const reloaded = pids();
    assert.ok(reloaded.every((pid) => !healthy.includes(pid)));
  },
);

test('a program that listens by itself is told what to do', async () => {
  const script = 'python3 -m http.server {PORT} --bind 127.0.0.1';
  await using shared = await startShared({ script, max_restarts: 1 });
  const { instances } = await until(shared.client, (snapshot) =>
    instancesOf(snapshot, 'web').every(({ problem }) => problem?.code === 'socket-ignored'),
  );
  for (const { problem } of instances) assert.equal(problem?.data['shared'], String(shared.port));
});

test('another port in the file leaves nothing at the old one', { skip }, async () => {
  const script = `uvicorn asgi:app --app-dir ${asgiFolder}`;
  await using shared = await startShared({ script });
  const { client, workspace, port } = shared;
  const another = await freePort();
  const next = { name: 'web', instances: 3, port: another, kill_signal: 'SIGTERM', script };
  workspace.write('ecosystem.json', JSON.stringify({ apps: [next] }));
  await client.request('files/load', { env: workspace.env });
  await client.request('apps/restart', { targets: ['web'], env: workspace.env, wait: true });
  assert.match(await ask(another), /^\d+$/);
  assert.equal(await ask(port), 'ECONNREFUSED');
});

test('localhost and every address', { skip }, async () => {
  for (const host of ['localhost', '::', '0.0.0.0']) {
    const script = `uvicorn answering:asgi --app-dir ${fixtures} --host ${host}`;
    await using shared = await startShared({ script });
    await assertAllAnswer(shared);
    if (host === '::') assert.match(await ask(shared.port, '::1'), /^\d+$/);
  }
});
