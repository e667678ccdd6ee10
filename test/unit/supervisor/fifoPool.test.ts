import assert from 'node:assert/strict';
import { closeSync, constants, mkdtempSync, openSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { FifoPool } from '../../../src/supervisor/launch/fifoPool.ts';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';

test('FIFOs are used again, but not those that somebody still reads from: these go', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-fifos-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const pool = new FifoPool(createPlatform(), folder);
  const taken = await pool.take();
  pool.giveBack(taken);
  assert.deepEqual(await pool.take(), taken);

  const reader = openSync(taken.in, constants.O_RDWR);
  t.after(() => closeSync(reader));
  const before = readdirSync(folder).length;
  pool.giveBack(taken);
  assert.equal(readdirSync(folder).length, before - 3);
  assert.notDeepEqual(await pool.take(), taken);
});
