import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pruneCompileCache, settleCompileCache } from '../../../src/supervisor/compileCache.ts';

test('apps have the compile cache of the user, and never ours', () => {
  const ours = { NODE_COMPILE_CACHE: '/state/drover/compile-cache', PATH: '/bin' };
  settleCompileCache(ours, '/state/drover/0123456789ab');
  assert.deepEqual(ours, { PATH: '/bin' });
  const own = { NODE_COMPILE_CACHE: '/own' };
  settleCompileCache(own, '/state/drover/0123456789ab');
  assert.deepEqual(own, { NODE_COMPILE_CACHE: '/own' });
});

const day = 24 * 3600_000;

test('of compiled code stays what was written or read within 30 days, whichever version made it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'drover-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const now = Date.now();
  const make = (path: string, days: { readonly written: number; readonly read: number }): void => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), '');
    utimesSync(join(folder, path), new Date(now - days.read * day), new Date(now - days.written * day));
  };
  make('v22/old', { written: 40, read: 31 });
  make('v22/often-read', { written: 400, read: 2 });
  make('v22/fresh', { written: 0, read: 0 });
  make('v18/old', { written: 90, read: 90 });
  mkdirSync(join(folder, 'v24'));
  const left = (): string[] => readdirSync(folder, { recursive: true }).map(String).sort();

  await pruneCompileCache(folder, now);
  assert.deepEqual(left(), ['v18', 'v22', 'v22/fresh', 'v22/often-read', 'v24']);
  const long = new Date(now - 31 * day);
  utimesSync(join(folder, 'v18'), long, long);
  await Promise.all([pruneCompileCache(folder, now), pruneCompileCache(folder, now)]);
  assert.deepEqual(left(), ['v22', 'v22/fresh', 'v22/often-read', 'v24']);
  await pruneCompileCache(join(folder, 'none'), now);
});
