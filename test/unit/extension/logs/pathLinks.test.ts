import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathLinks, resolveLink } from '../../../../src/extension/logs/pathLinks.ts';

/** A line with the links in it: the text that is underlined, then file, line and column. */
const lines: readonly [
  line: string,
  ...links: readonly (readonly [string, string, number | null, number | null])[],
][] = [
  ['    at Object.<anonymous> (/app/server.js:10:5)', ['/app/server.js:10:5', '/app/server.js', 10, 5]],
  ['    at async run (src/a.ts:1:2)', ['src/a.ts:1:2', 'src/a.ts', 1, 2]],
  ['    at file:///app/a%20b/x.mjs:3:4', ['file:///app/a%20b/x.mjs:3:4', 'file:///app/a%20b/x.mjs', 3, 4]],
  ['  File "app/main.py", line 3, in <module>', ['app/main.py', 'app/main.py', 3, null]],
  ['src/x.ts(10,5): error TS2322: no', ['src/x.ts(10,5)', 'src/x.ts', 10, 5]],
  ['web-2 |     at run (lib/run.js:77:3)', ['lib/run.js:77:3', 'lib/run.js', 77, 3]],
  ['Error in server.js:7: no', ['server.js:7', 'server.js', 7, null]],
  ['C:\\app\\x.js:3:1', ['C:\\app\\x.js:3:1', 'C:\\app\\x.js', 3, 1]],
  ["ENOENT: no such file, open '/tmp/x.json'", ['/tmp/x.json', '/tmp/x.json', null, null]],
  ['wrote ./a/b.log.', ['./a/b.log', './a/b.log', null, null]],
  ['GET http://localhost:3000/a/b.js 200'],
  ['    at node:internal/process/task_queues:95:5'],
  ['webpack:///./src/x.js:3'],
  ['10:30:22.123 INFO 3.5 ms 42'],
  ['no path here, at all'],
];

for (const [line, ...expected] of lines) {
  test(`links of ${JSON.stringify(line)}`, () => {
    const found = pathLinks(line).map((one) => [
      line.slice(one.start, one.end),
      one.path,
      one.line,
      one.column,
    ]);
    assert.deepEqual(found, expected);
  });
}

test('a line has eight links at most, and a very long one none', () => {
  assert.equal(pathLinks('a/b.js '.repeat(20)).length, 8);
  assert.equal(pathLinks('a/b.js '.repeat(1000)).length, 0);
});

test('relative paths begin where the program runs, and addresses of files are decoded', () => {
  assert.equal(resolveLink({ path: 'src/a.ts' }, '/app'), '/app/src/a.ts');
  assert.equal(resolveLink({ path: '/x/a.ts' }, '/app'), '/x/a.ts');
  assert.equal(resolveLink({ path: 'file:///a%20b/x.mjs' }, '/app'), '/a b/x.mjs');
  assert.equal(resolveLink({ path: 'file://host/x.mjs' }, '/app'), undefined);
});
