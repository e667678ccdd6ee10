import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileTime } from '../../../../src/supervisor/watch/fileClock.ts';

test('no file that is written after it has an earlier time', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-clock-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'file');
  for (let round = 0; round < 500; round += 1) {
    const time = fileTime(folder);
    writeFileSync(file, String(round));
    const { ctimeMs } = statSync(file);
    assert.ok(ctimeMs >= time, `${ctimeMs} is before ${time}`);
  }
  assert.deepEqual(readdirSync(folder), ['file']);
});

test('where no file can be written it is that of the system', () => {
  const before = Date.now();
  const time = fileTime(join(tmpdir(), 'drover-there-is-none'));
  assert.ok(time >= before && time <= Date.now());
});
