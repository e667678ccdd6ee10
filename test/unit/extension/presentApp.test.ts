import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppInfo, InstanceInfo } from '../../../src/protocol/model.ts';
import { presentApp } from '../../../src/extension/tree/presentApp.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import { app, instance } from './records.ts';

/** Told by tests of their own. */
const ofProcesses = /:(canDebug|hasDebugger|isDebugged|hasPort|hasPid|canSignal)\b/g;

interface Case {
  readonly name: string;
  readonly of?: Partial<AppInfo>;
  readonly instances: readonly Partial<InstanceInfo>[];
  readonly awaited?: readonly string[];
  readonly icon: string;
  readonly description: string;
  readonly spoken: string;
  readonly context: string;
}

const cases: Case[] = [
  {
    name: 'an app with all instances online shows their number and port',
    instances: [{}, {}],
    icon: 'pass-filled',
    description: '2/2 · :3000',
    spoken: 'web, online, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app that no file has can be deleted, and has no file to open',
    of: { file: null },
    instances: [{}, {}],
    icon: 'pass-filled',
    description: '2/2 · :3000',
    spoken: 'web, online, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canDelete',
  },
  {
    name: 'an app with a port for each instance shows the range',
    instances: [{ port: 3000 }, { port: 3001 }],
    icon: 'pass-filled',
    description: '2/2 · :3000-3001',
    spoken: 'web, online, 2 of 2 instances, port 3000-3001',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app with one instance does not count it',
    of: { instances: 1 },
    instances: [{ name: 'web' }],
    icon: 'pass-filled',
    description: ':3000',
    spoken: 'web, online, 1 of 1 instances, port 3000',
    context:
      'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:hasOneInstance:canOpenFile',
  },
  {
    name: 'an app with an instance down is degraded and can start the rest',
    instances: [{}, { status: 'stopped', port: null }],
    icon: 'warning',
    description: '1/2 · :3000',
    spoken: 'web, degraded, 1 of 2 instances, port 3000',
    context: 'app:canStart:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app on its way up counts what is online',
    of: { port: null },
    instances: [{ port: null }, { status: 'launching', port: null }],
    icon: 'loading~spin',
    description: 'launching 1/2',
    spoken: 'web, launching, 1 of 2 instances',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app of which one instance waits and none is online waits to restart',
    of: { port: null },
    instances: [
      { status: 'waiting restart', port: null, restarts: 2 },
      { status: 'errored', port: null },
    ],
    icon: 'history',
    description: 'waiting restart · 2 restarts',
    spoken: 'web, waiting restart, 0 of 2 instances',
    context: 'app:canStart:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app that gave up shows how the first instance ended',
    of: { port: null },
    instances: [
      { status: 'errored', port: null, restarts: 15, exit: { code: 3, signal: null, at: 0 } },
      { status: 'errored', port: null },
    ],
    icon: 'error',
    description: 'exit 3 · 15 restarts',
    spoken: 'web, errored, 0 of 2 instances, exit 3 · 15 restarts',
    context: 'app:canStart:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'a stopped app that cannot start shows why',
    of: {
      problems: [
        { code: 'script-missing', severity: 'error', data: { script: '/w/nothing.js', base: '/w' } },
      ],
    },
    instances: [{ status: 'stopped', port: null }],
    icon: 'error',
    description: 'nothing.js not found',
    spoken:
      'web, errored, 2 instances, The script "/w/nothing.js" does not exist. Correct "script" in the ecosystem file; relative paths start at /w.',
    context: 'app:canStart:canDev:canWatch:canShowLogs:hasOneInstance:canOpenFile',
  },
  {
    name: 'a stopped app can be started',
    instances: [
      { status: 'stopped', port: null },
      { status: 'stopped', port: null },
    ],
    icon: 'circle-outline',
    description: 'stopped',
    spoken: 'web, stopped, 2 instances',
    context: 'app:canStart:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app whose file has changed says so and can be brought up to date',
    of: { pending: [{ kind: 'removed', option: 'env PORT', from: null, to: null }] },
    instances: [{}, {}],
    icon: 'pass-filled',
    description: 'changed · 2/2 · :3000',
    spoken: 'web, online, changed, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canApply:canShowLogs:canOpenFile',
  },
  {
    name: 'an app that is new in its file can be started by applying it',
    of: { instances: 1, isNew: true, wanted: false },
    instances: [{ status: 'stopped', port: null }],
    icon: 'circle-outline',
    description: 'new in the file · stopped',
    spoken: 'web, stopped, new in the file, 1 instance',
    context: 'app:canStart:canDev:canWatch:canApply:canShowLogs:hasOneInstance:canOpenFile',
  },
  {
    name: 'an app that its file names no more says so',
    of: { listed: false },
    instances: [{}, {}],
    icon: 'pass-filled',
    description: 'no longer in the file · 2/2 · :3000',
    spoken: 'web, online, no longer in the file, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app with profiles shows the one it runs with',
    of: { profile: 'production', profiles: ['production', 'staging'] },
    instances: [{}, {}],
    icon: 'pass-filled',
    description: 'env production · 2/2 · :3000',
    spoken: 'web, online, env production, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:hasProfiles:canShowLogs:canOpenFile',
  },
  {
    name: 'an app that waits for others names them',
    of: { instances: 1, online: 0 },
    instances: [{ status: 'waiting', port: null }],
    awaited: ['db', 'cache'],
    icon: 'watch',
    description: 'waiting for db, cache',
    spoken: 'web, waiting for db, cache, 0 of 1 instances, port 3000',
    context:
      'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:hasOneInstance:canOpenFile',
  },
  {
    name: 'an app with an unhealthy instance is degraded',
    instances: [{}, { health: 'unhealthy' }],
    icon: 'warning',
    description: 'unhealthy · 2/2 · :3000',
    spoken: 'web, degraded, unhealthy, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app in DEV_MODE says so',
    of: { instances: 1, runMode: 'dev' },
    instances: [{}],
    icon: 'pass-filled',
    description: 'DEV_MODE · :3000',
    spoken: 'web, online, DEV_MODE, 1 of 1 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canEndDev:canWatch:canShowLogs:hasOneInstance:canOpenFile',
  },
  {
    name: 'an app that is watched says so, and which file it was restarted for',
    of: { watch: true, changedFile: 'lib/routes/users.js' },
    instances: [{ restarts: 2 }, { restarts: 1 }],
    icon: 'pass-filled',
    description: 'watching · 2/2 · :3000 · ↻ 3 · users.js changed',
    spoken: 'web, online, watching, 2 of 2 instances, port 3000, users.js changed',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canEndWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app that is reloaded for a file names it',
    of: { watch: true, changedFile: 'server.js' },
    instances: [{ status: 'reloading' }, {}],
    icon: 'loading~spin',
    description: 'watching · reloading 1/2 · :3000 · server.js changed',
    spoken: 'web, reloading, watching, 1 of 2 instances, port 3000, server.js changed',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canEndWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'an app that serves on after a failed reload says so',
    of: {
      problems: [{ code: 'reload-failed', severity: 'warning', data: { reason: 'Boom.', cause: 'crashed' } }],
    },
    instances: [{}, {}],
    icon: 'pass-filled',
    description: 'reload failed · 2/2 · :3000',
    spoken: 'web, online, reload failed, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'watching goes without saying in DEV_MODE',
    of: { instances: 1, runMode: 'dev', watch: true },
    instances: [{}],
    icon: 'pass-filled',
    description: 'DEV_MODE · :3000',
    spoken: 'web, online, DEV_MODE, 1 of 1 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canEndDev:canEndWatch:canShowLogs:hasOneInstance:canOpenFile',
  },
  {
    name: 'an app whose watching was switched off by hand says so',
    of: { watchByHand: true },
    instances: [{}, {}],
    icon: 'pass-filled',
    description: 'not watching · 2/2 · :3000',
    spoken: 'web, online, not watching, 2 of 2 instances, port 3000',
    context: 'app:canStop:canRestart:canReload:canScale:canDev:canWatch:canShowLogs:canOpenFile',
  },
  {
    name: 'a stopped app says nothing of watching',
    of: { watch: true, changedFile: 'server.js', instances: 1 },
    instances: [{ status: 'stopped', port: null }],
    icon: 'circle-outline',
    description: 'stopped',
    spoken: 'web, stopped, 1 instance',
    context: 'app:canStart:canDev:canEndWatch:canShowLogs:hasOneInstance:canOpenFile',
  },
];

for (const { name, of = {}, instances, awaited = [], icon, description, spoken, context } of cases) {
  test(name, () => {
    const row = presentApp(app(of), {
      instances: instances.map((over, index) => instance({ index, ...over })),
      usage: undefined,
      awaited,
      fileHint: null,
      t: english,
    });
    assert.equal(row.icon.id, icon);
    assert.equal(row.description, description);
    assert.equal(row.accessibilityLabel, spoken);
    assert.equal(
      row.contextValue.replace(/:(canScaleDown|hasScript|canDescribe)\b/g, '').replace(ofProcesses, ''),
      context,
    );
  });
}

test('an app whose name is in two files shows the file first', () => {
  const row = presentApp(app(), {
    instances: [instance(), instance({ index: 1 })],
    usage: undefined,
    awaited: [],
    fileHint: 'api/ecosystem.config.js',
    t: english,
  });
  assert.equal(row.description, 'api/ecosystem.config.js · 2/2 · :3000');
});

function capabilities(over: Partial<AppInfo>, instances: readonly Partial<InstanceInfo>[]): string[] {
  const row = presentApp(app(over), {
    instances: instances.map((one, index) => instance({ index, ...one })),
    usage: undefined,
    awaited: [],
    fileHint: null,
    t: english,
  });
  return row.contextValue.split(':');
}

test('an app with one instance cannot lose it, and one in DEV_MODE is not scaled at all', () => {
  assert.ok(capabilities({}, [{}, {}]).includes('canScaleDown'));
  const one = capabilities({ instances: 1 }, [{}]);
  assert.deepEqual([one.includes('canScale'), one.includes('canScaleDown')], [true, false]);
  const dev = capabilities({ instances: 1, runMode: 'dev' }, [{}]);
  assert.deepEqual([dev.includes('canScale'), dev.includes('canScaleDown')], [false, false]);
});

test('an app can be debugged while a process of it runs that no debugger has yet', () => {
  assert.ok(capabilities({}, [{}, { held: true }]).includes('canDebug'));
  assert.ok(capabilities({}, [{}, { held: true }]).includes('isDebugged'));
  assert.ok(!capabilities({}, [{ held: true }, { held: true }]).includes('canDebug'));
  assert.ok(!capabilities({ debugger: null }, [{}]).includes('canDebug'));
  assert.ok(!capabilities({}, [{ status: 'stopped', pid: null }]).includes('canDebug'));
});

test('an app that is being debugged says so', () => {
  const row = presentApp(app(), {
    instances: [instance(), instance({ index: 1, held: true })],
    usage: undefined,
    awaited: [],
    fileHint: null,
    t: english,
  });
  assert.equal(row.description, 'debugging · 2/2 · :3000');
  assert.equal(row.accessibilityLabel, 'web, online, debugging, 2 of 2 instances, port 3000');
});

test('a script is opened where it is a file, and not where it is a command', () => {
  assert.ok(capabilities({}, [{}]).includes('hasScript'));
  assert.ok(!capabilities({ script: 'uvicorn' }, [{}]).includes('hasScript'));
});
