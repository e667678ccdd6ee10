import assert from 'node:assert/strict';
import { isPortFree } from '../../../src/supervisor/ports.ts';
import { platform } from '../processes.ts';
import { freePorts } from './freePorts.ts';
import type { Row, Rows } from './row.ts';
import type { RowApp } from './rowApp.ts';

const port = await freePorts(1);

/** Starts the app, waits for its first line, stops it, and gives how it ended: its exit code, else its signal. */
async function endOf(app: RowApp, firstLine = /^up$/): Promise<number | string | null> {
  await app.start();
  await app.line(firstLine);
  await app.stop();
  const exit = app.instances[0]?.exit;
  return exit?.code ?? exit?.signal ?? null;
}

function signalRow(shows: string, options: Row['app'], says: string): Row {
  return {
    option: 'kill_signal',
    shows,
    app: { script: 'signals.cjs', ...options },
    check: async (app) => {
      assert.equal(await endOf(app), 10);
      await app.line(new RegExp(`^signal ${says}$`));
    },
  };
}

function messageRow(shows: string, options: Row['app']): Row {
  return {
    option: 'shutdown_with_message',
    shows,
    app: { script: 'signals.cjs', shutdown_with_message: true, kill_timeout: '1h', ...options },
    check: async (app) => {
      assert.equal(await endOf(app), 11);
      await app.line(/^message shutdown$/);
      assert.deepEqual(app.printed(), ['up', 'message shutdown']);
    },
  };
}

function timeoutRow(shows: string, options: Row['app'], end: number | string): Row {
  return {
    option: 'kill_timeout',
    shows,
    app: { script: 'slowEnd.cjs', ...options },
    check: async (app) => assert.equal(await endOf(app), end),
  };
}

/** A row of an app whose child is, or is not, there after a stop. */
function treeRow([option, shows]: readonly [string, string], options: Row['app'], survives: boolean): Row {
  return {
    option,
    shows,
    app: { script: 'parent.cjs', ...options },
    check: async (app) => {
      await app.start();
      const child = Number((await app.line(/^child \d+$/)).slice('child '.length));
      await app.stop();
      assert.equal(platform.startTime(child) !== null, survives);
      platform.signal(child, 'SIGKILL');
    },
  };
}

export const stopRows: Rows = [
  signalRow('is SIGINT', {}, 'SIGINT'),
  signalRow('may be another', { kill_signal: 'SIGTERM' }, 'SIGTERM'),
  signalRow('may be written short', { kill_signal: 'usr2' }, 'SIGUSR2'),
  signalRow('reaches clustered instances', { kill_signal: 'SIGHUP', instances: 1 }, 'SIGHUP'),
  messageRow('asks by the message', {}),
  messageRow('asks clustered instances by the message', { instances: 1 }),
  {
    option: 'shutdown_with_message',
    shows: 'is a signal for programs that take no messages',
    app: { script: 'sleep', args: ['600'], shutdown_with_message: true, kill_timeout: '1h' },
    check: async (app) => {
      await app.start();
      await app.until(({ pid }) => pid !== null);
      await app.stop();
      assert.equal(app.instances[0]?.exit?.signal, 'SIGINT');
    },
  },
  timeoutRow('0 does not wait at all', { args: ['1200'], kill_timeout: 0 }, 'SIGKILL'),
  timeoutRow(
    '"100ms" is not enough for an app that needs longer',
    { args: ['1200'], kill_timeout: '100ms' },
    'SIGKILL',
  ),
  timeoutRow('lets an app finish that needs longer than usual', { args: ['1900'], kill_timeout: '1h' }, 4),
  timeoutRow('is over after a while for an app that ignores every signal', { script: 'deaf.sh' }, 'SIGKILL'),
  {
    option: 'kill_signal',
    shows: 'wakes an app that is stopped, which then ends by itself',
    app: { script: 'signals.cjs', kill_timeout: '1h' },
    check: async (app) => {
      await app.start();
      await app.line(/^up$/);
      platform.signal(app.instances[0]?.pid ?? 0, 'SIGSTOP');
      await app.stop();
      assert.equal(app.instances[0]?.exit?.code, 10);
    },
  },
  treeRow(['treekill', 'ends the children too'], {}, false),
  treeRow(['treekill', 'ends children that left for a session of their own'], { args: 'setsid' }, false),
  treeRow(['treekill', 'ends the children of clustered instances'], { instances: 1 }, false),
  treeRow(['treekill', 'false leaves the children'], { treekill: false }, true),
  treeRow(
    ['treekill', 'false leaves children of clustered instances'],
    { treekill: false, instances: 1 },
    true,
  ),
  {
    option: 'treekill',
    shows: 'frees the port that a deaf grandchild holds in a session of its own',
    app: { script: 'holder.cjs', env: { PORT: port }, kill_timeout: '200ms' },
    check: async (app) => {
      await app.start();
      const holder = Number((await app.line(/^held by \d+$/)).slice('held by '.length));
      assert.equal(await isPortFree(port), false);
      await app.stop();
      assert.ok(await isPortFree(port));
      assert.equal(platform.startTime(holder), null);
    },
  },
];
