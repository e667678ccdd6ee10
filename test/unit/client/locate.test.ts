import assert from 'node:assert/strict';
import { mkdtempSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import type { System } from '../../../src/client/locate.ts';
import { locate } from '../../../src/client/locate.ts';
import { socketAddress } from '../../../src/protocol/rendezvous.ts';

const linux: System = {
  env: { XDG_RUNTIME_DIR: '/run/user/1000' },
  platform: 'linux',
  uid: 1000,
  homedir: '/home/jo',
  tmpdir: '/tmp',
  realpath: (folder) => folder,
  isOwnFolder: () => true,
  letsOthersReplace: () => false,
};
const mac: System = {
  ...linux,
  env: {},
  platform: 'darwin',
  uid: 501,
  homedir: '/Users/jo',
  tmpdir: '/var/folders/zz/zyxvpxvq6csfxvn_n0000000000000/T',
};
const windows: System = {
  ...linux,
  env: { LOCALAPPDATA: 'C:\\Users\\jo\\AppData\\Local' },
  platform: 'win32',
  uid: 'jo',
  homedir: 'C:\\Users\\jo',
  tmpdir: 'C:\\Temp',
};

const token = '0123456789abcdef'.repeat(4);

test('on Linux the runtime folder is below XDG_RUNTIME_DIR and the state below ~/.local/state', () => {
  const { key, runtimeDir, stateDir } = locate('/srv/shop', linux);
  assert.match(key, /^[0-9a-f]{12}$/);
  assert.equal(runtimeDir, `/run/user/1000/drover-1000/${key}`);
  assert.equal(stateDir, `/home/jo/.local/state/drover/${key}`);
  assert.equal(
    socketAddress(runtimeDir, { generation: 7, token }, 'linux'),
    `/run/user/1000/drover-1000/${key}/s7.sock`,
  );
});

test('without XDG_RUNTIME_DIR it is /run/user/<uid>, and where that is missing the temporary folder', () => {
  const withRunUser = locate('/srv/shop', { ...linux, env: {} });
  assert.equal(path.dirname(withRunUser.runtimeDir), '/run/user/1000/drover-1000');
  const without = locate('/srv/shop', { ...linux, env: {}, isOwnFolder: () => false });
  assert.equal(path.dirname(without.runtimeDir), '/tmp/drover-1000');
});

test('a temporary folder in which others may rename things is left for the state folder', () => {
  const open = { ...linux, env: {}, isOwnFolder: () => false, letsOthersReplace: () => true };
  assert.equal(
    path.dirname(locate('/srv/shop', open).runtimeDir),
    '/home/jo/.local/state/drover/run/drover-1000',
  );
});

test('XDG variables that are relative or lead nowhere are passed over', () => {
  const env = { XDG_RUNTIME_DIR: 'run', XDG_STATE_HOME: 'state' };
  const relative = locate('/srv/shop', { ...linux, env });
  assert.equal(path.dirname(relative.runtimeDir), '/run/user/1000/drover-1000');
  assert.equal(path.dirname(relative.stateDir), '/home/jo/.local/state/drover');
  const gone = locate('/srv/shop', {
    ...linux,
    env: { XDG_RUNTIME_DIR: '/gone' },
    isOwnFolder: (folder) => folder !== '/gone',
  });
  assert.equal(path.dirname(gone.runtimeDir), '/run/user/1000/drover-1000');
});

test('on macOS the sockets lie in the temporary folder, within the 103 bytes it allows', () => {
  const { key, runtimeDir, stateDir } = locate('/Users/jo/shop', mac);
  assert.equal(stateDir, `/Users/jo/Library/Application Support/drover/${key}`);
  assert.equal(runtimeDir, `${mac.tmpdir}/drover-501/${key}`);
  assert.ok(Buffer.byteLength(socketAddress(runtimeDir, { generation: 999_999, token }, 'darwin')) <= 103);
});

test('on Windows there is a named pipe of the user and the folder, which nobody can make who has not read the token', () => {
  const { key, runtimeDir, stateDir } = locate('C:\\shop', windows);
  assert.equal(stateDir, `C:\\Users\\jo\\AppData\\Local\\drover\\${key}`);
  const pipe = socketAddress(runtimeDir, { generation: 3, token }, 'win32');
  const stem = `\\\\.\\pipe\\drover-jo-${key}-3-`;
  assert.ok(pipe.startsWith(stem), pipe);
  assert.match(pipe.slice(stem.length), /^[0-9a-f]{16}$/);
  assert.notEqual(socketAddress(runtimeDir, { generation: 3, token: 'other' }, 'win32'), pipe);
});

test('a runtime folder too long for a socket is refused', () => {
  const env = { XDG_RUNTIME_DIR: `/run/${'x'.repeat(80)}` };
  assert.throws(() => locate('/srv/shop', { ...linux, env }), { code: 'runtime-path-long' });
});

test('every way to a folder leads to the same place', (t) => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'drover-locate-'));
  t.after(() => rmSync(base, { recursive: true }));
  mkdirSync(path.join(base, 'real'));
  symlinkSync(path.join(base, 'real'), path.join(base, 'link'));
  assert.deepEqual(locate(path.join(base, 'link', '.')), locate(path.join(base, 'real')));
});
