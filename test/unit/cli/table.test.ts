import assert from 'node:assert/strict';
import { test } from 'node:test';
import { painterFor } from '../../../src/cli/colours.ts';
import { renderTable } from '../../../src/cli/table.ts';

const columns = [
  { title: 'name', shrinks: true },
  { title: 'status' },
  { title: 'memory', align: 'right', dropOrder: 1 },
] as const;
const rows = [
  [{ text: 'a-rather-long-name' }, { text: 'online' }, { text: '3 MB' }],
  [{ text: 'b' }, { text: 'stopped' }],
];
const paint = (_colour: string, text: string) => text;

test('columns are as wide as their widest cell, and missing cells stay blank', () => {
  assert.deepEqual(renderTable(columns, rows, { width: null, paint }), [
    'name                status   memory',
    'a-rather-long-name  online     3 MB',
    'b                   stopped        ',
  ]);
});

test('a narrow terminal first loses the columns that matter least, then long names are cut', () => {
  assert.deepEqual(renderTable(columns, rows, { width: 27, paint }), [
    'name                status',
    'a-rather-long-name  online',
    'b                   stopped',
  ]);
  assert.deepEqual(renderTable(columns, rows, { width: 20, paint }), [
    'name         status',
    'a-rather-l…  online',
    'b            stopped',
  ]);
});

test('of two long columns the later is cut first, and one that nothing is in is left out', () => {
  const noted = [
    { title: 'name', shrinks: true },
    { title: 'health', optional: true },
    { title: 'note', shrinks: true, optional: true },
  ];
  const long = [[{ text: 'a-name' }, { text: '' }, { text: 'for db, cache' }], [{ text: 'b' }]];
  assert.deepEqual(renderTable(noted, long, { width: 16, paint }), [
    'name    note',
    'a-name  for db,…',
    'b       ',
  ]);
  assert.deepEqual(renderTable(noted, long, { width: 10, paint }), ['name  note', 'a-n…  for…', 'b     ']);
  assert.deepEqual(renderTable(noted, [[{ text: 'b' }]], { width: null, paint }), ['name', 'b']);
});

test('colours are for terminals, without NO_COLOR', () => {
  const terminal = { write: () => true, isTTY: true };
  assert.equal(painterFor(terminal, {})('green', 'online'), '\u001b[32monline\u001b[0m');
  assert.equal(painterFor(terminal, { NO_COLOR: '1' })('green', 'online'), 'online');
  assert.equal(painterFor({ write: () => true }, {})('green', 'online'), 'online');
});

test('wide characters count as the two columns that they take, and are never cut in half', () => {
  const wide = [{ title: 'name', shrinks: 'middle' as const }, { title: 'n' }];
  const named = [
    [{ text: '日本語のサーバー' }, { text: '1' }],
    [{ text: 'b' }, { text: '2' }],
  ];
  assert.deepEqual(renderTable(wide, named, { width: null, paint }), [
    'name              n',
    '日本語のサーバー  1',
    'b                 2',
  ]);
  assert.deepEqual(renderTable(wide, named, { width: 12, paint }), [
    'name       n',
    '日本…バー  1',
    'b          2',
  ]);
});
