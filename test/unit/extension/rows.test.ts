import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ReadRows } from '../../../src/extension/tree/readRows.ts';
import type { RowDiff } from '../../../src/extension/tree/readRows.ts';
import type { Row } from '../../../src/extension/tree/row.ts';
import { buildRows } from '../../../src/extension/tree/rows.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import { app, file, folder, instance } from './records.ts';

const layout = { groupBy: 'namespace', sort: 'file', filter: 'all' } as const;
const options = { now: 0, layout, t: english };

/** What VS Code is told of once it has read all rows as they were. */
function diffRows(before: readonly Row[], after: readonly Row[]): RowDiff {
  return readBy(before).diff(after);
}

function readBy(rows: readonly Row[], read = new ReadRows(), parent?: string): ReadRows {
  read.addChildren(parent, rows);
  for (const row of rows) read.addRow(row);
  for (const row of rows) readBy(row.children, read, row.id);
  return read;
}

function outline(rows: readonly Row[], indent = ''): string[] {
  return rows.flatMap((row) => [`${indent}${row.label}`, ...outline(row.children, `${indent}  `)]);
}

test('one folder shows its apps at the top, instances in order of their index', () => {
  const snapshot = { files: [file()], apps: [app()], instances: [instance({ index: 1 }), instance()] };
  assert.deepEqual(outline(buildRows([folder({ snapshot })], options)), ['web', '  web-0', '  web-1']);
});

test('several folders each have a row', () => {
  const rows = buildRows([folder(), folder({ folder: '/v', name: 'v' })], options);
  assert.deepEqual(outline(rows), [
    'w',
    '  web',
    '    web-0',
    '    web-1',
    'v',
    '  web',
    '    web-0',
    '    web-1',
  ]);
  assert.equal(new Set(rows.map((row) => row.id)).size, 2);
  assert.equal(rows[0]?.accessibilityLabel, 'w, 2 of 2 instances');
});

test('several folders without any app leave the view to its welcome text', () => {
  const snapshot = { files: [], apps: [], instances: [] };
  const empty = folder({ state: 'empty', snapshot });
  assert.deepEqual(buildRows([empty, { ...empty, folder: '/v' }], options), []);
});

test('rows of a lost supervisor are not shown', () => {
  assert.deepEqual(buildRows([folder({ state: 'lost' })], options), []);
});

test('a file that cannot be read has a row with its sentence and line, and its apps stay', () => {
  const problem = {
    code: 'file-syntax',
    severity: 'error',
    data: { message: 'Unexpected token' },
    line: 3,
  } as const;
  const snapshot = { files: [file({ problems: [problem] })], apps: [app()], instances: [instance()] };
  const rows = buildRows([folder({ snapshot })], options);
  assert.deepEqual(outline(rows), ['ecosystem.config.js', 'web', '  web-0']);
  assert.equal(rows[0]?.description, 'line 3 · Unexpected token');
  assert.equal(rows[0]?.accessibilityLabel, 'ecosystem.config.js, cannot be read, line 3, Unexpected token');
});

test('a problem of one app gives its file no row', () => {
  const problem = { code: 'script-required', severity: 'error', data: { app: 'x' }, app: 'x' } as const;
  const snapshot = { files: [file({ problems: [problem] })], apps: [app()], instances: [] };
  assert.deepEqual(outline(buildRows([folder({ snapshot })], options)), ['web']);
});

test('apps of the same name in two files show their files', () => {
  const other = app({ id: 'api/pm2.json#web', file: '/w/api/pm2.json' });
  const snapshot = { files: [], apps: [app(), other], instances: [] };
  const descriptions = buildRows([folder({ snapshot })], options).map(
    (row) => row.description.split(' · ')[0],
  );
  assert.deepEqual(descriptions, ['ecosystem.config.js', 'api/pm2.json']);
});

test('processes of an instance are below it', () => {
  const children = [{ pid: 7, ppid: 100, command: '/usr/bin/python3 -m uvicorn' }];
  const snapshot = { files: [], apps: [app()], instances: [instance({ children })] };
  const rows = buildRows([folder({ snapshot })], options);
  assert.deepEqual(outline(rows), ['web', '  web-0', '    pid 7']);
});

test('an app with one instance shows what it uses', () => {
  const usage = new Map([['ecosystem.config.js#web/0', { cpu: 1.2, memory: 10 * 1024 * 1024 }]]);
  const snapshot = { files: [file()], apps: [app({ instances: 1 })], instances: [instance()] };
  assert.match(buildRows([folder({ usage, snapshot })], options)[0]?.description ?? '', /1% · 10 MB/);
});

test('a measurement refreshes the rows of instances, and never the app above several', () => {
  const before = buildRows([folder()], options);
  const usage = new Map([
    ['ecosystem.config.js#web/0', { cpu: 1.2, memory: 10 * 1024 * 1024 }],
    ['ecosystem.config.js#web/1', { cpu: 1.3, memory: 20 * 1024 * 1024 }],
  ]);
  const { changed } = diffRows(before, buildRows([folder({ usage })], options));
  assert.deepEqual(
    changed.map((id) => id.split(':')[0]),
    ['instance', 'instance'],
  );
});

test('a changed instance refreshes its row and no other', () => {
  const before = buildRows([folder()], options);
  const usage = new Map([['ecosystem.config.js#web/1', { cpu: 0, memory: 0 }]]);
  const snapshot = {
    files: [file()],
    apps: [app()],
    instances: [instance(), instance({ index: 1, restarts: 1 })],
  };
  assert.deepEqual(diffRows(before, buildRows([folder()], options)), { root: false, changed: [] });
  assert.deepEqual(diffRows(before, buildRows([folder({ snapshot })], options)), {
    root: false,
    changed: ['app:/w:ecosystem.config.js#web', 'instance:/w:ecosystem.config.js#web/1'],
  });
  assert.deepEqual(diffRows(before, buildRows([folder({ usage })], options)).root, false);
});

test('an instance that came refreshes its app, an app that came refreshes the view', () => {
  const before = buildRows([folder()], options);
  const one = { files: [file()], apps: [app()], instances: [instance()] };
  assert.deepEqual(diffRows(before, buildRows([folder({ snapshot: one })], options)).changed, [
    'app:/w:ecosystem.config.js#web',
  ]);
  const two = { ...one, apps: [app(), app({ id: 'ecosystem.config.js#api', name: 'api' })] };
  assert.equal(diffRows(before, buildRows([folder({ snapshot: two })], options)).root, true);
});

test('VS Code is told only of what it has read otherwise, and not of rows below one that is closed', () => {
  const appRow = 'app:/w:ecosystem.config.js#web';
  const before = buildRows([folder()], options);
  const instances = [instance({ restarts: 1 }), instance({ index: 1, restarts: 2 })];
  const after = buildRows([folder({ snapshot: { files: [file()], apps: [app()], instances } })], options);
  const read = new ReadRows();
  assert.deepEqual(read.diff(after), { root: false, changed: [] }, 'nothing was read');
  readBy(before, read);
  assert.equal(read.diff(after).changed.length, 3);
  for (const row of before) read.addRow(row);
  assert.deepEqual(read.diff(after).changed, [appRow], 'what is below a row is forgotten with it');
  readBy(after, read);
  assert.deepEqual(read.diff(after).changed, [], 'it was read as it is');
  read.forgetAll();
  assert.deepEqual(read.diff([]), { root: false, changed: [] });
});

const [web, worker, mail] = [
  app({ namespace: 'front' }),
  app({ id: 'ecosystem.config.js#worker', name: 'worker', namespace: 'back', online: 1 }),
  app({
    id: 'b.json#mail',
    name: 'mail',
    namespace: 'back',
    file: '/w/b.json',
    status: 'stopped',
    online: 0,
    wanted: false,
    autostart: false,
  }),
];
const three = {
  files: [file({ apps: [web.id, worker.id] }), file({ path: '/w/z.json', apps: [mail.id] })],
  apps: [web, worker, mail],
  instances: [
    instance({ app: mail.id, name: 'mail', status: 'stopped', pid: null }),
    instance(),
    instance({ app: worker.id, name: 'worker' }),
  ],
};

function arranged(over: Partial<typeof layout> | Record<string, string>): readonly Row[] {
  return buildRows([folder({ snapshot: three })], { ...options, layout: { ...layout, ...over } });
}

function apps(rows: readonly Row[]): string[] {
  return rows.flatMap((row) =>
    row.target.kind === 'app'
      ? [row.label]
      : row.target.kind === 'group'
        ? [`${row.label}:`, ...apps(row.children)]
        : [],
  );
}

test('apps of several namespaces are grouped by them, apps of one are not', () => {
  assert.deepEqual(apps(arranged({})), ['front:', 'web', 'back:', 'worker', 'mail']);
  assert.deepEqual(apps(arranged({ groupBy: 'none' })), ['web', 'worker', 'mail']);
  assert.deepEqual(apps(buildRows([folder()], options)), ['web']);
});

test('apps of several files are grouped by them where that is wanted', () => {
  assert.deepEqual(apps(arranged({ groupBy: 'file' })), [
    'ecosystem.config.js:',
    'web',
    'worker',
    'b.json:',
    'mail',
  ]);
});

test('a group says how its apps are, and acts on those that starting all of it would start', () => {
  const back = arranged({})[1];
  assert.equal(back?.description, '1/4');
  assert.equal(back.accessibilityLabel, 'back, namespace, 1 of 4 instances');
  assert.equal(back.contextValue, 'group:canStart:canStop:canRestart');
  assert.deepEqual(back.target, { kind: 'group', folder: '/w', apps: [worker.id] });
});

test('apps are sorted by name, or those first that run', () => {
  const flat = { groupBy: 'none' } as const;
  assert.deepEqual(apps(arranged({ ...flat, sort: 'name' })), ['mail', 'web', 'worker']);
  assert.deepEqual(apps(arranged({ ...flat, sort: 'status' })), ['web', 'worker', 'mail']);
  assert.deepEqual(apps(arranged({ sort: 'name' })), ['back:', 'mail', 'worker', 'front:', 'web']);
});

test('a filter leaves what runs, or what is in trouble, and no empty group', () => {
  assert.deepEqual(apps(arranged({ filter: 'running' })), ['front:', 'web', 'back:', 'worker']);
  assert.deepEqual(apps(arranged({ filter: 'problems' })), []);
  const unhealthy = { ...three, instances: [instance({ health: 'unhealthy' })] };
  const rows = buildRows([folder({ snapshot: unhealthy })], {
    ...options,
    layout: { ...layout, filter: 'problems' },
  });
  assert.deepEqual(apps(rows), ['front:', 'web']);
});

test('ids of apps and instances are the same in every arrangement', () => {
  const ids = (rows: readonly Row[]): string[] =>
    rows.flatMap((row) => [...(row.target.kind === 'group' ? [] : [row.id]), ...ids(row.children)]);
  assert.deepEqual(ids(arranged({})).sort(), ids(arranged({ groupBy: 'none', sort: 'name' })).sort());
});
