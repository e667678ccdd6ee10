import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mock, test } from 'node:test';
import { CronJobs } from '../../../src/supervisor/cronJobs.ts';

/** A moment in local time, as cron patterns mean it. */
const start = new Date(2030, 0, 31, 12, 0, 0, 500).getTime();

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** Lets the clock go on in small steps, and what is called on the way finish. */
async function pass(seconds: number): Promise<void> {
  for (let step = 0; step < seconds; step++) {
    mock.timers.tick(1000);
    await settled();
  }
}

test.beforeEach(() => mock.timers.enable({ apis: ['setTimeout', 'Date'], now: start }));
test.afterEach(() => mock.timers.reset());

test('a job is due at each time of its pattern, and after it was removed never again', async () => {
  const jobs = new CronJobs();
  const times: number[] = [];
  jobs.set('web', '*/2 * * * *', () => void times.push(new Date().getMinutes()));
  assert.equal(jobs.next('web'), new Date(2030, 0, 31, 12, 2).getTime());
  await pass(6 * 60);
  assert.deepEqual(times, [2, 4, 6]);
  jobs.remove('web');
  assert.equal(jobs.next('web'), null);
  await pass(5 * 60);
  assert.deepEqual(times, [2, 4, 6]);
});

test('every second is every second', async () => {
  const jobs = new CronJobs();
  let runs = 0;
  jobs.set('web', '* * * * * *', () => {
    runs++;
  });
  await pass(30);
  assert.equal(runs, 30);
  jobs.dispose();
  await pass(5);
  assert.equal(runs, 30);
});

test('jobs know nothing of each other', async () => {
  const jobs = new CronJobs();
  const runs: string[] = [];
  jobs.set('a', '10 * * * * *', () => void runs.push('a'));
  jobs.set('b', '20 * * * * *', () => void runs.push('b'));
  await pass(60);
  jobs.remove('a');
  await pass(60);
  assert.deepEqual(runs, ['a', 'b', 'b']);
  jobs.dispose();
});

test('setting the same pattern again changes no time, and calls the newest owner', async () => {
  const jobs = new CronJobs();
  const runs: string[] = [];
  jobs.set('web', '*/10 * * * * *', () => void runs.push('old'));
  for (let step = 0; step < 25; step++) {
    jobs.set('web', '*/10 * * * * *', () => void runs.push('new'));
    await pass(1);
  }
  assert.deepEqual(runs, ['new', 'new']);
  jobs.dispose();
});

test('a new pattern replaces the old one, and null ends it', async () => {
  const jobs = new CronJobs();
  let runs = 0;
  const due = (): void => {
    runs++;
  };
  jobs.set('web', '* * * * * *', due);
  await pass(3);
  jobs.set('web', '@hourly', due);
  assert.equal(jobs.next('web'), new Date(2030, 0, 31, 13).getTime());
  await pass(60);
  assert.equal(runs, 3);
  jobs.set('web', null, due);
  assert.equal(jobs.next('web'), null);
  await pass(3600);
  assert.equal(runs, 3);
});

test('a date is due once', async () => {
  const jobs = new CronJobs();
  let runs = 0;
  jobs.set('web', '2030-01-31T12:00:30', () => {
    runs++;
  });
  assert.equal(jobs.next('web'), new Date(2030, 0, 31, 12, 0, 30).getTime());
  await pass(120);
  assert.equal(runs, 1);
  assert.equal(jobs.next('web'), null);
  jobs.set('old', '2020-01-01T00:00:00', () => {
    runs++;
  });
  await pass(120);
  assert.equal(runs, 1);
});

test('a job that still runs is not due again', async () => {
  const jobs = new CronJobs();
  let runs = 0;
  let finish = (): void => undefined;
  jobs.set('web', '* * * * * *', () => {
    runs++;
    return new Promise((resolve) => (finish = resolve));
  });
  await pass(10);
  assert.equal(runs, 1);
  finish();
  await settled();
  await pass(1);
  assert.equal(runs, 2);
  jobs.dispose();
});

test('what a job throws, now or later, is logged, and the job goes on', async (t) => {
  const log = t.mock.method(console, 'error', () => undefined);
  const jobs = new CronJobs();
  let runs = 0;
  jobs.set('web', '* * * * * *', () => {
    runs++;
    if (runs === 1) throw new Error('at once');
    return Promise.reject(new Error('later'));
  });
  await pass(2);
  assert.equal(runs, 2);
  const texts = log.mock.calls.map(({ arguments: [text] }) => String(text));
  assert.match(texts[0] ?? '', /cron web: Error: at once/);
  assert.match(texts[1] ?? '', /cron web: Error: later/);
  jobs.dispose();
});

test('a pattern that is none is logged, and there is no job', async (t) => {
  const log = t.mock.method(console, 'error', () => undefined);
  const jobs = new CronJobs();
  let runs = 0;
  jobs.set('web', '* * * * * *', () => {
    runs++;
  });
  jobs.set('web', '61 * * * *', () => {
    runs++;
  });
  assert.equal(log.mock.callCount(), 1);
  assert.equal(jobs.next('web'), null);
  await pass(3);
  assert.equal(runs, 0);
});

test('times that were missed while the machine slept are made up for once', async () => {
  const jobs = new CronJobs();
  let runs = 0;
  jobs.set('web', '*/10 * * * * *', () => {
    runs++;
  });
  mock.timers.setTime(start + 3_600_000);
  await pass(1);
  assert.equal(runs, 1);
  await pass(10);
  assert.equal(runs, 2);
  jobs.dispose();
});

test('a job keeps no process alive', () => {
  const source = new URL('../../../src/supervisor/cronJobs.ts', import.meta.url).href;
  const script = `
    import { CronJobs } from ${JSON.stringify(source)};
    new CronJobs().set('web', '@yearly', () => undefined);
  `;
  const { status, signal } = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
    timeout: 20_000,
  });
  assert.deepEqual([status, signal], [0, null]);
});
