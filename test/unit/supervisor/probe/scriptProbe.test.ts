import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { after, mock, test } from 'node:test';
import type { ProbeContext } from '../../../../src/supervisor/probe/probeContext.ts';
import { runProbe } from '../../../../src/supervisor/probe/probe.ts';
import type { ProbeResult } from '../../../../src/supervisor/probe/probeResult.ts';
import { setImmediate } from 'node:timers/promises';
import { beyond, openResources } from './openResources.ts';
import { healthCheck, probeContext } from './healthChecks.ts';

const dir = mkdtempSync(join(tmpdir(), 'drover-probe-'));
after(() => rm(dir, { recursive: true }));

const apps = join(import.meta.dirname, '../../../fixtures/apps');
const never = new AbortController().signal;

function probe(script: string, facts: Partial<ProbeContext> = {}, signal = never): Promise<ProbeResult> {
  return runProbe(healthCheck({ type: 'script', script }), probeContext({ cwd: dir, ...facts }), signal);
}

function write(name: string, text: string, mode = 0o644): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  chmodSync(path, mode);
  return path;
}

/** Two processes of a check that hangs: told by their connections. */
async function hanging(t: TestContext): Promise<{ port: number; held: () => Promise<Promise<unknown>[]> }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(async () => {
    server.close();
    await once(server, 'close');
  });
  const closings: Promise<unknown>[] = [];
  const both = new Promise<void>((resolve) => {
    server.on('connection', (socket: Socket) => {
      socket.on('error', () => undefined);
      closings.push(new Promise((closed) => socket.resume().on('close', closed)));
      if (closings.length === 2) resolve();
    });
  });
  const held = (): Promise<Promise<unknown>[]> => both.then(() => closings);
  return { port: (server.address() as AddressInfo).port, held };
}

test('exit code 0 is healthy, and any other is quoted with the last line', async () => {
  assert.deepEqual(await probe('true'), { ok: true });
  assert.deepEqual(await probe('exit 3'), { ok: false, reason: 'exit code 3' });
  assert.deepEqual(await probe('echo first; printf "\\033[31mdatabase is down\\033[0m\\n\\n" >&2; exit 1'), {
    ok: false,
    reason: 'exit code 1: database is down',
  });
  assert.deepEqual(await probe('kill -9 $$'), { ok: false, reason: 'ended by SIGKILL' });
});

test('a flood of output is not kept, and its last line is short', async () => {
  const result = await probe(`"${process.execPath}" -e "console.log('x'.repeat(1e6)); process.exitCode = 1"`);
  assert.deepEqual(result, { ok: false, reason: `exit code 1: ${'x'.repeat(200)}` });
});

test('it has the environment of the instance without its mark, and its port', async () => {
  const env = { PATH: process.env['PATH'] ?? '', COLOUR: 'red', PORT: '1', DROVER_INSTANCE: 'token' };
  const line = 'echo "$COLOUR $PORT {PORT} {INDEX} [$DROVER_INSTANCE] $(pwd -P)"; exit 1';
  const facts = { env, port: 3000, index: 4, cwd: '/' };
  assert.deepEqual(await probe(line, facts), { ok: false, reason: 'exit code 1: red 3000 3000 4 [] /' });
});

test('a placeholder of a port that is not known keeps it from running', async () => {
  assert.deepEqual(await probe('exit 0 # {PORT}'), { ok: false, reason: 'its port is not known yet' });
});

test('a file is run by itself, by its interpreter, or not at all', async () => {
  write('own', '#!/bin/sh\necho "by itself"; exit 1\n', 0o755);
  write('plain.cjs', 'console.log("by node"); process.exitCode = 1;\n');
  write('mounted.cjs', 'console.log("by node as well"); process.exitCode = 1;\n', 0o755);
  write('unmarked', '#!/bin/sh\n');
  write('snake.py', '');
  assert.deepEqual(await probe('./own'), { ok: false, reason: 'exit code 1: by itself' });
  assert.deepEqual(await probe('plain.cjs'), { ok: false, reason: 'exit code 1: by node' });
  assert.deepEqual(await probe('mounted.cjs'), { ok: false, reason: 'exit code 1: by node as well' });
  assert.match(JSON.stringify(await probe(join(dir, 'unmarked'))), /it cannot be run: .*EACCES/);
  const nowhere = { env: { PATH: join(dir, 'nowhere') } };
  assert.deepEqual(await probe('snake.py', nowhere), { ok: false, reason: '"python3" is not on its PATH' });
});

test('a name with blanks is a file when there is one', async () => {
  mkdirSync(join(dir, 'with blanks'));
  write('with blanks/check.cjs', 'process.exitCode = 7;\n');
  assert.deepEqual(await probe('with blanks/check.cjs'), { ok: false, reason: 'exit code 7' });
});

test('a folder that is gone is a failure', async () => {
  assert.match(JSON.stringify(await probe('true', { cwd: join(dir, 'gone') })), /it cannot be run/);
});

test('a check that hangs is killed with its children when the time is over', async (t) => {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.after(() => mock.timers.reset());
  const { port, held } = await hanging(t);
  const result = probe(join(apps, 'healthHang.cjs'), { port });
  const closings = await held();
  mock.timers.tick(5000);
  assert.deepEqual(await result, { ok: false, reason: 'no answer within 5 s: waiting for the database' });
  await Promise.all(closings);
});

test(
  'an aborted check is killed with its children, and leaves nothing open',
  { timeout: 20_000 },
  async (t) => {
    const { port, held } = await hanging(t);
    const before = openResources();
    const abort = new AbortController();
    const result = probe(join(apps, 'healthHang.cjs'), { port }, abort.signal);
    const closings = await held();
    abort.abort();
    assert.equal((await result).ok, false);
    await Promise.all(closings);
    // Handles are closed in the next turns of the loop; what leaks never is.
    while (beyond(before).length > 0) await setImmediate();
  },
);

test('what a check leaves behind is killed when it ends', async (t) => {
  const { port, held } = await hanging(t);
  const left = `"${process.execPath}" "${join(apps, 'healthHang.cjs')}" &`;
  // It reads, and ends, when both have connected.
  const go = join(dir, 'go');
  execFileSync('mkfifo', [go]);
  const result = probe(`${left} read line < "${go}"; exit 0`, { port });
  const closings = await held();
  await writeFile(go, '\n');
  assert.deepEqual(await result, { ok: true });
  await Promise.all(closings);
});
