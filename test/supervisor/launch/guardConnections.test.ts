import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { planFor, request, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

for (const major of nodeMajors) {
  test(`connections given to an instance that dies go to another on Node ${major}`, async () => {
    const port = await freePort();
    const name = `dying-${major}`;
    const plan = planFor('slow.cjs', { interpreter: nodeBinary(major), sharing: 'cluster', spec: { name } });
    const start = (index: number) => launchers.start(plan, { index, env: { TEST_PORT: String(port) } });
    const [living, dying] = [start(0), start(1)];
    for (const instance of [living, dying]) await instance.event('listening');
    // Stopped, it takes nothing: one connection is on its way to it, and the next ones wait for it or go elsewhere.
    createPlatform().signal(await dying.pid(), 'SIGSTOP');
    const asked = Array.from({ length: 6 }, () => request(port));
    // One that another has answered says that round-robin has passed the stopped one.
    await Promise.race(asked);
    dying.kill('SIGKILL');
    const pid = String(await living.pid());
    assert.deepEqual(
      await Promise.all(asked),
      Array.from({ length: 6 }, () => pid),
    );
    await launchers.launcher.release(name);
  });
}

test('an instance on probation takes nothing while another can', async () => {
  const port = await freePort();
  const plan = planFor('slow.cjs', { sharing: 'cluster', spec: { name: 'probation' } });
  const env = { TEST_PORT: String(port) };
  const proven = launchers.start(plan, { env });
  await proven.event('listening');
  const successor = launchers.start(plan, { env, index: 1, probationMs: 60_000 });
  await successor.event('listening');
  const answers = await Promise.all(Array.from({ length: 12 }, () => request(port)));
  assert.deepEqual(new Set(answers), new Set([String(await proven.pid())]));
  await launchers.launcher.release('probation');
});

test('when its probation is over it takes its share', async () => {
  const port = await freePort();
  const plan = planFor('slow.cjs', { sharing: 'cluster', spec: { name: 'proven' } });
  const env = { TEST_PORT: String(port) };
  const only = launchers.start(plan, { env, probationMs: 1 });
  await only.event('listening');
  assert.equal(await request(port), String(await only.pid()));
  await launchers.launcher.release('proven');
});

test('a client whose instance dies and has no other is let go', async () => {
  const port = await freePort();
  const plan = planFor('slow.cjs', { sharing: 'cluster', spec: { name: 'alone' } });
  const alone = launchers.start(plan, { env: { TEST_PORT: String(port) } });
  await alone.event('listening');
  createPlatform().signal(await alone.pid(), 'SIGSTOP');
  const asked = request(port);
  const refused = assert.rejects(asked, /socket hang up|ECONNRESET|ECONNREFUSED/);
  alone.kill('SIGKILL');
  await refused;
  await launchers.launcher.release('alone');
});
