import assert from 'node:assert/strict';
import { freePorts } from './freePorts.ts';
import type { Row, Rows } from './row.ts';
import type { RowApp } from './rowApp.ts';

const base = await freePorts(6);

/** The options of an app that does something once the file is there. */
function later(file: string, what: 'listen' | 'line' | 'send' | 'end', options: Row['app'] = {}): Row['app'] {
  return { script: 'later.cjs', args: [file, what], ...options };
}

/** Starts an app that becomes online once the file is there, and no sooner. */
async function waitsFor(app: RowApp, file: string, first = /^up$/): Promise<void> {
  await app.start();
  await app.line(first);
  await app.logs();
  assert.equal(app.instances[0]?.status, 'launching');
  app.write(file, '');
  await app.reaches('online');
}

/** The same by a health check, which has no answer before. */
async function becomesHealthy(app: RowApp, file: string, first?: RegExp): Promise<void> {
  await app.start();
  assert.equal((await app.until(({ pid }) => pid !== null)).health, 'unknown');
  await waitsFor(app, file, first);
  assert.equal(app.instances[0]?.health, 'healthy');
}

export const readinessRows: Rows = [
  {
    option: 'wait_ready',
    shows: 'waits for the message of an instance that listens already',
    app: later('ready-now', 'send', { wait_ready: true, listen_timeout: '1h' }),
    check: (app) => waitsFor(app, 'ready-now', /^listening$/),
  },
  {
    option: 'wait_ready',
    shows: 'reaches through a cluster host',
    app: later('ready-then', 'send', { wait_ready: true, listen_timeout: '1h', instances: 2 }),
    check: async (app) => {
      await waitsFor(app, 'ready-then', /^listening$/);
      await app.reaches('online', 1);
    },
  },
  {
    option: 'wait_ready',
    shows: 'absent, an instance that listens is online',
    app: later('never', 'send', { listen_timeout: '1h' }),
    check: async (app) => {
      await app.start();
      await app.reaches('online');
    },
  },
  {
    option: 'listen_timeout',
    shows: 'fails the start of an instance that never listens',
    app: { script: 'report.cjs', listen_timeout: '300ms', max_restarts: 1 },
    check: async (app) => {
      await app.start();
      const { problem } = await app.reaches('errored');
      assert.deepEqual([problem?.code, problem?.data['timeout']], ['not-ready', '300 ms']);
    },
  },
  {
    option: 'listen_timeout',
    shows: 'absent, a live instance that never listens becomes online',
    app: { script: 'report.cjs' },
    check: async (app) => {
      await app.start();
      await app.reaches('online');
    },
  },
  {
    option: 'health_check',
    shows: 'http: online once it passes, restarted once it fails too often, whatever the status was before',
    app: {
      script: 'health.cjs',
      args: ['healthy'],
      port: base,
      health_check: {
        check_type: 'http',
        url: 'http://localhost:{PORT}/health',
        timeout: 5,
        interval: '100ms',
        retries: 2,
      },
    },
    check: async (app) => {
      await becomesHealthy(app, 'healthy', /^up \d+$/);
      const { pid } = await app.reaches('online');
      app.remove('healthy');
      const { problem } = await app.until((instance) => instance.problem?.code === 'unhealthy');
      assert.deepEqual(problem?.data, { count: '2', reason: 'HTTP 503' });
      app.write('healthy', '');
      await app.until((instance) => instance.status === 'online' && instance.pid !== pid);
    },
  },
  {
    option: 'health_check',
    shows: "http in the shape of PMDaemon's own: one that never answers has not started",
    app: {
      script: 'health.cjs',
      port: base + 1,
      max_restarts: 1,
      listen_timeout: '1s',
      health_check: {
        check_type: { type: 'http', url: 'http://localhost:{PORT}/silent' },
        timeout: { secs: 0, nanos: 200_000_000 },
        interval: { secs: 30, nanos: 0 },
        retries: 3,
        enabled: true,
      },
    },
    check: async (app) => {
      await app.start();
      const { problem } = await app.reaches('errored');
      assert.equal(problem?.code, 'check-failed');
      assert.deepEqual(problem.data, { timeout: '1000 ms', reason: 'no answer within 200 ms' });
    },
  },
  {
    option: 'health_check',
    shows: 'tcp: online once its port can be reached',
    app: later('listen-now', 'listen', { port: base + 2, health_check: { check_type: 'tcp' } }),
    check: (app) => becomesHealthy(app, 'listen-now'),
  },
  {
    option: 'health_check',
    shows: 'script: online once it ends with 0',
    app: {
      script: 'say.sh',
      args: ['up\\n'],
      health_check: { check_type: 'script', script: 'test -e checked-{INDEX}' },
    },
    check: (app) => becomesHealthy(app, 'checked-0'),
  },
  {
    option: 'health_check',
    shows: 'log: online once the line is printed',
    app: later('print-now', 'line', { health_check: { check_type: 'log', pattern: '^ready to \\w+$' } }),
    check: (app) => becomesHealthy(app, 'print-now'),
  },
  {
    option: 'health_check',
    shows: 'is not made when it is not enabled',
    app: {
      script: 'health.cjs',
      args: ['nowhere'],
      port: base + 3,
      health_check: { check_type: 'http', url: 'http://localhost:{PORT}/health', enabled: false },
    },
    check: async (app) => {
      await app.start();
      assert.equal((await app.reaches('online')).health, null);
    },
  },
  {
    option: 'depends_on',
    shows: 'starts what it names, and waits until that is online',
    app: { script: 'report.cjs', depends_on: ['database'] },
    others: [
      { name: 'database', ...later('database-up', 'send', { wait_ready: true, listen_timeout: '1h' }) },
    ],
    check: async (app) => {
      await app.start();
      await app.other('database').line(/^listening$/);
      assert.equal(app.instances[0]?.status, 'waiting');
      app.write('database-up', '');
      await app.line(/^\{/);
    },
  },
  {
    option: 'depends_on',
    shows: 'may wait until something is completed, or only started',
    app: { script: 'report.cjs', depends_on: { migration: 'completed', broker: 'started' } },
    others: [
      { name: 'migration', ...later('migrated', 'end', { one_shot: true }) },
      { name: 'broker', ...later('never', 'send', { wait_ready: true, listen_timeout: '1h' }) },
    ],
    check: async (app) => {
      await app.start();
      await app.other('migration').line(/^up$/);
      await app.other('broker').line(/^listening$/);
      assert.equal(app.instances[0]?.status, 'waiting');
      app.write('migrated', '');
      await app.line(/^\{/);
      assert.equal(app.other('broker').info.status, 'launching');
    },
  },
];
