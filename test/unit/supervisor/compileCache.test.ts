import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settleCompileCache } from '../../../src/supervisor/compileCache.ts';

test('apps have the compile cache of the user, and never ours', () => {
  const ours = { NODE_COMPILE_CACHE: '/state/drover/compile-cache', PATH: '/bin' };
  settleCompileCache(ours, '/state/drover/0123456789ab');
  assert.deepEqual(ours, { PATH: '/bin' });
  const own = { NODE_COMPILE_CACHE: '/own' };
  settleCompileCache(own, '/state/drover/0123456789ab');
  assert.deepEqual(own, { NODE_COMPILE_CACHE: '/own' });
});
