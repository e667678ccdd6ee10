import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { LogFollow } from '../../../../src/cli/web/live/logFollow.ts';
import { SupervisorLink } from '../../../../src/cli/web/supervisorLink.ts';
import { UsageWatch } from '../../../../src/cli/web/usageWatch.ts';
import { ClientError } from '../../../../src/client/clientError.ts';
import type { SupervisorClient } from '../../../../src/client/supervisorClient.ts';
import { app, fakeWorld, instance, supervisorWith, webSnapshot } from '../fakeWorld.ts';

interface Asked {
  readonly method: string;
  readonly params: unknown;
}

/** A link to a supervisor that has the app `web` with two instances, and what that one is asked. */
async function linked(t: TestContext) {
  const asked: Asked[] = [];
  let answered: () => void = () => undefined;
  const note = (method: string, params: unknown): void => {
    asked.push({ method, params });
    answered();
  };
  const snapshot = webSnapshot();
  const fake = supervisorWith(snapshot, {
    'metrics/watch': (params) => {
      note('metrics/watch', params);
      return {};
    },
    'logs/subscribe': (params) => {
      note('logs/subscribe', params);
      return {
        batches: params.instances.map((id) => ({
          instance: id,
          lines: [{ at: 1, stream: 'out', text: 'old' }],
        })),
      };
    },
    'logs/unsubscribe': (params) => {
      note('logs/unsubscribe', params);
      return {};
    },
  });
  const world = await fakeWorld(t, { fake });
  const link = new SupervisorLink({
    folder: world.cwd,
    join: () => world.join(world.cwd),
    start: () => world.start(''),
  });
  t.after(() => link.dispose());
  /** The next request of these kinds. */
  const next = async (): Promise<Asked> => {
    while (asked.length === 0) await new Promise<void>((resolve) => (answered = resolve));
    return asked.shift() ?? assert.fail();
  };
  return { link, fake, next, snapshot };
}

test('a supervisor that cannot be joined is told with the reason', async () => {
  const link = new SupervisorLink({
    folder: '/shop',
    join: () => Promise.reject(new ClientError('protocol-mismatch', { protocol: '1', pid: '7' })),
    start: () => assert.fail('not to be started'),
  });
  await assert.rejects(link.require(), { name: 'no_supervisor', message: /of another version of Drover/ });
  link.dispose();
});

test('everybody who asks while it is joined gets the same client', async (t) => {
  const { link } = await linked(t);
  let connects = 0;
  link.onDidConnect(() => (connects += 1));
  const clients: SupervisorClient[] = await Promise.all([link.require(), link.ensure(), link.require()]);
  assert.equal(new Set(clients).size, 1);
  assert.equal(connects, 1);
});

test('a connection that breaks off is told once, and the next one is found', async (t) => {
  const { link, fake } = await linked(t);
  await link.open();
  const lost = new Promise<void>((resolve) => link.onDidLose(resolve));
  const found = new Promise<void>((resolve) => link.onDidConnect(() => resolve()));
  fake.breakOff();
  await lost;
  await found;
  assert.ok(link.client !== undefined);
});

test('metrics are measured while somebody holds them, and no longer', async (t) => {
  const { link, next } = await linked(t);
  const usage = new UsageWatch(link);
  const early = usage.hold();
  await link.require();
  assert.deepEqual(await next(), { method: 'metrics/watch', params: { on: true } });
  const second = usage.hold();
  early.dispose();
  early.dispose();
  second.dispose();
  assert.deepEqual(await next(), { method: 'metrics/watch', params: { on: false } });
  usage.dispose();
});

test('logs are followed by name: from their last lines on, as instances come, and until the client has gone', async (t) => {
  const { link, fake, next, snapshot } = await linked(t);
  await link.require();
  const texts: string[] = [];
  let taken: () => void = () => undefined;
  const follow = new LogFollow(link, { names: ['web', 'nobody'], tail: 7 }, (batches) => {
    for (const { instance: id, lines } of batches) texts.push(...lines.map(({ text }) => `${id} ${text}`));
    taken();
  });
  const [first, second] = snapshot.instances.map(({ id }) => id);
  assert.deepEqual((await next()).params, { instances: [first, second], tail: 7, most: 1000 });
  await new Promise<void>((resolve) => (taken = resolve));
  const third = instance(app('web'), 2);
  fake.notify('changed', { seq: 1, changes: [{ kind: 'instance', instance: third }] });
  assert.deepEqual((await next()).params, { instances: [third.id], tail: 5000, most: 1000 });
  await new Promise<void>((resolve) => (taken = resolve));
  fake.notify('logs', {
    batches: [
      { instance: 'other', lines: [{ at: 2, stream: 'out', text: 'not asked for' }], dropped: 0 },
      { instance: third.id, lines: [{ at: 2, stream: 'out', text: 'new' }], dropped: 0 },
    ],
  });
  await new Promise<void>((resolve) => (taken = resolve));
  assert.deepEqual(texts, [`${first} old`, `${second} old`, `${third.id} old`, `${third.id} new`]);
  follow.dispose();
  assert.deepEqual((await next()).params, { instances: [first, second, third.id] });
});
