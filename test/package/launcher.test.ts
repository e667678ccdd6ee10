import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/install/paths.ts';
import { nodeBinary } from '../nodes.ts';

const launcher = `${root}/bin/drover`;

test('the command of terminals runs on the runtime of the editor that opened them', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const runtime = path.join(folder, 'code');
  writeFileSync(runtime, '#!/bin/sh\necho "$ELECTRON_RUN_AS_NODE" "$@"\n', { mode: 0o755 });
  const env = { PATH: process.env['PATH'], DROVER_NODE: runtime };
  const printed = execFileSync(launcher, ['start', 'a b', '--dev'], { env, encoding: 'utf8' });
  assert.equal(printed, `1 ${root}/bin/../dist/cli.cjs start a b --dev\n`);
});

test('the command of terminals runs on the Node of the PATH where that runtime is gone', (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'drover-'));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync(nodeBinary(22), path.join(folder, 'node'));
  for (const gone of [undefined, '/nowhere/code']) {
    const env = { PATH: `${folder}:/usr/bin:/bin`, ...(gone === undefined ? {} : { DROVER_NODE: gone }) };
    assert.match(execFileSync(launcher, ['--version'], { env, encoding: 'utf8' }), /^\d+\.\d+\.\d+/);
  }
});
