import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { InstanceInfo, InstanceStatus } from '../../../src/protocol/model.ts';
import type { Row, Rows } from './row.ts';

/** `count.sh` with a file of its own, that ends with this code. */
function ends(code: number): Row['app'] {
  return { script: 'count.sh', args: [`starts-${randomUUID()}`, String(code)] };
}

/** A row of an app that ends with this code, comes to rest, and has been started so often. */
function endRow(
  [option, shows]: readonly [option: string, shows: string],
  [code, options]: readonly [number, Row['app']],
  [status, starts]: readonly [InstanceStatus, number],
): Row {
  return {
    option,
    shows,
    app: { ...ends(code), ...options },
    check: async (app) => {
      await app.start();
      const { exit, restarts } = await app.reaches(status);
      assert.equal(exit?.code, code);
      await app.line(new RegExp(`^start ${starts}$`));
      assert.equal(app.printed().length, starts);
      assert.equal(restarts, starts - 1);
    },
  };
}

/** How long an instance that waits for its restart waits, in milliseconds from its exit. */
function delayOf({ retryAt, exit }: InstanceInfo): number {
  assert.ok(retryAt !== null && exit !== null);
  return retryAt - exit.at;
}

const hour = 3_600_000;
/** However slow the machine is, nobody needs so long to notice an exit. */
const slack = 60_000;

/** A row of an app that waits between `ms` and hardly more after its first exit. */
function delayRow([option, shows]: readonly [string, string], options: Row['app'], ms: number): Row {
  return {
    option,
    shows,
    app: { ...ends(1), ...options },
    check: async (app) => {
      await app.start();
      const delay = delayOf(
        await app.until(({ status, retryAt }) => status === 'waiting restart' && retryAt !== null),
      );
      assert.ok(delay >= ms && delay < ms + slack, `${delay} ms`);
    },
  };
}

export const lifecycleRows: Rows = [
  {
    option: 'autostart',
    shows: 'false leaves the app out when its namespace is started, not when it is named',
    app: { ...ends(0), script: 'report.cjs', namespace: 'sleepers', autostart: false },
    others: [{ name: 'early-riser', script: 'report.cjs', namespace: 'sleepers' }],
    check: async (app) => {
      await app.start({ targets: ['sleepers'] });
      await app.other('early-riser').line(/^\{/);
      assert.deepEqual(
        app.instances.map(({ status, pid }) => [status, pid]),
        [['stopped', null]],
      );
      await app.report();
    },
  },
  {
    option: 'autorestart',
    shows: 'is on, also after exit code 0',
    app: { ...ends(0), min_uptime: 0 },
    check: async (app) => {
      await app.start();
      await app.line(/^start 3$/);
    },
  },
  endRow(['autorestart', 'false completes with exit code 0'], [0, { autorestart: false }], ['completed', 1]),
  endRow(['autorestart', 'false is errored after another'], [3, { autorestart: false }], ['errored', 1]),
  endRow(['one_shot', 'completes with exit code 0'], [0, { one_shot: true }], ['completed', 1]),
  endRow(['one_shot', 'is errored by another, and not repeated'], [2, { one_shot: true }], ['errored', 1]),
  endRow(['stop_exit_codes', '0 stops after exit code 0'], [0, { stop_exit_codes: 0 }], ['stopped', 1]),
  endRow(['stop_exit_codes', 'may be a list'], [4, { stop_exit_codes: [3, '4'] }], ['stopped', 1]),
  endRow(['stop_exit_codes', 'may be words'], [4, { stop_exit_codes: '3, 4' }], ['stopped', 1]),
  endRow(
    ['stop_exit_codes', 'leave other codes to be restarted'],
    [1, { stop_exit_codes: [0, 3], min_uptime: '1h', max_restarts: 2 }],
    ['errored', 2],
  ),
  endRow(
    ['max_restarts', 'gives up after so many unstable exits'],
    [1, { min_uptime: '1h', max_restarts: 4 }],
    ['errored', 4],
  ),
  endRow(
    ['max_restarts', '0 gives up at the first'],
    [1, { min_uptime: '1h', max_restarts: 0 }],
    ['errored', 1],
  ),
  endRow(
    ['max_restarts', 'counts exits with delays between them'],
    [1, { min_uptime: '1h', max_restarts: 3, restart_delay: 20 }],
    ['errored', 3],
  ),
  {
    option: 'max_restarts',
    shows: '-1 never gives up',
    app: { ...ends(1), min_uptime: '1h', max_restarts: -1 },
    check: async (app) => {
      await app.start();
      await app.line(/^start 18$/);
    },
  },
  {
    option: 'min_uptime',
    shows: '0 makes every exit stable, which is never given up',
    app: { ...ends(1), min_uptime: 0, max_restarts: 1 },
    check: async (app) => {
      await app.start();
      await app.line(/^start 5$/);
    },
  },
  endRow(
    ['min_uptime', 'has units, and an exit before it is unstable'],
    [1, { min_uptime: '1.5h', max_restarts: 2 }],
    ['errored', 2],
  ),
  delayRow(['restart_delay', 'puts a restart off, in milliseconds'], { restart_delay: hour }, hour),
  delayRow(['restart_delay', '"1.5h" is ninety minutes'], { restart_delay: '1.5h' }, 1.5 * hour),
  {
    option: 'restart_delay',
    shows: 'ends in a restart',
    app: { ...ends(1), restart_delay: '50ms', min_uptime: 0 },
    check: async (app) => {
      await app.start();
      await app.line(/^start 3$/);
    },
  },
  {
    option: 'exp_backoff_restart_delay',
    shows: 'grows by half with every exit',
    app: { ...ends(1), exp_backoff_restart_delay: 200, min_uptime: 0 },
    check: async (app) => {
      await app.start();
      const delays: number[] = [];
      for (const round of [0, 1, 2]) {
        const waiting = ({ status, restarts, retryAt }: InstanceInfo): boolean =>
          status === 'waiting restart' && restarts === round && retryAt !== null;
        delays.push(delayOf(await app.until(waiting)));
      }
      for (const [round, ms] of [200, 300, 450].entries())
        assert.ok((delays[round] ?? 0) >= ms, String(delays));
    },
  },
];
