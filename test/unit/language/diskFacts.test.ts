import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { DiskFacts } from '../../../src/language/diskFacts.ts';

test('places are looked at once until they are forgotten', () => {
  const asked: string[] = [];
  const none = (): undefined => undefined;
  const facts = new DiskFacts({
    kindOf: (path) => {
      asked.push(path);
      return null;
    },
    namesIn: () => [],
    isOnPath: none,
    isModuleFolder: none,
  });
  for (let count = 0; count < 3; count += 1) assert.equal(facts.kindOf('/a'), null);
  assert.deepEqual(asked, ['/a']);
  facts.forget();
  facts.kindOf('/a');
  assert.deepEqual(asked, ['/a', '/a']);
});

test('a folder is listed with what its links lead to, and one that is not there as empty', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-disk-'));
  t.after(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'source'));
  writeFileSync(join(folder, 'server.js'), '');
  symlinkSync(join(folder, 'source'), join(folder, 'linked'));
  symlinkSync(join(folder, 'gone'), join(folder, 'dangling'));
  const facts = new DiskFacts();
  const entries = facts.listFolder(folder).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  assert.deepEqual(entries, [
    { name: 'dangling', isFolder: false },
    { name: 'linked', isFolder: true },
    { name: 'server.js', isFolder: false },
    { name: 'source', isFolder: true },
  ]);
  assert.deepEqual(facts.listFolder(join(folder, 'nowhere')), []);
  assert.deepEqual(facts.listFolder(join(folder, 'server.js')), []);
});
