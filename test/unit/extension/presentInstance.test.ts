import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { presentInstance } from '../../../src/extension/tree/presentInstance.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import { instance } from './records.ts';

const now = 100_000;
const megabyte = 1024 * 1024;

interface Case {
  readonly name: string;
  readonly of: Partial<InstanceInfo>;
  readonly usage?: { readonly cpu: number; readonly memory: number };
  readonly awaited?: readonly string[];
  readonly icon: string;
  readonly description: string;
  readonly spoken: string;
  readonly context: string;
}

/** Told by tests of their own. */
const ofProcesses = /:(canDebug|hasDebugger|isDebugged|hasPort|hasPid|canSignal|canDescribe)\b/g;
const live = 'instance:canStop:canRestart:canShowLogs';
const down = 'instance:canStart:canShowLogs';
const exit = { code: 1, signal: null, at: 0 };

const cases: Case[] = [
  {
    name: 'an online instance shows port, CPU and memory in whole numbers',
    of: {},
    usage: { cpu: 2.4, memory: 84.2 * megabyte },
    icon: 'pass-filled',
    description: ':3000 · 2% · 84 MB',
    spoken: 'web-0, online, port 3000, CPU 2%, memory 84 MB',
    context: live,
  },
  {
    name: 'an online instance without port and metrics says that it is online',
    of: { port: null },
    icon: 'pass-filled',
    description: 'online',
    spoken: 'web-0, online',
    context: live,
  },
  {
    name: 'an online instance that was restarted says how often',
    of: { restarts: 3 },
    icon: 'pass-filled',
    description: ':3000 · ↻ 3',
    spoken: 'web-0, online, port 3000, 3 restarts',
    context: live,
  },
  {
    name: 'a launching instance spins',
    of: { status: 'launching', port: null },
    icon: 'loading~spin',
    description: 'launching',
    spoken: 'web-0, launching',
    context: live,
  },
  {
    name: 'a stopping instance can neither be stopped nor restarted',
    of: { status: 'stopping' },
    icon: 'loading~spin',
    description: 'stopping',
    spoken: 'web-0, stopping, port 3000',
    context: 'instance:canShowLogs',
  },
  {
    name: 'an instance that waits to be restarted counts down and says why',
    of: { status: 'waiting restart', port: null, retryAt: now + 4000, restarts: 3, exit },
    icon: 'history',
    description: 'restart in 4 s · exit 1 · 3 restarts',
    spoken: 'web-0, waiting restart, restart in 4 s · exit 1 · 3 restarts',
    context: live,
  },
  {
    name: 'an instance that gave up shows how it ended and how often it was tried',
    of: {
      status: 'errored',
      port: null,
      restarts: 15,
      exit,
      problem: { code: 'gave-up', severity: 'error', data: {} },
    },
    icon: 'error',
    description: 'exit 1 · 15 restarts',
    spoken: 'web-0, errored, exit 1 · 15 restarts',
    context: down,
  },
  {
    name: 'an instance that could not be started shows its problem briefly and speaks the whole sentence',
    of: {
      status: 'errored',
      port: null,
      problem: { code: 'cwd-missing', severity: 'error', data: { cwd: '/nowhere' } },
    },
    icon: 'error',
    description: 'folder nowhere not found',
    spoken: 'web-0, errored, The folder "/nowhere" does not exist. Correct "cwd" in the ecosystem file.',
    context: down,
  },
  {
    name: 'an instance killed by a signal names it',
    of: { status: 'errored', port: null, exit: { code: null, signal: 'SIGKILL', at: 0 } },
    icon: 'error',
    description: 'SIGKILL',
    spoken: 'web-0, errored, SIGKILL',
    context: down,
  },
  {
    name: 'a stopped instance can only be started',
    of: { status: 'stopped', port: null, pid: null },
    icon: 'circle-outline',
    description: 'stopped',
    spoken: 'web-0, stopped',
    context: down,
  },
  {
    name: 'an instance that waits for another app names it',
    of: { status: 'waiting', port: null, pid: null },
    awaited: ['db'],
    icon: 'watch',
    description: 'waiting for db',
    spoken: 'web-0, waiting for db',
    context: live,
  },
  {
    name: 'an instance whose dependency has failed says what that one is',
    of: {
      status: 'waiting',
      port: null,
      pid: null,
      problem: { code: 'dependency-failed', severity: 'warning', data: { name: 'db', status: 'errored' } },
    },
    awaited: ['db', 'cache'],
    icon: 'watch',
    description: 'waiting for db, which is errored',
    spoken: 'web-0, It waits for "db", which is errored. Start "db", or see its log.',
    context: live,
  },
  {
    name: 'an instance that fails its health check is told by its icon too',
    of: { health: 'unhealthy' },
    icon: 'warning',
    description: 'unhealthy · :3000',
    spoken: 'web-0, online, unhealthy, port 3000',
    context: live,
  },
  {
    name: 'a healthy instance says nothing of it',
    of: { health: 'healthy' },
    icon: 'pass-filled',
    description: ':3000',
    spoken: 'web-0, online, port 3000',
    context: live,
  },
  {
    name: 'a completed instance shows its exit code',
    of: { status: 'completed', port: null, exit: { code: 0, signal: null, at: 0 } },
    icon: 'pass',
    description: 'completed · exit 0',
    spoken: 'web-0, completed',
    context: down,
  },
];

for (const { name, of, usage, awaited = [], icon, description, spoken, context } of cases) {
  test(name, () => {
    const row = presentInstance(instance(of), { usage, debugger: 'node', awaited, now, t: english });
    assert.equal(row.icon.id, icon);
    assert.equal(row.description, description);
    assert.equal(row.accessibilityLabel, spoken);
    assert.equal(row.contextValue.replace(ofProcesses, ''), context);
  });
}

function present(of: Partial<InstanceInfo>, debuggedBy: 'node' | 'python' | null = 'node') {
  return presentInstance(instance(of), {
    usage: undefined,
    debugger: debuggedBy,
    awaited: [],
    now,
    t: english,
  });
}

test('an instance with a process can be debugged, opened and sent a signal', () => {
  assert.equal(present({}).contextValue, `${live}:canDebug:hasDebugger:hasPort:hasPid:canSignal:canDescribe`);
  assert.equal(present({ port: null }, null).contextValue, `${live}:hasPid:canSignal:canDescribe`);
  assert.equal(present({ status: 'stopped', pid: null }).contextValue, `${down}:hasDebugger:canDescribe`);
});

test('an instance that is being debugged says so by its icon, its row and its name', () => {
  const row = present({ held: true });
  assert.deepEqual(row.icon, { id: 'debug-alt', color: 'testing.iconPassed' });
  assert.equal(row.description, 'debugging · :3000');
  assert.equal(row.accessibilityLabel, 'web-0, online, debugging, port 3000');
  assert.equal(row.contextValue, `${live}:hasDebugger:isDebugged:hasPort:hasPid:canSignal:canDescribe`);
});

test('an instance that is being debugged and fails its health check keeps the colour of that', () => {
  const { icon } = present({ held: true, health: 'unhealthy' });
  assert.deepEqual(icon, { id: 'debug-alt', color: 'list.warningForeground' });
});

test('an instance that is being debugged and restarts shows that it does', () => {
  assert.equal(present({ held: true, status: 'launching' }).icon.id, 'loading~spin');
});
