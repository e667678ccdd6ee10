import assert from 'node:assert/strict';
import { chmodSync, copyFileSync, existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeProblem } from '../../src/protocol/problems.ts';
import { platform } from '../supervisor/processes.ts';
import { freePort } from '../supervisor/freePort.ts';
import { until } from '../supervisor/testWorkspace.ts';
import { waitFor } from '../supervisor/waitFor.ts';
import type { Prove } from './fault.ts';
import { fault } from './fault.ts';
import { FaultedFolder } from './faultedFolder.ts';

async function proveRest(folder: FaultedFolder, prove: Prove): Promise<void> {
  folder.assertBystander();
  prove('siblings');
  await folder.assertShown('web');
  await folder.assertShown('api');
  prove('state');
}

function sentenceOf(folder: FaultedFolder, app: string): string {
  const problem = folder.instances(app)[0]?.problem ?? null;
  return problem === null ? '' : describeProblem(problem);
}

/** A process that was not there before has taken the place of this one. */
function isReplaced(folder: FaultedFolder, app: string, pid: number): () => boolean {
  return () => ![null, pid].includes(folder.instances(app)[0]?.pid ?? null);
}

fault('instance stopped by a signal', async (prove) => {
  await using folder = await FaultedFolder.running();
  for (const app of ['web', 'api']) process.kill(folder.pid(app), 'SIGSTOP');
  await folder.stop('web', 'api');
  assert.deepEqual(
    [...folder.instances('web'), ...folder.instances('api')].map(({ status }) => status),
    Array(4).fill('stopped'),
  );
  // Ended by itself upon its SIGINT: it was not killed.
  assert.deepEqual(folder.instances('api')[0]?.exit?.code, 0);
  prove('guarantee');
  await proveRest(folder, prove);
  await folder.assertNothingLeft(prove);
  await folder.assertStartsAgain(prove);
});

fault('cluster host stopped by a signal', async (prove) => {
  await using folder = await FaultedFolder.running({ web: { kill_timeout: 500 } });
  const host = await folder.host();
  process.kill(host, 'SIGSTOP');
  await folder.stop('web');
  await waitFor('the end of the host', () => platform.startTime(host) === null);
  assert.ok(folder.instances('web').every(({ status }) => status === 'stopped'));
  prove('guarantee');
  await proveRest(folder, prove);
  await folder.assertNothingLeft(prove);
  await folder.assertStartsAgain(prove);
});

const family = `
const { spawn } = require('node:child_process');
const child = "process.on('SIGINT', () => 0); process.on('SIGTERM', () => 0); require('node:net').createServer().listen(Number(process.env.PORT), '127.0.0.1', () => process.send('up'));";
const started = spawn(process.execPath, ['-e', child], { detached: true, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
started.once('message', () => { started.disconnect(); process.send('ready'); });
process.on('SIGINT', () => console.log('told to stop'));
process.on('SIGUSR2', () => process.exit(3));
setInterval(() => undefined, 1000);
`;

fault('instance that ignores its stop', async (prove) => {
  const port = await freePort();
  const stubborn = { name: 'stubborn', script: 'family.js', wait_ready: true, kill_timeout: 700, port };
  await using folder = await FaultedFolder.running({ apps: [stubborn], files: { 'family.js': family } });
  const began = performance.now();
  await folder.stop('stubborn');
  // A lower bound, which no load can break: it is given the time that was agreed on.
  assert.ok(performance.now() - began >= 690);
  assert.equal(folder.instances('stubborn')[0]?.exit?.signal, 'SIGKILL');
  prove('guarantee');
  folder.assertBystander();
  prove('siblings');
  await folder.start('stubborn');
  await folder.assertNothingLeft(prove);
  await folder.assertStartsAgain(prove);
});

fault('children left behind', async (prove) => {
  const port = await freePort();
  const parent = { name: 'parent', script: 'family.js', wait_ready: true, kill_timeout: 300, port };
  await using folder = await FaultedFolder.running({ apps: [parent], files: { 'family.js': family } });
  const before = folder.pid('parent');
  process.kill(before, 'SIGUSR2');
  await until(folder.client, isReplaced(folder, 'parent', before));
  await folder.online('parent', 1);
  assert.equal(folder.instances('parent')[0]?.port, port);
  const tokens = await platform.findByToken(`${folder.workspace.location.key}:`);
  const owner = await platform.portOwner(port);
  assert.ok(tokens.includes(owner?.pid ?? 0));
  prove('guarantee');
  await proveRest(folder, prove);
  await folder.assertNothingLeft(prove);
});

fault('instance that hangs', async (prove) => {
  const port = await freePort();
  const hangs = `
    const server = require('node:http').createServer((request, response) => response.end());
    server.listen(Number(process.env.PORT), '127.0.0.1');
    process.on('SIGUSR2', () => { for (;;); });`;
  const health_check = {
    check_type: 'http',
    url: 'http://127.0.0.1:{PORT}/',
    interval: '200ms',
    timeout: '2s',
    retries: 2,
  };
  const app = { name: 'hangs', script: 'hangs.js', port, kill_timeout: 300, exec_mode: 'fork', health_check };
  await using folder = await FaultedFolder.running({ apps: [app], files: { 'hangs.js': hangs } });
  const before = folder.pid('hangs');
  const told: string[] = [];
  folder.client.onDidChange(() => told.push(sentenceOf(folder, 'hangs')));
  process.kill(before, 'SIGUSR2');
  await until(folder.client, isReplaced(folder, 'hangs', before), 60_000);
  await folder.online('hangs', 1);
  prove('guarantee');
  assert.ok(
    told.some((sentence) => /failed its health check 2× in a row/.test(sentence)),
    told.join('\n'),
  );
  prove('sentence');
  await proveRest(folder, prove);
  await folder.stop('all');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
});

fault('build that never gets ready', async (prove) => {
  await using folder = await FaultedFolder.running({ web: { listen_timeout: 2000 } });
  const before = folder.pids('web');
  folder.hold('start', 'web');
  const { outcomes } = await folder.client.request('apps/reload', { targets: ['web'] });
  assert.equal(outcomes[0]?.ok, false);
  assert.match(
    outcomes[0].problem === null ? '' : describeProblem(outcomes[0].problem),
    /reload failed, and what ran before serves on. It did not become ready within/,
  );
  prove('sentence');
  await folder.online('web', 2);
  assert.deepEqual(folder.pids('web'), before);
  prove('guarantee');
  await proveRest(folder, prove);
});

fault('crash at each start', async (prove) => {
  const crash = "console.error('no database'); process.exit(7);";
  const app = { name: 'crash', script: 'crash.js', max_restarts: 3, min_uptime: 60_000, autostart: false };
  await using folder = await FaultedFolder.running({ apps: [app], files: { 'crash.js': crash } });
  const ask = { targets: ['crash'], env: folder.workspace.env, wait: true } as const;
  const { outcomes } = await folder.client.request('apps/start', ask);
  const problem = outcomes[0]?.problem ?? null;
  assert.match(problem === null ? '' : describeProblem(problem), /given up: .+ The last exit was code 7/);
  prove('sentence');
  const [instance] = folder.instances('crash');
  assert.equal(instance?.status, 'errored');
  const { lines } = await folder.client.request('logs/read', { instance: instance.id, lines: 50 });
  assert.ok(lines.some(({ text }) => text === 'no database'));
  folder.workspace.write('crash.js', 'setInterval(() => undefined, 1000);');
  await folder.client.request('apps/start', { ...ask, wait: false });
  await until(folder.client, () => folder.instances('crash')[0]?.pid !== null);
  prove('guarantee');
  folder.assertBystander();
  prove('siblings');
  await folder.stop('all');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
});

fault('storm of changes', async (prove) => {
  const script = `
    const { appendFileSync, readFileSync } = require('node:fs');
    appendFileSync('starts', readFileSync('src/0.txt', 'utf8') + '\\n');
    process.on('SIGINT', () => process.exit(0));
    setInterval(() => undefined, 1000);
    process.send('ready');`;
  const app = { name: 'watched', script: 'watched.js', wait_ready: true, watch: ['src'] };
  const files = { 'watched.js': script, 'src/0.txt': 'before' };
  await using folder = await FaultedFolder.running({ apps: [app], files });
  const rounds = 5;
  for (let round = 0; round < rounds; round += 1) {
    const before = folder.pid('watched');
    for (let file = 299; file >= 0; file -= 1) folder.workspace.write(`src/${file}.txt`, `round ${round}`);
    await until(folder.client, isReplaced(folder, 'watched', before));
    // The next storm comes while it starts.
  }
  const starts = (): string[] =>
    readFileSync(join(folder.workspace.folder, 'starts'), 'utf8').trim().split('\n');
  await waitFor('a start with what was written last', () => starts().at(-1) === `round ${rounds - 1}`);
  await folder.online('watched', 1);
  assert.ok(starts().length <= 1 + 2 * rounds, starts().join());
  prove('guarantee');
  await proveRest(folder, prove);
});

fault('interpreter gone', async (prove) => {
  const app = {
    name: 'late',
    script: 'late.js',
    interpreter: './own-node',
    exec_mode: 'fork',
    autostart: false,
  };
  const files = { 'late.js': 'setInterval(() => undefined, 1000);' };
  await using folder = await FaultedFolder.open({ apps: [app], files });
  const interpreter = join(folder.workspace.folder, 'own-node');
  copyFileSync(process.execPath, interpreter);
  chmodSync(interpreter, 0o755);
  await folder.startAll();
  await folder.start('late');
  renameSync(interpreter, `${interpreter}-gone`);
  await folder.kill(folder.pid('late'));
  await until(folder.client, () => folder.instances('late')[0]?.status === 'errored');
  assert.match(sentenceOf(folder, 'late'), /The interpreter ".+own-node" was not found/);
  prove('sentence');
  renameSync(`${interpreter}-gone`, interpreter);
  await folder.start('late');
  prove('guarantee');
  await proveRest(folder, prove);
  await folder.assertStartsAgain(prove);
  await folder.stop('all');
  assert.deepEqual(await folder.workspace.survivors(), []);
  prove('orphans');
});

fault('script gone', async (prove) => {
  const app = { name: 'late', script: 'late.js', wait_ready: true };
  const files = { 'late.js': "setInterval(() => undefined, 1000); process.send('ready');" };
  await using folder = await FaultedFolder.running({ apps: [app], files });
  const script = join(folder.workspace.folder, 'late.js');
  renameSync(script, `${script}-gone`);
  const { outcomes } = await folder.client.request('apps/restart', { targets: ['late'], wait: true });
  const problem = outcomes[0]?.problem ?? null;
  assert.match(problem === null ? '' : describeProblem(problem), /The script ".+late\.js" does not exist/);
  prove('sentence');
  renameSync(`${script}-gone`, script);
  await folder.start('late');
  prove('guarantee');
  folder.assertBystander();
  prove('siblings');
  await folder.assertStartsAgain(prove);
});

fault('broken ecosystem file', async (prove) => {
  await using folder = await FaultedFolder.running();
  const pids = [...folder.pids('web'), ...folder.pids('api')];
  const broken: readonly [string, RegExp][] = [
    ['module.exports = {', /Unexpected/],
    ['for (;;);', /was still running after .+ and was ended/],
    ['process.exit(0);', /ended the process before it exported anything/],
    [
      'const all = []; for (;;) all.push(new Array(1e6).fill(all.length));',
      /ended the process|still running/,
    ],
  ];
  const path = join(folder.workspace.folder, 'other/ecosystem.config.cjs');
  for (const [text, sentence] of broken) {
    folder.workspace.write('other/ecosystem.config.cjs', text);
    await folder.client.request('files/load', { paths: [path], env: folder.workspace.env });
    const file = folder.client.snapshot.files.find((one) => one.path === path);
    assert.match(file?.problems.map((problem) => describeProblem(problem)).join(' ') ?? '', sentence);
  }
  prove('sentence');
  // The file of what runs, too.
  folder.workspace.write('ecosystem.json', '{"apps": [');
  await folder.client.request('files/load', { env: folder.workspace.env });
  assert.deepEqual([...folder.pids('web'), ...folder.pids('api')], pids);
  prove('guarantee');
  await proveRest(folder, prove);
});

fault('flood of output', async (prove) => {
  const blocks = 400;
  const script = `
    const block = ('x'.repeat(99) + '\\n').repeat(1000);
    for (let count = 0; count < ${blocks}; count += 1) process.stdout.write(block);
    setInterval(() => undefined, 1000);`;
  const app = { name: 'flood', script: 'flood.js', out_file: 'flood.log', autostart: false };
  await using folder = await FaultedFolder.running({ apps: [app], files: { 'flood.js': script } });
  await folder.start('flood');
  const id = folder.instances('flood')[0]?.id ?? '';
  await folder.client.request('logs/subscribe', { instances: [id], tail: 0 });
  const log = join(folder.workspace.folder, 'flood.log');
  const bytes = (): number =>
    ['', '.1', '.2', '.3', '.4']
      .map((age) => log + age)
      .filter((path) => existsSync(path))
      .reduce((sum, path) => sum + readFileSync(path).length, 0);
  await waitFor('all of it in the file', () => bytes() === blocks * 100_000);
  prove('guarantee');
  await proveRest(folder, prove);
  rmSync(log);
});
