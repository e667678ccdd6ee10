import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { EventParams } from '../../../../src/protocol/contract.ts';
import { Timeline } from '../../../../src/supervisor/timeline/timeline.ts';
import { TimelineFeed, unsentEvents } from '../../../../src/supervisor/timeline/timelineFeed.ts';
import { ManualTimer } from '../manualTimer.ts';

class Client {
  readonly messages: EventParams<'timeline'>['batches'][] = [];
  readonly timer = new ManualTimer();
  /** Each reads one message. */
  readonly read: (() => void)[] = [];
  readonly feed = new TimelineFeed({
    send: (batches) => {
      this.messages.push(batches);
      return new Promise<void>((resolve) => this.read.push(resolve));
    },
    startTimer: this.timer.start,
  });
}

function fork(timeline: Timeline, launch: number): void {
  timeline.happened(launch, { kind: 'started', pid: launch });
}

test('it begins with what is kept and goes on in batches, without a gap or a double', () => {
  const client = new Client();
  const [web, api] = [new Timeline(), new Timeline()];
  fork(web, 1);
  assert.deepEqual(
    client.feed.add('web/0', web).map(({ launch }) => launch),
    [1],
  );
  client.feed.add('api/0', api);
  fork(web, 2);
  fork(api, 1);
  fork(web, 3);
  client.timer.fire();
  assert.deepEqual(
    client.messages.map((batches) =>
      batches.map(({ instance, events, dropped }) => [instance, events.map(({ launch }) => launch), dropped]),
    ),
    [
      [
        ['web/0', [2, 3], 0],
        ['api/0', [1], 0],
      ],
    ],
  );
  client.feed.remove('web/0');
  fork(web, 4);
  client.timer.fire();
  assert.equal(client.messages.length, 1);
});

test('a client that does not read loses events with a count, and gets further ones when it reads', async () => {
  const client = new Client();
  const web = new Timeline();
  client.feed.add('web/0', web);
  for (let launch = 1; launch <= unsentEvents; launch += 1) fork(web, launch);
  client.timer.fire();
  for (let launch = 1; launch <= 3; launch += 1) fork(web, launch);
  client.timer.fire();
  client.read.forEach((read) => read());
  await setImmediate();
  fork(web, 4);
  client.timer.fire();
  assert.deepEqual(
    client.messages.map(([batch]) => [batch?.events.length, batch?.dropped]),
    [
      [unsentEvents, 0],
      [0, 3],
      [1, 0],
    ],
  );
});
