import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Emitter } from '../../../src/client/emitter.ts';
import type { SessionDependencies, SessionState } from '../../../src/client/session.ts';
import { SupervisorSession } from '../../../src/client/session.ts';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import { noSnapshot } from './fakeSupervisor.ts';

interface FakeClient extends SupervisorClient {
  disposed: boolean;
  drop: () => void;
}

function fakeClient(): FakeClient {
  const closed = new Emitter<[]>();
  return {
    supervisor: { pid: 1, generation: 1, version: '0', folder: '/', startedAt: 0 },
    snapshot: noSnapshot,
    request: () => Promise.reject(new Error('not in this test')),
    onDidChange: new Emitter<never>().on,
    onLogs: new Emitter<never>().on,
    onTimeline: new Emitter<never>().on,
    onMetrics: new Emitter<never>().on,
    onNotice: new Emitter<never>().on,
    onDidClose: closed.on,
    disposed: false,
    drop: () => closed.fire(),
    dispose() {
      this.disposed = true;
    },
  };
}

/** A session whose world the test writes down, and the states it went through. */
function session(overrides: Partial<SessionDependencies>) {
  const waits: number[] = [];
  const made = new SupervisorSession({
    join: () => Promise.resolve(null),
    start: () => Promise.resolve(fakeClient()),
    crashed: () => Promise.resolve(true),
    delay: (ms) => {
      waits.push(ms);
      return Promise.resolve();
    },
    now: () => 0,
    ...overrides,
  });
  const states: string[] = [];
  made.onDidChangeState((state) => states.push(state.kind));
  const reaches = (kind: SessionState['kind']) =>
    new Promise<void>((resolve) => {
      made.onDidChangeState((state) => {
        if (state.kind === kind) resolve();
      });
    });
  return { made, states, waits, reaches };
}

test('nothing is started until somebody needs it', async () => {
  const { made, states } = session({ start: () => assert.fail('started') });
  assert.equal(await made.join(), undefined);
  assert.equal(made.state, 'idle');
  assert.deepEqual(states, []);
});

test('a live supervisor is joined', async () => {
  const client = fakeClient();
  const { made } = session({ join: () => Promise.resolve(client) });
  assert.equal(await made.join(), client);
  assert.equal(made.client, client);
});

test('everybody who needs a supervisor at the same time gets the same one', async () => {
  let starts = 0;
  const { made, states } = session({
    start: () => {
      starts += 1;
      return Promise.resolve(fakeClient());
    },
  });
  const [one, two] = await Promise.all([made.ensure(), made.ensure()]);
  assert.equal(one, two);
  assert.equal(starts, 1);
  assert.deepEqual(states, ['connecting', 'connected']);
});

test('a supervisor that ended in order is not started again', async () => {
  const client = fakeClient();
  const { made, states, reaches } = session({
    start: () => Promise.resolve(client),
    crashed: () => Promise.resolve(false),
  });
  await made.ensure();
  const idle = reaches('idle');
  client.drop();
  await idle;
  assert.equal(made.client, undefined);
  assert.deepEqual(states, ['connecting', 'connected', 'connecting', 'idle']);
});

test('a crashed supervisor is started again after a pause', async () => {
  const clients = [fakeClient(), fakeClient()];
  const { made, waits, reaches } = session({ start: () => Promise.resolve(clients.shift() ?? fakeClient()) });
  const first = clients[0];
  const second = clients[1];
  await made.ensure();
  const again = reaches('connected');
  first?.drop();
  await again;
  assert.equal(made.client, second);
  assert.deepEqual(waits, [1000]);
});

test('a dropped connection to a live supervisor is taken up again', async () => {
  const client = fakeClient();
  let joins = 0;
  const next = fakeClient();
  const { made, waits, reaches } = session({
    start: () => Promise.resolve(client),
    join: () => {
      joins += 1;
      return Promise.resolve(next);
    },
  });
  await made.ensure();
  const again = reaches('connected');
  client.drop();
  await again;
  assert.equal(made.client, next);
  assert.equal(joins, 1);
  assert.deepEqual(waits, []);
});

test('after three starts in a row it is lost, and asking again tries again', async () => {
  let works = true;
  const client = fakeClient();
  const { made, waits, reaches } = session({
    start: () => (works ? Promise.resolve(client) : Promise.reject(new Error('no'))),
  });
  await made.ensure();
  works = false;
  const lost = reaches('lost');
  client.drop();
  await lost;
  assert.deepEqual(waits, [1000, 2000, 4000]);
  assert.match(String(made.error), /no/);
  works = true;
  await made.ensure();
  assert.equal(made.state, 'connected');
});

test('supervisors that crash right after each start use up the same three', async () => {
  const clients: FakeClient[] = [];
  const { made, waits, reaches } = session({
    start: () => {
      const client = fakeClient();
      clients.push(client);
      return Promise.resolve(client);
    },
  });
  await made.ensure();
  for (let crash = 0; crash < 3; crash += 1) {
    const again = reaches('connected');
    clients.at(-1)?.drop();
    await again;
  }
  const lost = reaches('lost');
  clients.at(-1)?.drop();
  await lost;
  assert.deepEqual(waits, [1000, 2000, 4000]);
});

test('disposing leaves at once, also while a client is on its way', async () => {
  const client = fakeClient();
  const { made, states } = session({ start: () => Promise.resolve(client) });
  const ensured = made.ensure();
  made.dispose();
  await assert.rejects(ensured, /disposed/);
  assert.equal(client.disposed, true);
  assert.deepEqual(states, ['connecting']);
});
