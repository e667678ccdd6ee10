import assert from 'node:assert/strict';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { droverIn } from './droverIn.ts';
import { Terminal } from './terminal.ts';
import { TestWorkspace, until } from './testWorkspace.ts';

const server = `
console.log('instance ' + process.env.NODE_APP_INSTANCE + ' begins');
setInterval(() => undefined, 1000000);
`;

function workspaceWith(...apps: readonly object[]): TestWorkspace {
  return new TestWorkspace({ files: { 'server.js': server, 'ecosystem.json': JSON.stringify({ apps }) } });
}

const web = { name: 'web', script: 'server.js', exec_mode: 'fork', instances: 2 };
const api = { name: 'api', script: 'server.js' };

test('monit shows what runs, and keys restart, scale, stop and start it', async () => {
  await using workspace = workspaceWith(web, api);
  assert.equal((await droverIn(workspace).run(['start', '--wait'])).code, 0);
  const client = await workspace.connect();
  const [before] = client.snapshot.instances;
  await using terminal = await Terminal.run(
    workspace,
    'drover monit; stty -a | grep -ow -e "-*icanon" -e "-*echo"',
    {
      env: { NO_COLOR: '1' },
    },
  );
  await terminal.until(/^> web-0 +online +\d+\.\d% .*\d MB/m);
  const first = await terminal.until(/^── web-0 ─+\n\| instance 0 begins$/m);
  assert.match(first, /^3 of 3 online {2}cpu \d/);
  assert.match(first, /\? help {2}q quit$/);

  await terminal.press('r');
  await until(client, ({ instances }) => instances.find(({ id }) => id === before?.id)?.restarts === 1);
  await terminal.until(/web-0 is restarted\.$/);
  await terminal.press('+');
  await terminal.until(/^ {2}web-2 /m);
  await terminal.press('Down', 'j', 's');
  await terminal.until(/^> web-2 +stopped/m);
  await terminal.press('s');
  await terminal.until(/^> web-2 +(launching|online)/m);
  await terminal.press('/', 'a', 'p', 'i', 'Enter');
  const filtered = await terminal.until(/^── api ─+\n\| instance 0 begins$/m);
  assert.doesNotMatch(filtered, /web-\d/);
  await terminal.press('Escape', 'S');
  await terminal.until(/^Stop all 2 apps\? /m);
  await terminal.press('n');
  await terminal.until(/q quit$/);
  assert.ok(client.snapshot.instances.every(({ status }) => status !== 'stopped'));

  await terminal.press('Enter');
  await terminal.until((screen) => !screen.includes('uptime') && screen.startsWith('── '));
  await terminal.press('Enter');
  await terminal.resize(40, 8);
  await terminal.until(
    (screen) => /status +cpu/.test(screen) && screen.split('\n').every((line) => line.length <= 40),
  );
  await terminal.resize(80, 24);
  await terminal.until(/restarts +uptime/);

  await terminal.press('q');
  // The screen from before, with lines and echo again.
  assert.equal(await terminal.until(/\[0\]$/), 'icanon\necho\n[0]');
});

test('a signal, Ctrl+C and the end of the supervisor give the terminal back', async () => {
  await using workspace = workspaceWith(web);
  const { run } = droverIn(workspace);
  assert.equal((await run(['start', '--wait'])).code, 0);
  {
    await using terminal = await Terminal.run(workspace, 'sh -c "echo \\$\\$ > pid; exec drover monit"');
    await terminal.until(/^> web-0 /m);
    const pid = Number(await readFile(join(workspace.folder, 'pid'), 'utf8'));
    process.kill(pid, 'SIGTERM');
    assert.match(await terminal.until(/\[143\]$/), /^(Terminated\n)?\[143\]$/);
  }
  {
    await using terminal = await Terminal.run(workspace, 'drover monit');
    await terminal.until(/^> web-0 /m);
    await terminal.press('C-c');
    assert.equal(await terminal.until(/\[0\]$/), '[0]');
  }
  {
    await using terminal = await Terminal.run(workspace, 'drover dash');
    await terminal.until(/^> web-0 /m);
    await run(['kill']);
    assert.equal(await terminal.until(/\[1\]$/), 'The supervisor has ended.\n[1]');
  }
});

test('monit without a terminal says so', async () => {
  await using workspace = workspaceWith(web);
  const { code, err } = await droverIn(workspace).run(['monit']);
  assert.deepEqual(
    [code, err],
    [2, 'monit needs a terminal. "drover list --json" tells the same to a program.\n'],
  );
});

/** Ready once there is a file called `go`. */
const slow = `
const { existsSync, watch } = require('node:fs');
const look = () => existsSync('go') && process.send('ready');
watch('.', look);
look();
`;
const failing = `console.error('no database'); process.exit(1);`;

test('a start says how far it has come and what fails, and Ctrl+C leaves it to the supervisor', async () => {
  const apps = [
    {
      name: 'slow',
      script: 'slow.js',
      exec_mode: 'fork',
      instances: 4,
      wait_ready: true,
      listen_timeout: 60_000,
    },
    { name: 'bad', script: 'bad.js', max_restarts: 1 },
  ];
  await using workspace = new TestWorkspace({
    files: { 'slow.js': slow, 'bad.js': failing, 'ecosystem.json': JSON.stringify({ apps }) },
  });
  {
    await using terminal = await Terminal.run(workspace, 'drover start --wait', { columns: 120 });
    await terminal.until(
      /^bad: .+\n {4}no database\nslow 0\/4 online, 4 launching, 0 errored; bad 0\/1 online, 1 errored$/m,
    );
    workspace.write('go', '');
    const ended = await terminal.until(/\[1\]$/);
    assert.match(ended, /^slow-3 +online/m);
    assert.equal(ended.split('no database').length, 2, ended);
    assert.doesNotMatch(ended, /\d\/4 online/);
  }
  await rm(join(workspace.folder, 'go'));
  await using terminal = await Terminal.run(workspace, 'drover restart slow --wait');
  await terminal.until(/^slow 0\/4 online, 4 launching, 0 errored$/m);
  await terminal.press('C-c');
  await terminal.until(/The supervisor goes on with it\. "drover list" shows how far it is\.\n\[130\]$/);
  workspace.write('go', '');
  const client = await workspace.connect();
  await until(
    client,
    ({ instances }) =>
      instances.filter(
        ({ app, status, restarts }) => app.endsWith('#slow') && status === 'online' && restarts === 1,
      ).length === 4,
  );
});

test('in a terminal, logs have a colour for each instance, and Ctrl+C ends them by its signal', async () => {
  await using workspace = workspaceWith(web);
  assert.equal((await droverIn(workspace).run(['start', '--wait'])).code, 0);
  await using terminal = await Terminal.run(workspace, 'drover logs web --highlight begins');
  await terminal.until(/^web-1 \| instance 1 begins$/m);
  const colours = await terminal.screen({ colours: true });
  const prefixes = [...colours.matchAll(/\u001b\[(\d+)mweb-(\d)/g)].map(([, colour, index]) => [
    index,
    colour,
  ]);
  assert.equal(new Set(prefixes.map(([, colour]) => colour)).size, 2, JSON.stringify(colours));
  assert.match(colours, /\u001b\[7mbegins/);
  await terminal.press('C-c');
  await terminal.until(/\[130\]$/);
});
