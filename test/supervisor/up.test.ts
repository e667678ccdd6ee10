import assert from 'node:assert/strict';
import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { freePort } from './freePort.ts';
import { fetchMany, instancesOf, TestWorkspace, until } from './testWorkspace.ts';

const server = `
const server = require('node:http').createServer((request, response) => {
  if (request.url !== '/slow') return response.end(String(process.pid));
  console.log('slow request');
  process.once('SIGINT', () => setTimeout(() => response.end('slow answer'), 100));
});
server.listen(Number(process.env.PORT), () => console.log('listening'));
process.once('SIGINT', () => {
  for (let line = 0; line < 3000; line += 1) console.log('line ' + line + ' at the end');
  console.error('last words');
  server.close(() => process.exit(0));
});
`;
const config = (apps: string): string => `module.exports = { apps: [${apps}] };`;
const webApp = (port: number): string =>
  `{ name: 'web', script: 'server.js', instances: 2, kill_timeout: 10000, env: { PORT: '${port}' } }`;

interface Up {
  readonly child: ChildProcessWithoutNullStreams;
  readonly out: () => string;
  readonly err: () => string;
  /** Resolves once both streams together have this. */
  readonly shows: (text: string, times?: number) => Promise<void>;
  /** Exit code, once everything was read. */
  readonly ended: Promise<number | null>;
}

function up(t: TestContext, workspace: TestWorkspace, ...args: string[]): Up {
  const child = droverIn(workspace).spawn(['up', ...args]);
  t.after(() => child.kill('SIGKILL'));
  const texts = { stdout: '', stderr: '' };
  const waiting = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
      for (const look of waiting) look();
    });
  }
  const ended = once(child, 'close').then(([code]) => {
    for (const look of waiting) look();
    return code as number | null;
  });
  const all = (): string => texts.stdout + texts.stderr;
  const shows = (text: string, times = 1): Promise<void> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        if (all().split(text).length > times) resolve();
        else if (child.exitCode !== null) reject(new Error(`ended without "${text}":\n${all()}`));
        else return;
        waiting.delete(look);
      };
      waiting.add(look);
      look();
    });
  return { child, out: () => texts.stdout, err: () => texts.stderr, shows, ended };
}

test('SIGTERM lets open requests finish, shows every last line, and ends with 0', async (t) => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'server.js': server, 'ecosystem.config.js': config(webApp(port)) },
  });
  const running = up(t, workspace);
  await running.shows('listening', 2);
  assert.equal((await fetchMany(port, 1)).length, 1);
  const slow = fetch(`http://127.0.0.1:${port}/slow`, { headers: { connection: 'close' } });
  await running.shows('slow request');
  running.child.kill('SIGTERM');
  assert.equal(await (await slow).text(), 'slow answer');
  assert.equal(await running.ended, 0);
  for (const name of ['web-0', 'web-1']) {
    const lines = running.out().split('\n');
    const ends = lines.filter((line) => line.startsWith(name) && line.endsWith('at the end'));
    assert.deepEqual(
      ends,
      Array.from({ length: 3000 }, (_, line) => `${name} | line ${line} at the end`),
    );
    assert.match(running.err(), new RegExp(`^${name} \\| last words$`, 'm'));
  }
  assert.deepEqual(await workspace.survivors(), []);
  assert.equal((await droverIn(workspace).run(['ping'])).code, 1);
});

test('it ends with 0 when every one-shot app is done, and with 1 when one has failed', async (t) => {
  const good = `{ name: 'good', script: 'good.js', one_shot: true }`;
  const bad = `{ name: 'bad', script: 'bad.js', one_shot: true }`;
  await using workspace = new TestWorkspace({
    files: {
      'good.js': 'console.log("good is done")',
      'bad.js': 'console.error("no database"); process.exitCode = 4;',
      'ecosystem.config.js': config(`${good}, ${bad}`),
    },
  });
  const first = up(t, workspace, 'good');
  assert.equal(await first.ended, 0);
  assert.equal(first.out(), 'good | good is done\n');
  const second = up(t, workspace, '--raw');
  assert.equal(await second.ended, 1);
  assert.match(second.out(), /^good is done$/m);
  assert.match(second.err(), /^no database$/m);
  assert.match(second.err(), /Ends, because bad has failed\./);
});

test('an app that crashes again and again ends it with 1, at once where any failure is to end it', async (t) => {
  const port = await freePort();
  const loop = `{ name: 'loop', script: 'loop.js', max_restarts: 3 }`;
  await using workspace = new TestWorkspace({
    files: {
      'server.js': server,
      'loop.js': 'throw new Error("no luck")',
      'ecosystem.config.js': config(`${webApp(port)}, ${loop}`),
    },
  });
  const alone = up(t, workspace, 'loop');
  assert.equal(await alone.ended, 1);
  assert.equal(alone.err().split('Error: no luck').length - 1, 3);
  const beside = up(t, workspace, '--exit-on-failure');
  assert.equal(await beside.ended, 1);
  assert.match(beside.err(), /Ends, because loop has failed\./);
  // The other one was stopped in order, if it had come so far.
  assert.deepEqual(await workspace.survivors(), []);

  const staying = up(t, workspace);
  await staying.shows('errored');
  await staying.shows('listening', 2);
  staying.child.kill('SIGINT');
  assert.equal(await staying.ended, 0);
});

test('a broken file and an unknown name end it with 1 before anything is started', async (t) => {
  await using workspace = new TestWorkspace({
    files: {
      'server.js': 'console.log("started")',
      'ecosystem.config.js': config(`{ name: 'web', script: 'server.js' }, { name: 'none' }`),
    },
  });
  const broken = up(t, workspace);
  assert.equal(await broken.ended, 1);
  assert.match(broken.err(), /"none" has no "script"/);
  assert.equal(broken.out(), '');
  workspace.write('ecosystem.config.js', config(`{ name: 'web', script: 'server.js' }`));
  const unknown = up(t, workspace, 'wbe');
  assert.equal(await unknown.ended, 1);
  assert.match(unknown.err(), /"wbe" is no app .* Did you mean "web"\?/);
  workspace.write('ecosystem.config.js', config(`{ name: 'web', script: 'gone.js' }`));
  const gone = up(t, workspace);
  assert.equal(await gone.ended, 1);
  assert.match(gone.err(), /The script ".*gone\.js" does not exist/);
});

test('in DEV_MODE an app that has failed does not end it: the next save brings it back', async (t) => {
  await using workspace = new TestWorkspace({
    files: {
      'app.js': 'throw new Error("typing")',
      'ecosystem.config.js': config(`{ name: 'app', script: 'app.js', max_restarts: 1 }`),
    },
  });
  workspace.env['DEV_MODE'] = 'true';
  const running = up(t, workspace);
  await running.shows('errored');
  workspace.write('app.js', 'setInterval(() => {}, 1000); console.log("works, " + process.env.NODE_ENV)');
  await running.shows('works, development');
  running.child.kill('SIGTERM');
  assert.equal(await running.ended, 0);
});

test('a script needs no file, as for pm2-runtime', async (t) => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'server.js': `console.log('given ' + process.argv[2]);${server}` },
  });
  const options = ['server.js', '-i', '2', '--name', 'web', '-e', `PORT=${port}`, '--', 'words'];
  const running = up(t, workspace, ...options);
  await running.shows('listening', 2);
  assert.match(running.out(), /^web-1 \| given words$/m);
  running.child.kill('SIGTERM');
  assert.equal(await running.ended, 0);
  assert.deepEqual(await workspace.survivors(), []);
});

test('another signal hurries what takes its time', async (t) => {
  await using workspace = new TestWorkspace({
    files: {
      'stubborn.js':
        'process.on("SIGINT", () => console.log("not yet")); setInterval(() => {}, 1000); console.log("up");',
      'ecosystem.config.js': config(`{ name: 'stubborn', script: 'stubborn.js', kill_timeout: 600000 }`),
    },
  });
  const running = up(t, workspace);
  await running.shows('| up');
  running.child.kill('SIGTERM');
  await running.shows('not yet');
  running.child.kill('SIGINT');
  assert.equal(await running.ended, 0);
  assert.match(running.err(), /stubborn: ended by SIGKILL/);
});

test('a supervisor that dies is started anew, and what it left behind is ended', async (t) => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'server.js': server, 'ecosystem.config.js': config(webApp(port)) },
  });
  const running = up(t, workspace);
  await running.shows('listening', 2);
  const client = await workspace.connect();
  const before = instancesOf(client.snapshot, 'web').map(({ pid }) => pid);
  process.kill(client.supervisor.pid, 'SIGKILL');
  await running.shows('listening', 4);
  const next = await workspace.connect();
  await until(next, (snapshot) => instancesOf(snapshot, 'web').every(({ status }) => status === 'online'));
  const after = instancesOf(next.snapshot, 'web').map(({ pid }) => pid);
  assert.equal(after.length, 2);
  assert.ok(after.every((pid) => !before.includes(pid)));
  running.child.kill('SIGTERM');
  assert.equal(await running.ended, 0);
  assert.deepEqual(await workspace.survivors(), []);
});

test('it ends in order when nobody reads its output any more, and when somebody kills the supervisor', async (t) => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: {
      'server.js': server,
      'talker.js': 'setInterval(() => console.log("talk"), 10)',
      'ecosystem.config.js': config(`${webApp(port)}, { name: 'talker', script: 'talker.js' }`),
    },
  });
  const unread = up(t, workspace);
  await unread.shows('listening', 2);
  unread.child.stdout.destroy();
  assert.equal(await unread.ended, 0);
  assert.deepEqual(await workspace.survivors(), []);

  const killed = up(t, workspace);
  await killed.shows('listening', 2);
  assert.equal((await droverIn(workspace).run(['kill'])).code, 0);
  assert.equal(await killed.ended, 0);
  assert.match(killed.err(), /its supervisor was ended/);
});

test('beside a supervisor that lives already it stops only what it was asked to run', async (t) => {
  const port = await freePort();
  const other = `{ name: 'other', script: 'other.js' }`;
  await using workspace = new TestWorkspace({
    files: {
      'server.js': server,
      'other.js': 'setInterval(() => console.log("not shown"), 10)',
      'ecosystem.config.js': config(`${webApp(port)}, ${other}`),
    },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['other'], wait: true });
  const running = up(t, workspace, 'web', '--json');
  await running.shows('"listening"', 2);
  running.child.kill('SIGTERM');
  assert.equal(await running.ended, 0);
  assert.equal(client.snapshot.apps.find(({ name }) => name === 'other')?.status, 'online');
  assert.equal(client.snapshot.apps.find(({ name }) => name === 'web')?.status, 'stopped');
  const records = running
    .out()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(new Set(records.map(({ app }) => app)), new Set(['web', null]));
  const { at, ...last } = records.find(({ stream }) => stream === 'err') ?? {};
  assert.equal(typeof at, 'number');
  assert.equal(last['text'], 'last words');
  assert.match(String(last['instance']), /^web-[01]$/);
  assert.equal(running.err(), '');
});

test('SIGUSR2 reloads', { skip: process.platform === 'win32' && 'no such signal' }, async (t) => {
  const port = await freePort();
  await using workspace = new TestWorkspace({
    files: { 'server.js': server, 'ecosystem.config.js': config(webApp(port)) },
  });
  const running = up(t, workspace);
  await running.shows('listening', 2);
  running.child.kill('SIGUSR2');
  await running.shows('listening', 4);
  running.child.kill('SIGTERM');
  assert.equal(await running.ended, 0);
  assert.deepEqual(await workspace.survivors(), []);
});
