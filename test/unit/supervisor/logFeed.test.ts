import assert from 'node:assert/strict';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { EventParams } from '../../../src/protocol/contract.ts';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { InstanceLog } from '../../../src/supervisor/logs/instanceLog.ts';
import { LogFeed, batchBytes, unsentBytes, waitingForSlow } from '../../../src/supervisor/logs/logFeed.ts';
import { ManualTimer } from './manualTimer.ts';

const dir = mkdtempSync(join(tmpdir(), 'drover-feed-'));
after(() => rm(dir, { recursive: true }));

const spec = { ...defaultApp.logs, disabled: true };

class Client {
  readonly messages: EventParams<'logs'>['batches'][] = [];
  readonly timer = new ManualTimer();
  unread = 0;
  sent: Promise<unknown> | undefined;
  readonly feed = new LogFeed({
    send: (batches) => {
      this.messages.push(batches);
      return this.sent;
    },
    writableLength: () => this.unread,
    startTimer: this.timer.start,
  });
}

/** A WeakRef is good for the whole turn that made it or looked. */
async function collectGarbage(): Promise<void> {
  await setImmediate();
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

function log(name = 'web'): InstanceLog {
  return new InstanceLog({ dir, name, spec });
}

describe('the feed of a client', () => {
  it('begins with the last lines and goes on without a gap', () => {
    const client = new Client();
    const web = log();
    void web.write('out', Buffer.from('a\nb\n'));
    assert.deepEqual(
      client.feed.add('web/0', web, 1).map(({ text }) => text),
      ['b'],
    );
    void web.write('err', Buffer.from('c\n'));
    client.timer.fire();
    const [[batch] = []] = client.messages;
    assert.equal(batch?.instance, 'web/0');
    assert.deepEqual(
      batch.lines.map(({ stream, text }) => [stream, text]),
      [['err', 'c']],
    );
  });

  it('lets the first line after a silence wait for nobody, and the next ones for each other', () => {
    const waits: number[] = [];
    const timer = new ManualTimer();
    let now = 0;
    const feed = new LogFeed({
      send: () => undefined,
      writableLength: () => 0,
      now: () => now,
      startTimer: (callback, ms) => {
        waits.push(ms);
        return timer.start(callback, ms);
      },
    });
    const web = log();
    feed.add('web/0', web, 0);
    void web.write('out', Buffer.from('a\n'));
    void web.write('out', Buffer.from('b\n'));
    timer.fire();
    now = 20;
    void web.write('out', Buffer.from('c\n'));
    timer.fire();
    now = 100;
    void web.write('out', Buffer.from('d\n'));
    assert.deepEqual(waits, [0, 30, 0]);
  });

  it('sends the lines of several instances in one message', () => {
    const client = new Client();
    const logs = [log('a'), log('b')];
    for (const [index, one] of logs.entries()) client.feed.add(`${index}`, one, 0);
    for (const one of logs)
      for (let line = 0; line < 10; line++) void one.write('out', Buffer.from(`${line}\n`));
    assert.equal(client.messages.length, 0);
    client.timer.fire();
    assert.deepEqual(
      client.messages.map((batches) => batches.map(({ instance, lines }) => [instance, lines.length])),
      [
        [
          ['0', 10],
          ['1', 10],
        ],
      ],
    );
    client.timer.fire();
    assert.equal(client.messages.length, 1);
  });

  it('sends no message that is too large', () => {
    const client = new Client();
    const web = log();
    client.feed.add('web/0', web, 0);
    const line = Buffer.from(`${'x'.repeat(999)}\n`);
    for (let index = 0; index < 1000; index++) void web.write('out', line);
    client.timer.fire();
    const sizes = client.messages.map(([batch]) => (batch?.lines.length ?? 0) * 1000);
    assert.ok(
      sizes.every((size) => size <= batchBytes),
      sizes.join(),
    );
    assert.equal(
      sizes.reduce((sum, size) => sum + size),
      1_000_000,
    );
  });

  it('keeps the newest lines for a slow client until it reads again, and counts the others', () => {
    const client = new Client();
    const web = log();
    client.feed.add('web/0', web, 0);
    client.unread = unsentBytes + 1;
    for (let line = 1; line <= 3 * waitingForSlow; line++) void web.write('out', Buffer.from(`${line}\n`));
    client.timer.fire();
    assert.equal(client.messages.length, 0);
    client.unread = 0;
    client.timer.fire();
    const [[batch] = []] = client.messages;
    assert.equal(batch?.lines.at(-1)?.text, String(3 * waitingForSlow));
    assert.equal(batch.lines.length, waitingForSlow);
    assert.equal(batch.dropped, 2 * waitingForSlow);
  });

  it('sends no more lines at a time than are wanted, the newest, unless somebody wants more', () => {
    const client = new Client();
    const web = log();
    client.feed.add('web/0', web, 0, 3);
    void web.write('out', Buffer.from('a\nb\n'));
    void web.write('out', Buffer.from('c\nd\ne\n'));
    void web.write('out', Buffer.from('f\n'));
    client.timer.fire();
    client.feed.add('web/0', web, 0, 5);
    void web.write('out', Buffer.from('1\n2\n3\n4\n5\n6\n'));
    client.timer.fire();
    assert.deepEqual(
      client.messages.map(([batch]) => [batch?.lines.map(({ text }) => text).join(''), batch?.dropped]),
      [
        ['def', 3],
        ['23456', 1],
      ],
    );
  });

  it('takes messages that are queued elsewhere for unsent', async () => {
    const client = new Client();
    const web = log();
    client.feed.add('web/0', web, 0);
    let done = (): void => undefined;
    client.sent = new Promise<void>((resolve) => {
      done = resolve;
    });
    const lines = Buffer.from(`${'x'.repeat(999)}\n`.repeat(64));
    for (let bytes = 0; bytes < 2 * unsentBytes; bytes += lines.length) void web.write('out', lines);
    client.timer.fire();
    const sentLines = client.messages.flat().reduce((sum, batch) => sum + batch.lines.length, 0);
    assert.ok(sentLines * 1000 <= unsentBytes + 2 * batchBytes, `${sentLines}`);
    done();
    await client.sent;
    void web.write('out', Buffer.from('again\n'));
    client.timer.fire();
    assert.equal(client.messages.at(-1)?.[0]?.lines.at(-1)?.text, 'again');
  });

  it('sends nobody a line twice or none where an instance is followed twice', () => {
    const client = new Client();
    const web = log();
    client.feed.add('web/0', web, 0);
    void web.write('out', Buffer.from('a\n'));
    const tail = client.feed.add('web/0', web, 10).map(({ text }) => text);
    const sentBefore = client.messages.flat().flatMap(({ lines }) => lines.map(({ text }) => text));
    assert.deepEqual([tail, sentBefore], [['a'], ['a']]);
    void web.write('out', Buffer.from('b\n'));
    client.feed.remove('web/0');
    void web.write('out', Buffer.from('c\n'));
    client.timer.fire();
    client.feed.remove('web/0');
    void web.write('out', Buffer.from('d\n'));
    client.timer.fire();
    const sent = client.messages.flat().flatMap(({ lines }) => lines.map(({ text }) => text));
    assert.deepEqual(sent, ['a', 'b', 'c']);
  });

  it('follows the new log of an instance that was gone and is there again', () => {
    const client = new Client();
    client.feed.add('web/1', log(), 0);
    const anew = log();
    client.feed.add('web/1', anew, 0);
    void anew.write('out', Buffer.from('new\n'));
    client.timer.fire();
    assert.equal(client.messages.at(-1)?.[0]?.lines[0]?.text, 'new');
  });

  it('keeps nothing of an instance that is gone, once its last lines are sent', async () => {
    const client = new Client();
    let gone: InstanceLog | undefined = log();
    const kept = new WeakRef(gone);
    client.feed.add('web/1', gone, 0);
    void gone.write('out', Buffer.from('last'));
    await gone.close();
    client.timer.fire();
    assert.deepEqual(
      client.messages.flat().flatMap(({ lines }) => lines.map(({ text }) => text)),
      ['last'],
    );
    gone = undefined;
    await collectGarbage();
    assert.equal(kept.deref(), undefined);
    client.feed.remove('web/1');
  });

  it('ends with the subscription', () => {
    const client = new Client();
    const web = log();
    client.feed.add('web/0', web, 0);
    void web.write('out', Buffer.from('a\n'));
    client.feed.remove('web/0');
    void web.write('out', Buffer.from('b\n'));
    client.timer.fire();
    client.feed.add('web/0', web, 0);
    client.feed.dispose();
    void web.write('out', Buffer.from('c\n'));
    assert.equal(client.timer.running, 0);
    assert.deepEqual(client.messages, []);
  });
});
