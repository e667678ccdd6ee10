import assert from 'node:assert/strict';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace } from './testWorkspace.ts';

const server = `
const http = require('node:http');
console.log('instance ' + process.env.NODE_APP_INSTANCE + ' begins');
console.error('and warns');
http.createServer((request, response) => response.end(String(process.pid))).listen(Number(process.env.PORT));
`;

interface Listed {
  readonly name: string;
  readonly status: string;
  readonly instances: readonly { name: string; status: string; pid: number | null; restarts: number }[];
}

function parseList(text: string): Listed[] {
  return JSON.parse(text) as Listed[];
}

async function ecosystem(): Promise<Record<string, string>> {
  const app = { name: 'web', script: 'server.js', instances: 2, env: { PORT: await freePort() } };
  return {
    'server.js': server,
    'ecosystem.config.js': `module.exports = ${JSON.stringify({ apps: [app] })};`,
    'src/.keep': '',
  };
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a cluster is started, listed, read, restarted, stopped and ended from a terminal', async () => {
  await using workspace = new TestWorkspace({ files: await ecosystem() });
  const { run } = droverIn(workspace);

  const started = await run(['start', 'ecosystem.config.js', '--wait']);
  assert.deepEqual([started.code, started.err], [0, '']);
  assert.match(started.out, /^web-0 +online/m);

  const listed = await run(['list', '--json'], path.join(workspace.folder, 'src'));
  const [web] = parseList(listed.out);
  assert.equal(web?.status, 'online');
  const pids = web.instances.map(({ pid }) => pid ?? 0);
  assert.ok(pids.length === 2 && pids.every(isAlive));

  const logs = await run(['logs', 'web', '--nostream']);
  assert.equal(logs.code, 0);
  assert.match(logs.out, /^web-0 \| instance 0 begins$/m);
  const errors = await run(['logs', 'web-1', '--nostream', '--err', '--json']);
  const lines = JSON.parse(errors.out) as { stream: string; text: string }[];
  assert.deepEqual(
    lines.map(({ stream, text }) => [stream, text]),
    [['err', 'and warns']],
  );

  const restarted = await run(['restart', 'web-1', '--wait']);
  assert.equal(restarted.code, 0, restarted.err);
  const [after] = parseList((await run(['ls', '--json'])).out);
  assert.equal(after?.instances[0]?.pid, pids[0]);
  assert.notEqual(after?.instances[1]?.pid, pids[1]);

  const stopped = await run(['stop', 'web']);
  assert.deepEqual([stopped.code, stopped.out], [0, 'web is stopped.\n']);
  assert.deepEqual(
    parseList((await run(['list', '--json'])).out)[0]?.instances.map(({ status, pid }) => [status, pid]),
    [
      ['stopped', null],
      ['stopped', null],
    ],
  );
  assert.ok(!pids.some(isAlive));

  assert.equal((await run(['kill'])).code, 0);
  assert.equal((await run(['list', '--json'])).out, '[]\n');
});

test('what cannot start is told, and the rest starts', async () => {
  const files = await ecosystem();
  const broken = { name: 'broken', script: 'missing.js' };
  files['other.json'] = JSON.stringify({ apps: [broken, { name: 'steady', script: 'sleep', args: '1000' }] });
  await using workspace = new TestWorkspace({ files });
  const { run } = droverIn(workspace);
  const { code, err } = await run(['start', 'other.json', '--wait']);
  assert.equal(code, 1);
  assert.match(err, /^broken: The script ".*missing\.js" does not exist\./m);
  const apps = parseList((await run(['list', '--json'])).out);
  assert.equal(apps.find(({ name }) => name === 'steady')?.status, 'online');
});

test('a file with a syntax error is named with line and column, and nothing is left running', async () => {
  const files = { 'ecosystem.config.js': 'module.exports = {\n  apps: [,\n' };
  await using workspace = new TestWorkspace({ files });
  const { run } = droverIn(workspace);
  const { code, err } = await run(['start']);
  assert.equal(code, 1);
  assert.match(err, /^ecosystem\.config\.js:\d+(:\d+)?: error: /);
  assert.equal((await run(['ping'])).code, 1);
});

test('logs follows what instances write until the supervisor ends', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ticker.js': 'setInterval(() => console.log("tick " + process.pid), 20);',
      'ecosystem.config.js': "module.exports = { apps: [{ name: 'clock', script: 'ticker.js' }] };",
    },
  });
  const { run, spawn } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  const follower = spawn(['logs', 'clock', '--lines', '0']);
  const ended = once(follower, 'exit');
  const pids = new Set<string>();
  let restart: Promise<unknown> | undefined;
  for await (const line of createInterface(follower.stdout)) {
    const pid = /^clock \| tick (\d+)$/.exec(line)?.[1];
    assert.ok(pid !== undefined, line);
    pids.add(pid);
    restart ??= run(['restart', 'clock']);
    if (pids.size === 2) break;
  }
  await restart;
  await run(['kill']);
  assert.deepEqual(await ended, [1, null]);
});
