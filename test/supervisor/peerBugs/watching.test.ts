import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { test } from 'node:test';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import type { Options } from '../options/row.ts';
import { platform } from '../processes.ts';
import { TestWorkspace, until } from '../testWorkspace.ts';
import { openApps } from './runningApps.ts';

const files = { 'web/index.js': '0' };

/** Says that it is ready at once; all of them lie in one folder. */
function app(name: string, options: Options = {}): Options {
  return { name, script: '../report.cjs', cwd: 'web', wait_ready: true, ...options };
}

function isBack(restarts: number): (instance: InstanceInfo) => boolean {
  return (instance) => instance.restarts === restarts && instance.status === 'online';
}

test('an app that is restarted by its file, or after a stop, is watched as the file says', async () => {
  await using running = await openApps([app('web', { watch: true })], files);
  const { client } = running;
  const web = running.app('web');
  const targets = [web.path('ecosystem.json')];
  await web.start({ wait: true });
  await client.request('apps/restart', { targets, wait: true });
  await web.until(isBack(1));
  web.write('web/index.js', '1');
  await web.until(isBack(2));

  await web.stop();
  await client.request('apps/restart', { targets, wait: true });
  // The count begins anew with a start.
  await web.until(isBack(0));
  assert.equal(web.info.watch, true);
  web.write('web/index.js', '2');
  await web.until(isBack(1));
});

test('watch that is switched on or off in the file is so once that is applied', async () => {
  const beside = app('beside', { watch: true });
  await using running = await openApps([app('web'), beside], files);
  const [web, other] = [running.app('web'), running.app('beside')];
  const apply = async (options: Options): Promise<InstanceInfo> => {
    await running.save([app('web', options), beside]);
    await running.client.request('apps/apply', { targets: ['web'] });
    await until(running.client, () => web.info.watch === (options['watch'] === true));
    return web.reaches('online');
  };
  await web.start({ wait: true });
  await other.start({ wait: true });
  assert.equal(web.info.watch, false);
  web.write('web/index.js', '1');
  await other.until(isBack(1));
  assert.equal(web.instances[0]?.restarts, 0);

  await apply({ watch: true });
  web.write('web/index.js', '2');
  await until(running.client, () => web.info.changedFile === 'index.js');
  await other.until(isBack(2));

  const { pid } = await apply({});
  web.write('web/index.js', '3');
  await other.until(isBack(3));
  assert.equal(web.instances[0]?.pid, pid);
});

const reader = `
const version = require('node:fs').readFileSync('version.js', 'utf8');
console.log('read ' + version);
if (version === 'crashes') process.exit(1);
if (version !== 'boots') process.send('ready');
if (version === 'deaf') process.on('SIGINT', () => console.log('asked to end'));
setInterval(() => undefined, 60_000);
`;

test('what is saved during a start, a stop or a restart_delay is run', async () => {
  const times = { listen_timeout: '1h', restart_delay: '1h', kill_timeout: '20s' };
  await using running = await openApps([app('web', { script: 'reader.js', watch: true, ...times })], {
    'web/reader.js': reader,
    'web/version.js': 'first',
  });
  const web = running.app('web');
  const save = (version: string): void => web.write('web/version.js', version);
  await web.start({ wait: true });

  save('boots');
  await web.line(/^read boots$/);
  await web.reaches('launching');
  save('deaf');
  await web.line(/^read deaf$/);
  const { pid } = await web.reaches('online');
  assert.ok(pid !== null);

  save('stopping');
  await web.line(/^asked to end$/);
  save('crashes');
  platform.signal(pid, 'SIGKILL');
  await web.line(/^read crashes$/);

  await web.reaches('waiting restart');
  save('last');
  await web.line(/^read last$/);
  await web.reaches('online');
});

test('log files and what the app writes beside them in the watched folder do not restart it', async () => {
  const logs = { out_file: 'out.txt', error_file: 'logs/error.txt', pid_file: 'web.txt' };
  const script = `
console.log('out');
console.error('error');
require('node:fs').writeFileSync('cache.log', String(process.pid));
process.send('ready');
setInterval(() => undefined, 60_000);
`;
  await using running = await openApps(
    [app('web', { script: 'prints.js', watch: true, ...logs }), app('beside', { watch: ['index.js'] })],
    { ...files, 'web/prints.js': script },
  );
  const [web, beside] = [running.app('web'), running.app('beside')];
  await beside.start({ wait: true });
  await web.start({ wait: true });
  await web.file('web/out.txt', /^out\n$/);
  await web.file('web/logs/error.txt', /^error\n$/);
  web.write('web/index.js', '1');
  await web.until(isBack(1));
  await web.file('web/out.txt', /^out\nout\n$/);
  // The first change that is told is the one that was meant, so that none of the others has been one.
  await beside.until(isBack(1));
  assert.deepEqual([web.info.changedFile, web.instances[0]?.restarts], ['index.js', 1]);
});

test('twelve saves within watch_delay are one restart, of each of three instances', async () => {
  const web = app('web', { watch: true, watch_delay: '0.5s', exec_mode: 'fork', instances: 3 });
  await using running = await openApps([web], files);
  const one = running.app('web');
  await one.start({ wait: true });
  for (let count = 1; count <= 12; count += 1) one.write(`web/file-${count}.js`, '1');
  for (const index of [0, 1, 2]) await one.until(isBack(1), index);
  // A second restart for the same saves would come before one for a later save.
  one.write('web/last.js', '1');
  await until(running.client, () => one.info.changedFile === 'last.js');
  for (const index of [0, 1, 2]) await one.until(isBack(2), index);
  assert.deepEqual(
    one.instances.map(({ restarts }) => restarts),
    [2, 2, 2],
  );
});

test('a regular expression in ignore_watch fits at any depth, and the defaults stay', async () => {
  const ignore = String.raw`[/[\\/]gen[\\/]/, /\.snap$/i]`;
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.config.js': `module.exports = { apps: [
  { name: 'web', script: 'web.js', wait_ready: true, watch: true, ignore_watch: ${ignore} },
] };`,
      'web.js': "process.send('ready'); setInterval(() => undefined, 60_000);",
      'index.js': '0',
    },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  const ignored = ['gen/a.js', 'lib/gen/a.js', 'lib/a.SNAP', 'node_modules/a/index.js', '.cache/a.js'];
  for (const round of [1, 2]) {
    const before = client.snapshot.instances[0]?.restarts ?? 0;
    for (const name of [...ignored, 'index.js']) workspace.write(name, `${round}`);
    const { apps } = await until(client, ({ instances }) =>
      instances.some(({ restarts, status }) => restarts > before && status === 'online'),
    );
    assert.equal(apps[0]?.changedFile, 'index.js');
  }
});

test('two apps of one name are restarted each for its own files', async () => {
  const script = "process.send('ready'); setInterval(() => undefined, 60_000);";
  const apps = JSON.stringify({ apps: [{ name: 'web', script: 'web.js', wait_ready: true, watch: true }] });
  await using workspace = new TestWorkspace({
    files: { 'a/ecosystem.json': apps, 'a/web.js': script, 'b/ecosystem.json': apps, 'b/web.js': script },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const restarts = (folder: string): number | undefined =>
    client.snapshot.instances.find(({ app: id, status }) => id.startsWith(folder) && status === 'online')
      ?.restarts;
  workspace.write('a/index.js', '1');
  await until(client, () => restarts('a') === 1);
  // By the time that this one has followed, the first save would have restarted it as well.
  workspace.write('b/index.js', '1');
  await until(client, () => restarts('b') === 1);
  assert.equal(restarts('a'), 1);
});

test('an empty folder that comes or goes restarts nothing', async () => {
  await using running = await openApps([app('web', { watch: true })], files);
  const web = running.app('web');
  await web.start({ wait: true });
  for (const round of [1, 2]) {
    mkdirSync(web.path(`web/empty-${round}/deep`), { recursive: true });
    rmSync(web.path(`web/empty-${round}`), { recursive: true });
    web.write('web/index.js', String(round));
    await web.until(isBack(round));
    assert.equal(web.info.changedFile, 'index.js');
  }
});
