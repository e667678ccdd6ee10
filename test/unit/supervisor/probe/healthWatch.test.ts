import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { HealthCheck } from '../../../../src/ecosystem/appSpec.ts';
import type { LogLine } from '../../../../src/protocol/model.ts';
import { HealthWatch } from '../../../../src/supervisor/probe/healthWatch.ts';
import { failed, missed, passed } from '../../../../src/supervisor/probe/probeResult.ts';
import { ManualTimer } from '../manualTimer.ts';
import { healthCheck, probeContext } from './healthChecks.ts';

/** A watch whose probes are answered, whose timers are fired and whose lines are written by the test. */
class Watched {
  readonly events: string[] = [];
  /** Milliseconds asked of timers. */
  readonly waits: number[] = [];
  readonly ports: (number | null)[] = [];
  readonly timer = new ManualTimer();
  readonly signals: AbortSignal[] = [];
  port: number | null = null;
  now = 0;
  onChanged: (() => void) | undefined;
  readonly watch: HealthWatch;
  #answer: ((reason: string | null) => void) | undefined;
  #follower: ((lines: readonly LogLine[]) => void) | undefined;

  constructor(facts: Partial<HealthCheck> = {}) {
    this.watch = new HealthWatch({
      check: healthCheck({ type: 'http', ...facts }),
      context: () => probeContext({ port: this.port }),
      log: {
        subscribe: (listener) => {
          this.#follower = listener;
          return { dispose: () => (this.#follower = undefined) };
        },
      },
      listener: {
        ready: () => this.events.push('ready'),
        unhealthy: ({ reason, count }) => this.events.push(`unhealthy: ${reason} x${count}`),
        changed: () => {
          this.events.push(this.watch.health);
          this.onChanged?.();
        },
      },
      startTimer: (callback, ms) => {
        this.waits.push(ms);
        return this.timer.start(callback, ms);
      },
      probe: (_check, context, signal) => {
        assert.equal(this.#answer, undefined, 'two probes at once');
        this.ports.push(context.port);
        this.signals.push(signal);
        return new Promise((resolve) => {
          this.#answer = (reason) =>
            resolve(reason === null ? passed : reason === missed.reason ? missed : failed(reason));
        });
      },
      now: () => this.now,
    });
  }

  get isAsking(): boolean {
    return this.#answer !== undefined;
  }

  get isFollowing(): boolean {
    return this.#follower !== undefined;
  }

  async answer(reason: string | null): Promise<void> {
    const answer = this.#answer;
    assert.ok(answer, 'nothing was asked');
    this.#answer = undefined;
    answer(reason);
    await setImmediate();
  }

  /** Lets the interval pass, and answers the probe that follows. */
  async next(reason: string | null): Promise<void> {
    this.timer.fire();
    await this.answer(reason);
  }

  write(...texts: string[]): void {
    this.#follower?.(texts.map((text) => ({ at: 0, stream: 'out', text })));
  }
}

async function ready(facts: Partial<HealthCheck> = {}): Promise<Watched> {
  const watched = new Watched(facts);
  watched.watch.start();
  await watched.answer(null);
  assert.deepEqual(watched.events.splice(0), ['healthy', 'ready']);
  watched.waits.length = 0;
  return watched;
}

test('an instance is asked at once, then four times a second until it is ready', async () => {
  const watched = new Watched();
  watched.watch.start();
  for (let failure = 0; failure < 5; failure += 1) {
    await watched.answer('connection refused');
    watched.timer.fire();
  }
  assert.equal(watched.watch.health, 'unknown');
  assert.equal(watched.watch.lastReason, 'connection refused');
  assert.deepEqual(watched.events, []);
  await watched.answer(null);
  assert.equal(watched.watch.lastReason, null);
  assert.deepEqual(watched.events, ['healthy', 'ready']);
  assert.deepEqual(watched.waits, [250, 250, 250, 250, 250, 10_000]);
});

test('a shorter interval holds for readiness as well', async () => {
  const watched = new Watched({ intervalMs: 150 });
  watched.watch.start();
  await watched.answer('connection refused');
  assert.deepEqual(watched.waits, [150]);
});

test('what is known of the instance is asked afresh for each probe', async () => {
  const watched = new Watched();
  watched.watch.start();
  await watched.answer('its port is not known yet');
  watched.port = 3000;
  watched.timer.fire();
  assert.deepEqual(watched.ports, [null, 3000]);
});

test('a probe that reached others says nothing about the instance', async () => {
  const watched = new Watched();
  watched.watch.start();
  await watched.answer(missed.reason);
  assert.equal(watched.watch.lastReason, missed.reason);
  await watched.next('HTTP 500');
  await watched.next(missed.reason);
  assert.equal(watched.watch.lastReason, 'HTTP 500');
  await watched.next(null);
  for (let asked = 0; asked < 9; asked += 1) await watched.next(missed.reason);
  assert.equal(watched.watch.health, 'healthy');
});

test('as many failures in a row as retries make it unhealthy, and end the probing', async () => {
  const watched = await ready({ retries: 3 });
  await watched.next('HTTP 500');
  await watched.next('HTTP 500');
  assert.equal(watched.watch.health, 'healthy');
  assert.deepEqual(watched.events, []);
  await watched.next('HTTP 503');
  assert.equal(watched.watch.health, 'unhealthy');
  assert.deepEqual(watched.events, ['unhealthy', 'unhealthy: HTTP 503 x3']);
  assert.equal(watched.timer.running, 0);
});

test('a pass resets the count', async () => {
  const watched = await ready({ retries: 2 });
  for (const reason of ['HTTP 500', null, 'HTTP 500', null]) await watched.next(reason);
  assert.deepEqual(watched.events, []);
  await watched.next('HTTP 500');
  await watched.next('HTTP 500');
  assert.deepEqual(watched.events, ['unhealthy', 'unhealthy: HTTP 500 x2']);
});

test('no retries mean that the first failure counts', async () => {
  const watched = await ready({ retries: 0 });
  await watched.next('HTTP 500');
  assert.deepEqual(watched.events, ['unhealthy', 'unhealthy: HTTP 500 x1']);
});

test('the interval is from start to start, with a pause after slow probes', async () => {
  const watched = await ready({ intervalMs: 1000 });
  for (const tookMs of [300, 950, 4000]) {
    watched.timer.fire();
    watched.now += tookMs;
    await watched.answer(null);
  }
  assert.deepEqual(watched.waits, [700, 100, 100]);
});

test('no time is longer than timers can be', async () => {
  const watched = new Watched({ intervalMs: 100 * 86_400_000 });
  watched.watch.start();
  await watched.answer(null);
  assert.deepEqual(watched.waits, [2 ** 31 - 1]);
});

test('a probe that runs when a debugger takes hold is aborted and does not count', async () => {
  const watched = await ready({ retries: 1 });
  watched.timer.fire();
  watched.watch.setPaused(true);
  assert.equal(watched.signals.at(-1)?.aborted, true);
  await watched.answer('aborted');
  assert.deepEqual([watched.timer.running, watched.isAsking], [0, false]);
  assert.deepEqual(watched.events, []);
  watched.waits.length = 0;
  watched.now += 5000;
  watched.watch.setPaused(false);
  assert.deepEqual(watched.waits, [10_000]);
  await watched.next('HTTP 500');
  assert.deepEqual(watched.events, ['unhealthy', 'unhealthy: HTTP 500 x1']);
});

test('going on waits for an aborted probe to end, and then for a fresh interval', async () => {
  const watched = await ready();
  watched.timer.fire();
  watched.watch.setPaused(true);
  watched.watch.setPaused(false);
  assert.equal(watched.timer.running, 0);
  watched.now += 400;
  await watched.answer('aborted');
  assert.deepEqual(watched.waits, [10_000]);
  assert.equal(watched.timer.running, 1);
});

test('failures before a pause do not count after it', async () => {
  const watched = await ready({ retries: 2 });
  await watched.next('HTTP 500');
  watched.watch.setPaused(true);
  assert.equal(watched.timer.running, 0);
  watched.watch.setPaused(false);
  await watched.next('HTTP 500');
  assert.deepEqual(watched.events, []);
});

test('a launch that begins under a debugger is asked when that lets go', async () => {
  const watched = new Watched();
  watched.watch.setPaused(true);
  watched.watch.start();
  assert.equal(watched.isAsking, false);
  watched.watch.setPaused(false);
  await watched.next(null);
  assert.deepEqual(watched.events, ['healthy', 'ready']);
});

test('nothing is told after it was disposed of', async () => {
  const asking = new Watched();
  asking.watch.start();
  asking.watch.dispose();
  assert.equal(asking.signals[0]?.aborted, true);
  await asking.answer(null);
  const waiting = await ready({ retries: 1 });
  waiting.watch.dispose();
  for (const { watch, timer } of [asking, waiting]) {
    watch.setPaused(true);
    watch.setPaused(false);
    watch.start();
    assert.equal(timer.running, 0);
  }
  assert.deepEqual([...asking.events, ...waiting.events], []);
  assert.equal(asking.watch.health, 'unknown');
});

test('a listener that disposes of it is not called again', async () => {
  const watched = new Watched();
  watched.onChanged = () => watched.watch.dispose();
  watched.watch.start();
  await watched.answer(null);
  assert.deepEqual(watched.events, ['healthy']);
  assert.equal(watched.timer.running, 0);
});

test('a line that matches makes it ready, whatever its colours', () => {
  const watched = new Watched({ type: 'log', pattern: '^listening on \\d+$' });
  watched.watch.start();
  watched.write('compiling', 'will be listening on 3000');
  assert.equal(watched.watch.health, 'unknown');
  watched.write('wait', '\u001b[32mlistening on \u001b[1m3000\u001b[0m');
  assert.deepEqual(watched.events, ['healthy', 'ready']);
  assert.deepEqual([watched.isFollowing, watched.isAsking, watched.timer.running], [false, false, 0]);
});

test('a debugger does not keep lines from counting', () => {
  const watched = new Watched({ type: 'log', pattern: 'ready' });
  watched.watch.start();
  watched.watch.setPaused(true);
  watched.watch.setPaused(false);
  assert.deepEqual([watched.isAsking, watched.timer.running], [false, 0]);
  watched.write('ready');
  assert.deepEqual(watched.events, ['healthy', 'ready']);
});

test('lines are not followed after it was disposed of', () => {
  const watched = new Watched({ type: 'log', pattern: 'ready' });
  watched.watch.start();
  watched.watch.dispose();
  assert.equal(watched.isFollowing, false);
});

test('a pattern that is none leaves the health unknown and says why', () => {
  const watched = new Watched({ type: 'log', pattern: 'ready(' });
  watched.watch.start();
  assert.equal(watched.watch.health, 'unknown');
  assert.match(watched.watch.lastReason ?? '', /Invalid regular expression: \/ready\(\//);
  assert.deepEqual(watched.events, []);
});

test('an instance that no connection reaches is ready after ten seconds, unless it has said otherwise itself', async () => {
  const unreached = new Watched();
  unreached.watch.start();
  unreached.now = 9_999;
  await unreached.answer(missed.reason);
  assert.equal(unreached.watch.health, 'unknown');
  unreached.now = 10_000;
  await unreached.next(missed.reason);
  assert.equal(unreached.watch.health, 'healthy');

  const broken = new Watched();
  broken.watch.start();
  await broken.answer('HTTP 500');
  broken.now = 60_000;
  await broken.next(missed.reason);
  assert.equal(broken.watch.health, 'unknown');
  assert.equal(broken.watch.lastReason, 'HTTP 500');
});
