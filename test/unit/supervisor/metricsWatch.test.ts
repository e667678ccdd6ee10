import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { MetricsWatch } from '../../../src/supervisor/metricsWatch.ts';
import type { Platform, ProcessRow } from '../../../src/supervisor/platform/platform.ts';

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

function row(pid: number, ppid: number): ProcessRow {
  return { pid, ppid, pgid: pid, zombie: false, start: `${pid}` };
}

class FakeInstance {
  readonly id: string;
  pid: number | null;
  port: number | null = 3000;
  children: readonly { pid: number; ppid: number; command: string }[] = [];
  constructor(id: string, pid: number | null) {
    this.id = id;
    this.pid = pid;
  }
  readonly loopLag = {
    asked: [] as boolean[],
    value: null as number | null,
    measure: (on: boolean): void => void this.loopLag.asked.push(on),
  };
  readonly process = { loopLag: this.loopLag };
  setChildren(children: FakeInstance['children']): void {
    this.children = children;
  }
  setPort(port: number): void {
    this.port = port;
  }
}

/** Two instances, `web/0` with a child; every process uses 100 bytes. */
class World {
  readonly instances = [new FakeInstance('web/0', 10), new FakeInstance('web/1', 20)];
  readonly rows = [row(10, 1), row(11, 10), row(20, 1)];
  readonly limits = new Map<string, number>();
  readonly exceeded: string[] = [];
  measured = 0;
  onMeasure = (): void => undefined;
  readonly client = {
    watchesMetrics: true,
    watchesEventLoops: false,
    sent: 0,
    last: undefined as unknown,
    notify: async (_event: string, params: unknown) => {
      this.client.sent++;
      this.client.last = params;
    },
  };
  readonly watch = new MetricsWatch(
    {
      listProcesses: () => Promise.resolve(this.rows),
      command: () => null,
      listeningPorts: () => Promise.resolve(new Map()),
    } as unknown as Platform,
    this,
    {
      limits: () => this.limits,
      onExceeded: (instance, { bytes, limit }) => this.exceeded.push(`${instance} ${bytes}/${limit}`),
    },
    {
      now: () => Date.now(),
      measure: (pids) => {
        this.measured++;
        this.onMeasure();
        return Promise.resolve(Object.fromEntries(pids.map((pid) => [pid, { cpu: 1, memory: 100 }])));
      },
    },
  );

  async pass(seconds: number): Promise<void> {
    for (let step = 0; step < seconds; step++) {
      await settled();
      mock.timers.tick(1000);
    }
    await settled();
  }
}

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: 1_000_000 }));
test.afterEach(() => mock.timers.reset());

test('with no client that watches and no limit nothing is measured', async () => {
  const world = new World();
  world.watch.refresh();
  world.watch.setSessions([{ ...world.client, watchesMetrics: false }]);
  await world.pass(60);
  assert.equal(world.measured, 0);
});

test('a client that watches is told each second, with or without limits', async () => {
  const world = new World();
  world.limits.set('web/0', 1000);
  world.watch.setSessions([world.client]);
  await world.pass(10);
  assert.deepEqual([world.measured, world.client.sent], [11, 11]);
  world.limits.clear();
  world.watch.refresh();
  await world.pass(10);
  assert.deepEqual([world.measured, world.client.sent], [21, 21]);
  world.watch.setSessions([]);
  await world.pass(10);
  assert.equal(world.measured, 21);
});

test('limits alone are looked after every five seconds, from when there are some until there are none', async () => {
  const world = new World();
  world.limits.set('web/0', 1000);
  await world.pass(10);
  assert.equal(world.measured, 0, 'nobody told that there is one');
  world.watch.refresh();
  await world.pass(20);
  assert.equal(world.measured, 5);
  for (let step = 0; step < 20; step++) {
    world.watch.refresh();
    await world.pass(1);
  }
  assert.equal(world.measured, 9, 'being told often changes nothing');
  world.limits.clear();
  world.watch.refresh();
  await world.pass(60);
  assert.equal(world.measured, 9);
});

test('a client that comes speeds measuring up, and down again when it goes', async () => {
  const world = new World();
  world.limits.set('web/0', 1000);
  world.watch.refresh();
  await world.pass(7);
  assert.equal(world.measured, 2);
  world.watch.setSessions([world.client]);
  await world.pass(3);
  assert.deepEqual([world.measured, world.client.sent], [6, 4]);
  world.watch.setSessions([]);
  await world.pass(10);
  assert.deepEqual([world.measured, world.client.sent], [8, 4]);
  world.watch.dispose();
});

test('the whole tree of an instance counts, and each process of it is told of once', async () => {
  const world = new World();
  world.limits.set('web/0', 150).set('web/1', 150);
  world.watch.refresh();
  await world.pass(30);
  assert.deepEqual(world.exceeded, ['web/0 200/150']);
  // Restarted, and as greedy as before.
  world.rows.push(row(12, 1), row(13, 12));
  const [first] = world.instances;
  assert.ok(first);
  first.pid = 12;
  await world.pass(30);
  assert.deepEqual(world.exceeded, ['web/0 200/150', 'web/0 200/150']);
  world.watch.dispose();
});

test('limits are kept while a client watches, too', async () => {
  const world = new World();
  world.limits.set('web/1', 50);
  world.watch.setSessions([world.client]);
  await world.pass(3);
  assert.deepEqual(world.exceeded, ['web/1 100/50']);
  world.watch.dispose();
});

test('an instance that was restarted while it was measured does not pay for its predecessor', async () => {
  const world = new World();
  world.limits.set('web/0', 150);
  const [first] = world.instances;
  assert.ok(first);
  world.onMeasure = () => (first.pid = 99);
  world.watch.refresh();
  await world.pass(1);
  assert.equal(world.measured, 1);
  assert.deepEqual(world.exceeded, []);
  world.watch.dispose();
});

test('event loops are measured for whoever asks, as long as there is one, also those of later processes', async () => {
  const world = new World();
  const [first, second] = world.instances;
  world.watch.setSessions([world.client]);
  await world.pass(1);
  assert.ok(first !== undefined && !first.loopLag.asked.includes(true));
  world.watch.setSessions([world.client, { ...world.client, watchesEventLoops: true }]);
  assert.equal(first.loopLag.asked.at(-1), true);
  first.loopLag.value = 12.5;
  await world.pass(1);
  const { rows } = world.client.last as { rows: { instance: string; lag: number | null }[] };
  assert.deepEqual(
    rows.map(({ instance, lag }) => [instance, lag]),
    [
      ['web/0', 12.5],
      ['web/1', null],
    ],
  );
  world.instances.push(new FakeInstance('web/2', 20));
  await world.pass(1);
  assert.equal(world.instances[2]?.loopLag.asked.at(-1), true);
  world.watch.setSessions([world.client]);
  assert.deepEqual(
    [first, second].map((one) => one?.loopLag.asked.at(-1)),
    [false, false],
  );
});

test('programs that do not tell are looked through for ports only when somebody has begun to listen', async () => {
  const asked: (readonly number[])[] = [];
  let mark = 'a';
  const silent = new FakeInstance('web/0', 10);
  silent.port = null;
  const platform = {
    listProcesses: () => Promise.resolve([row(10, 1)]),
    command: () => null,
    listenMark: () => mark,
    listeningPorts: (pids: readonly number[]) => {
      asked.push(pids);
      return Promise.resolve(new Map(mark === 'b' ? [[10, [3000]]] : []));
    },
  } as unknown as Platform;
  const world = new World();
  const watch = new MetricsWatch(
    platform,
    { instances: [silent] },
    { limits: () => new Map(), onExceeded: () => undefined },
    { now: () => Date.now(), measure: () => Promise.resolve({ 10: { cpu: 1, memory: 100 } }) },
  );
  watch.setSessions([world.client]);
  await world.pass(30);
  assert.deepEqual(asked, [[10]]);
  mark = 'b';
  await world.pass(10);
  assert.deepEqual(asked, [[10], [10]]);
  assert.equal(silent.port, 3000);
  watch.dispose();
});
