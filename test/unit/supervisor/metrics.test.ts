import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { startTimer } from '../../../src/supervisor/logs/startTimer.ts';
import type { MetricsOptions, MetricsSample } from '../../../src/supervisor/metrics/metrics.ts';
import { Metrics } from '../../../src/supervisor/metrics/metrics.ts';
import type { Platform, ProcessRow } from '../../../src/supervisor/platform/platform.ts';
import { ManualTimer } from './manualTimer.ts';

function row(pid: number, ppid: number, more: Partial<ProcessRow> = {}): ProcessRow {
  return { pid, ppid, pgid: pid, zombie: false, start: `${pid}`, ...more };
}

class Machine {
  rows = [row(1, 0), row(10, 1), row(11, 10), row(12, 11), row(20, 1), row(30, 1)];
  mark = 'a';
  looks = 0;
  commands = 0;
  readonly asked: number[][] = [];
  readonly timer = new ManualTimer();
  readonly samples: MetricsSample[] = [];
  readonly errors: unknown[] = [];
  roots = new Map([
    ['web/0', 10],
    ['web/1', 20],
    ['gone/0', 99],
  ]);
  measure = (pids: readonly number[]): Promise<Record<string, { cpu: number; memory: number }>> => {
    this.asked.push([...pids]);
    return Promise.resolve(Object.fromEntries(pids.map((pid) => [pid, { cpu: pid / 10, memory: pid }])));
  };
  readonly options: MetricsOptions = {
    platform: {
      listProcesses: () => {
        this.looks++;
        return Promise.resolve(this.rows);
      },
      startMark: () => this.mark,
      command: (pid: number) => `command ${pid} ${this.commands++}`,
    } as unknown as Platform,
    roots: () => this.roots,
    onSample: (sample) => this.samples.push(sample),
    onError: (error) => this.errors.push(error),
    measure: (pids) => this.measure(pids),
    startTimer: this.timer.start,
  };
  readonly metrics = new Metrics(this.options);
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('metrics', () => {
  it('sum the whole tree of each living instance, asking once for all', async () => {
    const machine = new Machine();
    const sample = await machine.metrics.sample();
    assert.deepEqual(sample.rows, [
      { instance: 'web/0', cpu: 3.3, memory: 33 },
      { instance: 'web/1', cpu: 2, memory: 20 },
    ]);
    assert.deepEqual(machine.asked, [[10, 11, 12, 20]]);
    assert.equal(machine.looks, 1);
  });

  it('tell which process of an instance was measured', async () => {
    const machine = new Machine();
    const { measure } = machine;
    machine.measure = (pids) => {
      machine.roots = new Map([['web/0', 30]]);
      return measure(pids);
    };
    assert.equal((await machine.metrics.sample()).roots.get('web/0'), 10);
  });

  it('name the processes below each instance', async () => {
    const { children } = await new Machine().metrics.sample();
    assert.deepEqual(
      children.get('web/0')?.map(({ pid, ppid }) => [pid, ppid]),
      [
        [11, 10],
        [12, 11],
      ],
    );
    assert.deepEqual(children.get('web/1'), []);
    assert.equal(children.has('gone/0'), false);
  });

  it('leave out the dead: zombies, and those that ended before they were measured', async () => {
    const machine = new Machine();
    machine.rows = [row(10, 1), row(11, 10, { zombie: true }), row(12, 10), row(20, 1)];
    machine.measure = () => Promise.resolve({ '10': { cpu: 1, memory: 2 } });
    const { rows, children } = await machine.metrics.sample();
    assert.deepEqual(rows, [{ instance: 'web/0', cpu: 1, memory: 2 }]);
    assert.deepEqual(children.get('web/0'), []);
  });

  it('look at the process table again only when a process has been started', async () => {
    const machine = new Machine();
    await machine.metrics.sample();
    await machine.metrics.sample();
    assert.equal(machine.looks, 1);
    machine.mark = 'b';
    machine.rows.push(row(21, 20));
    const { rows } = await machine.metrics.sample();
    assert.equal(machine.looks, 2);
    assert.equal(rows[1]?.memory, 41);
  });

  it('ask for a command a few times, until the process surely runs its own program', async () => {
    const machine = new Machine();
    const texts: (string | undefined)[] = [];
    machine.rows = [row(10, 1), row(11, 10)];
    for (let tick = 0; tick < 5; tick++) {
      texts.push((await machine.metrics.sample()).children.get('web/0')?.[0]?.command);
    }
    assert.deepEqual(
      texts,
      [0, 1, 2, 2, 2].map((look) => `command 11 ${look}`),
    );
    machine.rows = [row(10, 1), row(11, 10, { start: 'another' })];
    machine.mark = 'b';
    const { children } = await machine.metrics.sample();
    assert.equal(children.get('web/0')?.[0]?.command, 'command 11 3');
  });

  it('nothing is measured when nothing runs', async () => {
    const machine = new Machine();
    machine.roots = new Map();
    assert.deepEqual((await machine.metrics.sample()).rows, []);
    assert.deepEqual(machine.asked, []);
  });

  it('tick while they are on, and never two at a time', async () => {
    const machine = new Machine();
    assert.equal(machine.timer.running, 0);
    machine.metrics.setPeriod(1000);
    machine.metrics.setPeriod(1000);
    assert.equal(machine.timer.running, 1);
    machine.timer.fire();
    machine.timer.fire();
    await settled();
    assert.equal(machine.samples.length, 1);
    machine.timer.fire();
    await settled();
    assert.equal(machine.samples.length, 2);
    machine.metrics.setPeriod(null);
    assert.equal(machine.timer.running, 0);
  });

  describe('of another period', () => {
    const begin = (ms: number): { samples: () => Promise<number>; metrics: Metrics } => {
      const machine = new Machine();
      const metrics = new Metrics({ ...machine.options, startTimer, now: () => Date.now() });
      metrics.setPeriod(ms);
      return { metrics, samples: () => settled().then(() => machine.samples.length) };
    };
    beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
    afterEach(() => mock.timers.reset());

    it('come at once when the last one is longer ago', async () => {
      const { metrics, samples } = begin(5000);
      assert.equal(await samples(), 1);
      mock.timers.tick(3000);
      assert.equal(await samples(), 1);
      metrics.setPeriod(1000);
      assert.equal(await samples(), 2);
      mock.timers.tick(1000);
      assert.equal(await samples(), 3);
    });

    it('come a whole period after the last one, so that CPU is not counted over a moment', async () => {
      const { metrics, samples } = begin(5000);
      assert.equal(await samples(), 1);
      mock.timers.tick(300);
      metrics.setPeriod(1000);
      assert.equal(await samples(), 1);
      mock.timers.tick(699);
      assert.equal(await samples(), 1);
      mock.timers.tick(1);
      assert.equal(await samples(), 2);
      metrics.setPeriod(null);
      metrics.setPeriod(5000);
      mock.timers.tick(4999);
      assert.equal(await samples(), 2);
      mock.timers.tick(1);
      assert.equal(await samples(), 3);
      mock.timers.tick(5000);
      assert.equal(await samples(), 4);
      metrics.dispose();
      mock.timers.tick(60_000);
      assert.equal(await samples(), 4);
    });
  });

  it('go on after a failure', async () => {
    const machine = new Machine();
    const { measure } = machine;
    machine.measure = () => Promise.reject(new Error('no'));
    machine.metrics.setPeriod(1000);
    await settled();
    machine.measure = measure;
    machine.timer.fire();
    await settled();
    assert.equal(machine.errors.length, 1);
    assert.equal(machine.samples.length, 1);
    machine.metrics.dispose();
  });
});
