import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import promises from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readEcosystemFile } from '../../../src/ecosystem/readEcosystemFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'drover-saved-'));
after(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'ecosystem.json');
const read = () =>
  readEcosystemFile(path, { dialect: 'auto', findRunner: () => assert.fail('it need not be run') });

test('a file that is met empty while an editor saves it is read when it is filled', async (t) => {
  writeFileSync(path, '');
  const { readFile } = promises;
  const reads = t.mock.method(promises, 'readFile', async (...args: Parameters<typeof readFile>) => {
    const text = await readFile(...args);
    writeFileSync(path, '{"apps": [{"name": "web", "script": "server.js"}]}');
    return text;
  });
  syncBuiltinESMExports();
  t.after(() => {
    reads.mock.restore();
    syncBuiltinESMExports();
  });
  const { apps } = await read();
  assert.equal(reads.mock.callCount(), 2);
  assert.deepEqual(
    apps.map(({ name }) => name),
    ['web'],
  );
});

test('a file that stays empty is told as empty', async () => {
  writeFileSync(path, '');
  const { problems } = await read();
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['file-empty'],
  );
});
