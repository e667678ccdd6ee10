import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { Emitter } from '../../../../src/client/emitter.ts';
import type { EventParams } from '../../../../src/protocol/contract.ts';
import type { LogLine } from '../../../../src/protocol/model.ts';
import type { LogFollowerOptions } from '../../../../src/extension/logs/logFollower.ts';
import { LogFollower } from '../../../../src/extension/logs/logFollower.ts';

function line(text: string, at = 0): LogLine {
  return { at, stream: 'out', text };
}

/** A folder whose supervisor holds `tails`, and what a follower of all its instances was told. */
function followed(tails: Record<string, LogLine[]>) {
  const logs = new Emitter<[EventParams<'logs'>]>();
  const changes = new Emitter<[null]>();
  const connects = new Emitter<[unknown]>();
  const asked: string[] = [];
  const connect = () => ({
    request: async (method: string, { instances }: { instances: string[] }) => {
      asked.push(`${method} ${instances.join()}`);
      await setImmediate();
      return { batches: instances.map((instance) => ({ instance, lines: tails[instance] ?? [] })) };
    },
  });
  const session = { client: connect() };
  const told: string[] = [];
  const model = {
    session,
    connected: async () => session.client,
    onDidReceiveLogs: logs.on,
    onDidChange: changes.on,
    onDidConnect: connects.on,
  };
  const follower = new LogFollower({
    model: model as unknown as LogFollowerOptions['model'],
    instances: () => Object.keys(tails),
    tail: 3,
    receiver: {
      begin: (lines) => told.push(`begin ${lines.map(({ text }) => text).join()}`),
      append: (instance, lines, dropped) =>
        told.push(`${instance}: ${lines.map(({ text }) => text).join()}${dropped > 0 ? ` -${dropped}` : ''}`),
    },
    onDefect: (operation, error) => assert.fail(`${operation}: ${String(error)}`),
  });
  const write = (instance: string, text: string, dropped = 0): void =>
    logs.fire({ batches: [{ instance, lines: [line(text)], dropped }] });
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn++) await setImmediate();
  };
  return { follower, asked, told, write, settle, changes, connects, session, connect };
}

test('the last lines of all instances come first, in the order of their times, and then what they write', async () => {
  const { follower, told, write } = followed({
    a: [line('a1', 1), line('a3', 3)],
    b: [line('b2', 2), line('b4', 4)],
  });
  const started = follower.start();
  write('a', 'in the tail already');
  await started;
  write('b', 'b5', 7);
  write('c', 'of somebody else');
  assert.deepEqual(told, ['begin b2,a3,b4', 'b: b5 -7']);
});

test('instances that come join with what they wrote, and those that go leave', async () => {
  const tails: Record<string, LogLine[]> = { a: [] };
  const { follower, told, asked, write, changes, settle } = followed(tails);
  await follower.start();
  tails['b'] = [line('b1')];
  changes.fire(null);
  changes.fire(null);
  await settle();
  delete tails['a'];
  changes.fire(null);
  write('a', 'gone');
  write('b', 'b2');
  assert.deepEqual(told, ['begin ', 'b: b1', 'b: b2']);
  assert.deepEqual(asked, ['logs/subscribe a', 'logs/subscribe b', 'logs/unsubscribe a']);
});

test('a new connection begins anew, and the end of the follower ends its subscription', async () => {
  const { follower, told, asked, write, connects, session, connect, settle } = followed({ a: [line('a1')] });
  await follower.start();
  session.client = connect();
  connects.fire(session.client);
  await settle();
  write('a', 'a2');
  follower.dispose();
  write('a', 'unheard');
  assert.deepEqual(told, ['begin a1', 'begin a1', 'a: a2']);
  assert.deepEqual(asked, ['logs/subscribe a', 'logs/subscribe a', 'logs/unsubscribe a']);
});
