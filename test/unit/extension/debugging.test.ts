import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/ecosystem/translate.ts';
import { configurationFor, markOf } from '../../../src/extension/debug/debugConfiguration.ts';
import { launchTarget } from '../../../src/extension/debug/launchTarget.ts';
import { offeredConfigurations } from '../../../src/extension/debug/offeredConfigurations.ts';
import { standsAfter } from '../../../src/extension/debug/sessionEvents.ts';
import { app, instance } from './records.ts';

const settings = { skipFiles: ['<node_internals>/**'], justMyCode: false };
const node = { address: '127.0.0.1', port: 20_123, kind: 'node' } as const;
const python = { ...node, kind: 'python' } as const;

test("a Node instance is attached to by Node's debugger, which attaches again to its next process", () => {
  const debugged = { folder: '/w', app: app(), instance: instance(), inspector: node };
  assert.deepEqual(configurationFor(debugged, settings), {
    type: 'node',
    request: 'attach',
    name: 'web-0',
    address: '127.0.0.1',
    port: 20_123,
    restart: { delay: 300 },
    skipFiles: ['<node_internals>/**'],
    sourceMaps: true,
    autoAttachChildProcesses: false,
    cwd: '/w',
    __drover: { folder: '/w', instance: 'ecosystem.config.js#web/0' },
  });
});

test('options of launch.json go to the debugger, but for those that say where to attach', () => {
  const debugged = { folder: '/w', app: app(), instance: instance(), inspector: node };
  const written = {
    type: 'drover',
    app: 'web',
    port: 9229,
    skipFiles: [],
    outFiles: ['dist/**'],
    name: 'Mine',
  };
  const { name, port, skipFiles, outFiles, app: own } = configurationFor(debugged, settings, written);
  assert.deepEqual([name, port, skipFiles, outFiles, own], ['web-0', 20_123, [], ['dist/**'], undefined]);
});

test('a Python instance is attached to by that of Python', () => {
  const debugged = { folder: '/w', app: app(), instance: instance(), inspector: python };
  const { type, connect, justMyCode, restart } = configurationFor(debugged, settings);
  assert.deepEqual(
    [type, connect, justMyCode, restart],
    ['debugpy', { host: '127.0.0.1', port: 20_123 }, false, undefined],
  );
});

test('only our configurations have a mark', () => {
  const debugged = { folder: '/w', app: app(), instance: instance(), inspector: node };
  assert.deepEqual(markOf(configurationFor(debugged, settings)), {
    folder: '/w',
    instance: 'ecosystem.config.js#web/0',
  });
  assert.equal(markOf({ type: 'node', __drover: { folder: '/w' } }), undefined);
  assert.equal(markOf({ type: 'node' }), undefined);
});

const other = app({ id: 'sub/pm2.config.js#web', file: '/w/sub/pm2.config.js' });
const job = app({ id: 'ecosystem.config.js#job', name: 'job', instances: 1 });
const snapshot = {
  files: [],
  apps: [app(), job],
  instances: [instance(), instance({ index: 1 }), instance({ app: job.id, name: 'job', status: 'stopped' })],
};
const named = (written: object, apps = snapshot.apps): string => {
  const target = launchTarget({ ...written }, '/w', { ...snapshot, apps }, english);
  return typeof target === 'string' ? target : target.instances.map(({ name }) => name).join(' ');
};

for (const [written, expected] of [
  [{ app: 'web' }, 'web-0 web-1'],
  [{ app: 'web', instance: 1 }, 'web-1'],
  [{ app: 'web', file: 'ecosystem.config.js' }, 'web-0 web-1'],
  [{}, '"app" is missing. It names an app of an ecosystem file.'],
  [{ app: 'wbe' }, 'There is no app "wbe"; known: "web", "job".'],
  [{ app: 'web', file: 'x.js' }, 'There is no app "web" in x.js.'],
  [{ app: 'web', instance: 4 }, '"web" has no instance 4; it has 2, from 0.'],
] as const) {
  test(`${JSON.stringify(written)} names: ${expected}`, () => {
    assert.equal(named(written), expected);
  });
}

test('a name in two files is told apart by "file"', () => {
  const apps = [app(), other];
  assert.equal(
    named({ app: 'web' }, apps),
    'Several apps are named "web". Add "file", one of: ecosystem.config.js, sub/pm2.config.js.',
  );
  assert.equal(named({ app: 'web', file: 'ecosystem.config.js' }, apps), 'web-0 web-1');
  assert.equal(named({ app: 'web' }, []), 'There is no app "web": this folder has no apps.');
});

test('apps are offered to debug, and the running instances of those that have several', () => {
  const shell = app({ id: 'ecosystem.config.js#shell', name: 'shell', debugger: null });
  assert.deepEqual(offeredConfigurations('/w', { ...snapshot, apps: [...snapshot.apps, shell] }), [
    { type: 'drover', app: 'web', request: 'attach', name: 'web' },
    { type: 'drover', app: 'web', request: 'attach', name: 'web-0', instance: 0 },
    { type: 'drover', app: 'web', request: 'attach', name: 'web-1', instance: 1 },
    { type: 'drover', app: 'job', request: 'launch', name: 'job' },
  ]);
  const [first] = offeredConfigurations('/w', { ...snapshot, apps: [app(), other] });
  assert.equal(first?.file, 'ecosystem.config.js');
});

test('a program stands from a stop until it goes on', () => {
  assert.equal(standsAfter({ type: 'event', event: 'stopped' }), true);
  assert.equal(standsAfter({ type: 'event', event: 'continued' }), false);
  assert.equal(standsAfter({ type: 'event', event: 'terminated' }), false);
  assert.equal(standsAfter({ type: 'response', command: 'stepIn', success: true }), false);
  assert.equal(standsAfter({ type: 'response', command: 'continue', success: false }), undefined);
  assert.equal(standsAfter({ type: 'response', command: 'evaluate', success: true }), undefined);
});
