import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { english } from '../../../../src/ecosystem/translate.ts';
import { compileSearch, mostMatches, searchLogs } from '../../../../src/extension/logs/logSearch.ts';
import { searchText } from '../../../../src/extension/logs/searchResult.ts';

const dir = mkdtempSync(join(tmpdir(), 'drover-search-'));
after(() => rmSync(dir, { recursive: true }));
const never = (): boolean => false;

function file(name: string, ...lines: readonly string[]): string {
  const path = join(dir, name);
  writeFileSync(path, lines.map((line) => `${line}\n`).join(''));
  return path;
}

test('a query is a part in any case, or a regular expression', () => {
  assert.ok(compileSearch('No Data')('there is no database'));
  assert.ok(!compileSearch('a.c')('abc'));
  assert.ok(compileSearch('/a.c/')('abc'));
  assert.ok(!compileSearch('/ABC/')('abc'));
  assert.ok(compileSearch('/ABC/i')('abc'));
  assert.throws(() => compileSearch('/(/'), SyntaxError);
});

test('files are searched from the oldest on, with the number of the line, and with the time where it is known', async () => {
  const path = file('web.log', 'ready', '\u001b[31mno database\u001b[39m', 'no database');
  file('web.log.1', 'x', 'no database of old');
  file('web.log.10', 'no database of very old');
  file('web.log.old', 'no database of somebody else');
  const lines = [{ at: 5, stream: 'out', text: 'no database' }] as const;
  const result = await searchLogs(
    [{ name: 'web', files: [path], lines }],
    compileSearch('no database'),
    never,
  );
  assert.deepEqual(
    result.matches.map(({ at, file: found, text }) => [
      found?.path.slice(dir.length + 1),
      found?.line,
      at,
      text,
    ]),
    [
      ['web.log.10', 1, null, 'no database of very old'],
      ['web.log.1', 2, null, 'no database of old'],
      ['web.log', 2, null, 'no database'],
      ['web.log', 3, 5, 'no database'],
    ],
  );
  assert.equal(result.files, 3);
});

test('a file that several instances share is searched once, and an instance without files in memory', async () => {
  const path = file('all.log', 'hit');
  const instances = [
    { name: 'web-0', files: [path], lines: [] },
    { name: 'web-1', files: [path], lines: [] },
    { name: 'job', files: [], lines: [{ at: 7, stream: 'err', text: 'a hit' } as const] },
  ];
  const { matches } = await searchLogs(instances, compileSearch('hit'), never);
  assert.deepEqual(
    matches.map(({ instance, at, text }) => [instance, at, text]),
    [
      ['web-0, web-1', null, 'hit'],
      ['job', 7, 'a hit'],
    ],
  );
});

test('of too many matches the newest are kept, and it is said', async () => {
  const path = file('many.log', ...Array.from({ length: 3 * mostMatches }, (_, line) => `hit ${line}`));
  const result = await searchLogs([{ name: 'web', files: [path], lines: [] }], compileSearch('hit'), never);
  assert.equal(result.matches.length, mostMatches);
  assert.equal(result.matches.at(-1)?.text, `hit ${3 * mostMatches - 1}`);
  assert.equal(result.isCut, true);
});

test('a cancelled search ends, and a file that is not there is none', async () => {
  const path = file('web.log', 'hit');
  const cancelled = await searchLogs(
    [{ name: 'web', files: [path], lines: [] }],
    compileSearch('hit'),
    () => true,
  );
  assert.equal(cancelled.matches.length, 0);
  const files = [join(dir, 'nowhere', 'x.log')];
  assert.equal((await searchLogs([{ name: 'web', files, lines: [] }], compileSearch('hit'), never)).files, 0);
});

test('the document leads from each match to its place', async () => {
  const path = file('place.log', 'x', 'hit');
  const found = await searchLogs([{ name: 'web', files: [path], lines: [] }], compileSearch('hit'), never);
  const { text, links } = searchText(found, { query: 'hit', app: 'web', isCancelled: true }, english);
  assert.match(text, /^… 1 lines with "hit" in 1 log files of web\n… The search was cancelled/);
  const [link] = links;
  assert.equal(text.split('\n')[link?.row ?? 0]?.slice(link?.start, link?.end), 'place.log:2');
  assert.deepEqual([link?.path, link?.line], [path, 2]);
});
