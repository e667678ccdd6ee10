import assert from 'node:assert/strict';
import { Agent, get } from 'node:http';
import { after, before, test } from 'node:test';
import { nodeBinary, nodeMajors } from '../../nodes.ts';
import type { TestLauncher } from './harness.ts';
import { freePort } from '../freePort.ts';
import { planFor, request, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => void (launchers = await testLauncher()));
after(() => launchers.dispose());

/** Clients that ask as fast as they are answered: on kept connections, on new ones, and for slow answers. */
class Load {
  requests = 0;
  readonly failures: string[] = [];
  #isOver = false;
  readonly #agents: Agent[] = [];
  readonly #clients: Promise<void>[];

  constructor(port: number) {
    const kept = Array.from({ length: 6 }, () => this.#client(port, '/', this.#keepAlive()));
    const slow = Array.from({ length: 3 }, () => this.#client(port, '/slow', this.#keepAlive()));
    const fresh = Array.from({ length: 3 }, () => this.#client(port, '/', undefined));
    this.#clients = [...kept, ...slow, ...fresh];
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#clients);
    for (const agent of this.#agents) agent.destroy();
  }

  #keepAlive(): Agent {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    this.#agents.push(agent);
    return agent;
  }

  async #client(port: number, path: string, agent: Agent | undefined): Promise<void> {
    while (!this.#isOver) {
      this.requests += 1;
      await new Promise<void>((resolve) => {
        const sent = get({ port, path, host: '127.0.0.1', agent: agent ?? false }, (response) => {
          response.resume().once('end', resolve);
        });
        sent.once('error', (error) => {
          this.failures.push(`${path}: ${error.message}`);
          resolve();
        });
      });
    }
  }
}

for (const major of nodeMajors) {
  test(`replacing every instance under load fails no request on Node ${major}`, async () => {
    const port = await freePort();
    const name = `slow-${major}`;
    const plan = planFor('slow.cjs', { interpreter: nodeBinary(major), sharing: 'cluster', spec: { name } });
    const start = (index: number) => launchers.start(plan, { index, env: { TEST_PORT: String(port) } });
    const old = [start(0), start(1)];
    for (const instance of old) await instance.event('listening');
    const load = new Load(port);
    for (const [index, instance] of old.entries()) {
      await start(index).event('listening');
      assert.ok(instance.launched.drain());
      assert.deepEqual(await instance.event('exit'), { kind: 'exit', code: 0, signal: null });
    }
    await load.end();
    assert.deepEqual(load.failures, []);
    assert.ok(load.requests > 10);
    await launchers.launcher.release(name);
  });
}

test('a drained plain instance with its own clean-up runs it', async () => {
  const port = await freePort();
  const instance = launchers.start(planFor('cleanup.cjs'), { env: { TEST_PORT: String(port) } });
  await instance.event('listening');
  assert.equal(await request(port), String(await instance.pid()));
  assert.ok(instance.launched.drain());
  await instance.event('outputEnd');
  assert.equal(instance.text('out'), 'cleaned up\n');
  assert.equal((await instance.event('exit')).code, 4);
});

test('a program without the shim cannot be drained', async () => {
  const instance = launchers.start(planFor('cat', { interpreter: null, script: 'sleep', args: ['60'] }));
  await instance.event('started');
  assert.equal(instance.launched.drain(), false);
  assert.equal(instance.launched.send('shutdown'), false);
});
