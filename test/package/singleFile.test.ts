import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { singleFilePath } from '../../scripts/packSingleFile.ts';
import { freePort } from '../supervisor/freePort.ts';
import { CleanMachine } from './cleanMachine.ts';

function machineWithDrover(node: 22 | 24): CleanMachine & { readonly drover: string } {
  const machine = new CleanMachine(node);
  const drover = path.join(machine.folder, 'bin', 'drover');
  copyFileSync(singleFilePath, drover);
  chmodSync(drover, 0o755);
  return Object.assign(machine, { drover });
}

for (const node of [22, 24] as const) {
  test(`one file starts, lists and ends a cluster on a machine that has nothing but Node ${node}`, async () => {
    using machine = machineWithDrover(node);
    const port = await freePort();
    machine.write(
      'server.js',
      `require('node:http').createServer((request, response) => response.end(String(process.pid))).listen(${port});`,
    );
    machine.write(
      'ecosystem.config.js',
      'module.exports = { apps: [{ name: "web", script: "server.js", instances: 2 }] };',
    );
    const started = await machine.run(machine.drover, ['start', '--wait']);
    assert.deepEqual([started.code, started.err], [0, '']);
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      assert.match(await answer.text(), /^\d+$/);
      const listed = await machine.run(machine.drover, ['list', '--json']);
      const [web] = JSON.parse(listed.out) as { name: string; online: number }[];
      assert.deepEqual([web?.name, web?.online], ['web', 2]);
      // What is loaded on demand has come along.
      const served = await machine.run(machine.drover, ['mcp']);
      assert.deepEqual([served.code, served.err], [0, '']);
    } finally {
      assert.equal((await machine.run(machine.drover, ['kill'])).code, 0);
    }
    assert.equal(readdirSync(path.join(machine.home, '.cache', 'drover')).length, 1);
  });
}

test('many at once unpack one copy, and what was tidied up in part is put back', async () => {
  using machine = machineWithDrover(22);
  const versions = Array.from({ length: 6 }, () => machine.run(machine.drover, ['--version']));
  for (const { code, out } of await Promise.all(versions)) {
    assert.equal(code, 0);
    assert.match(out, /^\d+\.\d+\.\d+\n$/);
  }
  const cache = path.join(machine.home, '.cache', 'drover');
  const [copy = '', ...others] = readdirSync(cache);
  assert.deepEqual(others, []);
  rmSync(path.join(cache, copy, 'dist', 'supervisor.cjs'));
  rmSync(path.join(cache, copy, 'package.json'));
  assert.equal((await machine.run(machine.drover, ['--version'])).code, 0);
  assert.ok(existsSync(path.join(cache, copy, 'dist', 'supervisor.cjs')));
});

test('without a home it unpacks to the temporary folder, and never uses what others could have written', async () => {
  using machine = machineWithDrover(22);
  writeFileSync(path.join(machine.folder, 'file'), '');
  const noHome = { HOME: path.join(machine.folder, 'file') };
  const run = () => machine.run(machine.drover, ['--version'], noHome);
  assert.equal((await run()).code, 0);
  const temporary = path.join(machine.folder, 'tmp', `drover-cache-${process.getuid?.() ?? ''}`);
  assert.equal(readdirSync(temporary).length, 1);

  chmodSync(temporary, 0o777);
  const refused = await run();
  assert.equal(refused.code, 1);
  assert.match(
    refused.err,
    /^drover has nowhere to unpack itself: The folder ".*" can be written to by others\. Set/,
  );
  rmSync(temporary, { recursive: true });
  mkdirSync(temporary, { mode: 0o700 });
  assert.equal((await run()).code, 0);
});
