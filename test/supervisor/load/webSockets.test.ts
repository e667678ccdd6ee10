import assert from 'node:assert/strict';
import { once } from 'node:events';
import { test } from 'node:test';
import { io } from 'socket.io-client';
import WebSocket from 'ws';
import { until } from '../testWorkspace.ts';
import { framework, pidsOf, reload, startApp } from './loadedApp.ts';

async function open(port: number): Promise<WebSocket> {
  const session = new WebSocket(`ws://127.0.0.1:${port}/`);
  await once(session, 'open');
  return session;
}

/** Pid of the instance that answers in a session. */
async function who(session: WebSocket): Promise<number> {
  const answer = once(session, 'message');
  session.send('who');
  return Number(String((await answer)[0]));
}

test('eight WebSocket sessions spread evenly and stay with their instances', async () => {
  await using app = await startApp({ script: framework('webSocket.cjs'), instances: 4 });
  const sessions: WebSocket[] = [];
  for (let opened = 0; opened < 8; opened += 1) sessions.push(await open(app.port));
  const first = await Promise.all(sessions.map(who));
  const shares = (await pidsOf(app)).map((pid) => first.filter((answer) => answer === pid).length);
  // In turn, less an instance that has not confirmed the last one yet.
  assert.equal(
    shares.reduce((sum, share) => sum + share, 0),
    8,
  );
  assert.ok(
    shares.every((share) => share >= 1 && share <= 3),
    String(shares),
  );
  for (let round = 0; round < 5; round += 1) assert.deepEqual(await Promise.all(sessions.map(who)), first);
  for (const session of sessions) session.terminate();
});

test('a reload leaves WebSocket sessions where they are, and ends them only when their time is up', async () => {
  await using app = await startApp({
    script: framework('webSocket.cjs'),
    instances: 1,
    exec_mode: 'cluster',
  });
  const [old] = await pidsOf(app);
  const [leaving, staying] = [await open(app.port), await open(app.port)];
  const closed = once(staying, 'close');
  const reloaded = reload(app);
  await until(app.client, ({ instances }) => instances[0]?.pid !== old);
  assert.equal(await who(leaving), old);
  leaving.close();
  const fresh = await open(app.port);
  assert.notEqual(await who(fresh), old);
  assert.equal(await who(staying), old);
  await closed;
  await reloaded;
  assert.equal(await who(fresh), (await pidsOf(app))[0]);
  fresh.terminate();
});

test('an instance that is replaced is gone as soon as its last session has ended', async () => {
  await using app = await startApp({ script: framework('webSocket.cjs'), instances: 2 });
  const sessions = [await open(app.port), await open(app.port)];
  const pids = await Promise.all(sessions.map(who));
  const reloaded = reload(app);
  for (const [index, pid] of pids.entries()) {
    await until(app.client, ({ instances }) => instances.every((one) => one.pid !== pid));
    sessions[index]?.close();
  }
  await reloaded;
});

test('ten socket.io clients keep their WebSocket sessions, and find the successors after a reload', async () => {
  await using app = await startApp({ script: framework('socketIo.cjs'), instances: 2 });
  const clients = Array.from({ length: 10 }, () =>
    io(`http://127.0.0.1:${app.port}`, { transports: ['websocket'], forceNew: true, reconnectionDelay: 50 }),
  );
  const ask = (): Promise<number[]> =>
    Promise.all(clients.map((client) => client.emitWithAck('who') as Promise<number>));
  const before = await ask();
  assert.deepEqual(new Set(before), new Set(await pidsOf(app)));
  for (let round = 0; round < 5; round += 1) assert.deepEqual(await ask(), before);
  const again = clients.map(
    (client) =>
      new Promise((resolve) =>
        client.once('disconnect', () => client.once('connect', () => resolve(undefined))),
      ),
  );
  await reload(app);
  await Promise.all(again);
  const successors = new Set(await pidsOf(app));
  for (const pid of await ask()) assert.ok(successors.has(pid));
  for (const client of clients) client.disconnect();
});

test('polling clients that lose their sessions are explained', async () => {
  await using app = await startApp({ script: framework('socketIo.cjs'), instances: 4 });
  const told = new Promise<string>((resolve) => app.client.onNotice(({ problem }) => resolve(problem.code)));
  const client = io(`http://127.0.0.1:${app.port}`, {
    transports: ['polling'],
    forceNew: true,
    reconnectionDelay: 20,
    reconnectionDelayMax: 20,
  });
  assert.equal(await told, 'sessions-split');
  client.disconnect();
});
