import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { compileCacheFolder } from '../../../src/client/compileCache.ts';

test('compiled code is kept in a folder that nobody else can write to, or not at all', (t) => {
  const root = mkdtempSync(join(tmpdir(), 'drover-'));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  const folderIn = (state: string, env: NodeJS.ProcessEnv = {}): string | undefined =>
    compileCacheFolder({ env: { ...env, XDG_STATE_HOME: state }, platform: 'linux', homedir: root });

  const made = folderIn(join(root, 'a'));
  assert.equal(made, join(root, 'a/drover/compile-cache'));
  assert.equal(statSync(made).mode & 0o777, 0o700);
  assert.equal(folderIn(join(root, 'a')), made);

  chmodSync(made, 0o770);
  assert.equal(folderIn(join(root, 'a')), undefined);

  mkdirSync(join(root, 'b/drover'), { recursive: true });
  symlinkSync(root, join(root, 'b/drover/compile-cache'));
  assert.equal(folderIn(join(root, 'b')), undefined);

  assert.equal(folderIn(join(root, 'c'), { NODE_COMPILE_CACHE: '/own' }), undefined);
  assert.equal(folderIn(join(root, 'c'), { NODE_DISABLE_COMPILE_CACHE: '1' }), undefined);
  assert.equal(folderIn('/dev/null'), undefined);
});
