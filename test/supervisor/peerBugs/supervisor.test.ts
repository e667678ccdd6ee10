import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOnPath } from '../../../src/ecosystem/findOnPath.ts';
import { droverIn } from '../droverIn.ts';
import { platform } from '../processes.ts';
import { TestWorkspace, until } from '../testWorkspace.ts';
import { waitFor } from '../waitFor.ts';
import { openApps } from './runningApps.ts';

const python = 'import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n';
const skip = findOnPath('python3', process.env) === null ? 'python3 is not installed' : false;

test(
  'a Python app does not live on beside its successor when the supervisor is killed',
  { skip },
  async () => {
    await using running = await openApps([{ name: 'python', script: 'app.py' }], { 'app.py': python });
    const app = running.app('python');
    await app.start();
    const pid = Number(await app.line(/^\d+$/));
    const supervisor = running.client.supervisor.pid;
    process.kill(supervisor, 'SIGKILL');
    await waitFor('the end of the supervisor', () => platform.startTime(supervisor) === null);
    running.client.dispose();
    const next = await running.workspace.connect();
    await until(next, ({ instances }) => instances[0]?.status === 'online');
    assert.equal(platform.startTime(pid), null);
  },
);

test("list --json is one JSON document with measured memory and without anybody's variables", async () => {
  const app = { name: 'web', script: 'report.cjs', env: { PASSWORD: 'told-to-nobody' }, wait_ready: true };
  await using running = await openApps([app]);
  const { run } = droverIn(running.workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const { code, out } = await run(['list', '--json']);
  assert.equal(code, 0);
  const [web] = JSON.parse(out) as { name: string; instances: { memory: number | null }[] }[];
  assert.equal(web?.name, 'web');
  assert.ok((web.instances[0]?.memory ?? 0) > 1_000_000);
  assert.ok(!out.includes('told-to-nobody'));
});

test('list --json of a folder where nothing runs yet is JSON too', async () => {
  await using workspace = new TestWorkspace();
  const { code, out } = await droverIn(workspace).run(['list', '--json']);
  assert.deepEqual([code, JSON.parse(out)], [0, []]);
});
