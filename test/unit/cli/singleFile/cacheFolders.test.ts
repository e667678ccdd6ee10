import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CacheSystem } from '../../../../src/cli/singleFile/cacheFolders.ts';
import { cacheFolders } from '../../../../src/cli/singleFile/cacheFolders.ts';

const linux: CacheSystem = { env: {}, platform: 'linux', uid: 1000, homedir: '/home/ann', tmpdir: '/tmp' };

test('what is unpacked goes where caches are kept, and to the temporary folder where that cannot be', () => {
  assert.deepEqual(cacheFolders(linux), ['/home/ann/.cache/drover', '/tmp/drover-cache-1000']);
  const chosen = { ...linux, env: { XDG_CACHE_HOME: '/var/cache/ann' } };
  assert.equal(cacheFolders(chosen)[0], '/var/cache/ann/drover');
  const relative = { ...linux, env: { XDG_CACHE_HOME: 'cache' } };
  assert.equal(cacheFolders(relative)[0], '/home/ann/.cache/drover');
});

test('a user without a home has the temporary folder alone', () => {
  assert.deepEqual(cacheFolders({ ...linux, homedir: '' }), ['/tmp/drover-cache-1000']);
});

test('macOS and Windows have places of their own', () => {
  const mac = cacheFolders({
    ...linux,
    platform: 'darwin',
    homedir: '/Users/ann',
    tmpdir: '/var/folders/x/T',
  });
  assert.deepEqual(mac, ['/Users/ann/Library/Caches/drover', '/var/folders/x/T/drover-cache-1000']);
  const windows: CacheSystem = {
    env: { LOCALAPPDATA: 'C:\\Users\\ann\\AppData\\Local' },
    platform: 'win32',
    uid: 'ann',
    homedir: 'C:\\Users\\ann',
    tmpdir: 'C:\\Temp',
  };
  assert.deepEqual(cacheFolders(windows), [
    'C:\\Users\\ann\\AppData\\Local\\drover',
    'C:\\Temp\\drover-cache-ann',
  ]);
  assert.equal(cacheFolders({ ...windows, env: {} })[0], 'C:\\Users\\ann\\AppData\\Local\\drover');
});
