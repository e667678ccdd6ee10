import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AppInfo, InstanceInfo } from '../../src/protocol/model.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import type { Options } from './options/row.ts';
import { platform } from './processes.ts';
import { droverIn } from './droverIn.ts';
import { openApps } from './peerBugs/runningApps.ts';
import type { RunningApps } from './peerBugs/runningApps.ts';
import { until } from './testWorkspace.ts';
import { waitFor } from './waitFor.ts';

const files = { 'web/index.js': '0', 'web/out.gen.js': '0' };

/** Says that it is ready at once; all of them lie in one folder. */
function app(name: string, options: Options = {}): Options {
  return { name, script: '../report.cjs', cwd: 'web', wait_ready: true, ...options };
}

function isBack(restarts: number): (instance: InstanceInfo) => boolean {
  return (instance) => instance.restarts === restarts && instance.status === 'online';
}

/** An app of these options, and one beside it that is watched: what it is restarted for the other one has had time for. */
async function twoApps(options: Options) {
  const running = await openApps([app('web', options), app('beside', { watch: true })], files);
  const [web, beside] = [running.app('web'), running.app('beside')];
  await beside.start({ wait: true });
  await web.start({ wait: true });
  return {
    running,
    web,
    beside,
    turn: (on: boolean | null) => running.client.request('apps/watch', { targets: ['web'], on }),
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  };
}

async function apply(running: RunningApps, options: Options): Promise<void> {
  await running.save([app('web', options), app('beside', { watch: true })]);
  await running.client.request('apps/apply', { targets: ['web'] });
}

test('watching is switched on and off at once, without a restart', async () => {
  await using it = await twoApps({ ignore_watch: ['*.gen.js'], watch_delay: '50ms' });
  const { web, beside } = it;
  const { pid } = await web.reaches('online');
  const { outcomes } = await it.turn(true);
  assert.deepEqual(
    outcomes.map(({ ok, problem }) => [ok, problem]),
    [[true, null]],
  );
  assert.equal(web.instances[0]?.pid, pid);
  assert.deepEqual(
    [web.info.watch, web.info.watchByHand, web.info.pending, web.info.watched],
    [true, true, [], { paths: [web.path('web')], ignore: ['*.gen.js'], gitignore: true, delayMs: 50 }],
  );
  // What the file says of watching holds, although its `watch` is off.
  web.write('web/out.gen.js', '1');
  await beside.until(isBack(1));
  web.write('web/index.js', '1');
  await web.until(isBack(1));
  assert.equal(web.info.changedFile, 'index.js');
  await beside.until(isBack(2));

  await it.turn(false);
  assert.deepEqual([web.info.watch, web.info.watchByHand, web.info.watched], [false, false, null]);
  web.write('web/index.js', '2');
  await beside.until(isBack(3));
  assert.equal(web.instances[0]?.restarts, 1);
});

test('what was switched by hand holds over a stop, a start and a restart, and another file is not taken over by it', async () => {
  await using it = await twoApps({ watch: true });
  const { web, beside, running } = it;
  await it.turn(false);
  await web.stop();
  await running.client.request('apps/start', { targets: ['web'], wait: true });
  await running.client.request('apps/restart', { targets: ['web'], wait: true });
  assert.deepEqual([web.info.watch, web.info.watchByHand], [false, true]);
  web.write('web/index.js', '1');
  await beside.until(isBack(1));
  assert.equal(web.instances[0]?.restarts, 1);

  // A change of the file that has not been applied is left to be applied.
  await running.save([app('web', { watch: true, env: { MORE: '1' } }), app('beside', { watch: true })]);
  await it.turn(null);
  assert.deepEqual(
    [web.info.watch, web.info.watchByHand, web.info.pending.map(({ option }) => option)],
    [true, false, ['env MORE']],
  );
  web.write('web/index.js', '2');
  await web.until(isBack(2));
});

test('a file that switches watching itself has the last word, and DEV_MODE begins anew', async () => {
  await using it = await twoApps({});
  const { web, running } = it;
  await it.turn(true);
  await apply(running, { watch: ['src'] });
  await until(running.client, () => web.info.watched?.paths[0] === web.path('web/src'));
  assert.equal(web.info.watchByHand, false);
  await apply(running, {});
  await until(running.client, () => !web.info.watch);

  await it.turn(true);
  await running.client.request('apps/restart', { targets: ['web'], dev: true, wait: true });
  assert.deepEqual([web.info.runMode, web.info.watch, web.info.watchByHand], ['dev', true, false]);
  await it.turn(false);
  assert.deepEqual([web.info.watch, web.info.watchByHand], [false, true]);
  await running.client.request('apps/restart', { targets: ['web'], dev: false, wait: true });
  assert.deepEqual([web.info.runMode, web.info.watch, web.info.watchByHand], ['normal', false, false]);
});

test('a supervisor that was killed leaves its successor what was switched by hand', async () => {
  await using it = await twoApps({});
  const { web, running } = it;
  await it.turn(true);
  const { pid } = running.client.supervisor;
  const before = web.instances[0]?.pid;
  // It is written within half a second of a change.
  const state = join(running.workspace.location.stateDir, 'state.json');
  const isSaved = (): boolean => existsSync(state) && readFileSync(state, 'utf8').includes('"watch":true');
  await waitFor('the state to be saved', isSaved);
  platform.signal(pid, 'SIGKILL');
  const client = await running.workspace.connect();
  const { apps } = await until(client, ({ instances }) =>
    instances.some((one) => one.app.endsWith('#web') && one.status === 'online' && one.pid !== before),
  );
  const found = apps.find(({ name }) => name === 'web');
  assert.deepEqual([found?.watch, found?.watchByHand], [true, true]);
});

test('drover start --watch and restart --no-watch switch it, without touching what runs otherwise', async () => {
  await using it = await twoApps({});
  const { web, running } = it;
  const { pid } = await web.reaches('online');
  const drover = droverIn(running.workspace);
  const started = await drover.run(['start', 'web', '--watch']);
  assert.equal(started.code, 0, started.err);
  await until(running.client, () => web.info.watch);
  assert.equal(web.instances[0]?.pid, pid);
  assert.match((await drover.run(['list'])).out, /^web +online .* watching/m);
  const restarted = await drover.run(['restart', 'web', '--no-watch', '--wait']);
  assert.equal(restarted.code, 0, restarted.err);
  assert.equal(web.info.watch, false);
  await drover.run(['stop', 'web']);
  await drover.run(['start', 'web', '--watch', '--wait']);
  assert.equal(web.info.watch, true);
});

test('what the setting says of .gitignore goes for running apps, and an app of its own opinion keeps it', async () => {
  await using running = await openApps(
    [
      app('web', { watch: true }),
      app('always', { watch: true, watch_options: { gitignore: true } }),
      app('never', { watch: true, watch_options: { gitignore: false } }),
    ],
    { ...files, 'web/.gitignore': 'built.js\n', 'web/built.js': '0' },
  );
  const { client, workspace } = running;
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const info = (name: string): AppInfo | undefined => client.snapshot.apps.find((one) => one.name === name);
  /** Once it is online again: what is written before that may be its own. */
  const restarts = (name: string): number | undefined =>
    client.snapshot.instances.find((one) => one.name === name && one.status === 'online')?.restarts;
  const heeding = (): unknown[] => ['web', 'always', 'never'].map((name) => info(name)?.watched?.gitignore);
  assert.deepEqual(heeding(), [true, true, false]);
  workspace.write('web/built.js', '1');
  await until(client, () => restarts('never') === 1);
  await client.request('watch/set', { gitignore: false });
  assert.deepEqual(heeding(), [false, true, false]);
  workspace.write('web/built.js', '2');
  await until(client, () => restarts('never') === 2 && restarts('web') === 1);
  await client.request('watch/set', { gitignore: true });
  workspace.write('web/built.js', '3');
  await until(client, () => restarts('never') === 3);
  workspace.write('web/index.js', '1');
  await until(client, () => restarts('web') === 2 && restarts('always') === 1);
  assert.equal(info('always')?.changedFile, 'index.js');
});

test('a wrong option about watching is a problem of the file, and the app is watched by the others', async () => {
  await using running = await openApps(
    [app('web', { watch: true, ignore_watch: ['re:/(/', '*.gen.js'], watch_options: { interval: 'often' } })],
    files,
  );
  const web = running.app('web');
  const told = running.client.snapshot.files.flatMap(({ problems }) => problems);
  assert.deepEqual(
    told.map((problem) => [problem.app, describeProblem(problem)]),
    [
      [
        'web',
        '"ignore_watch" has the expression /(/, which cannot be read: Unterminated group. Correct it; until then it leaves nothing out.',
      ],
      ['web', '"watch_options.interval" must be a number of milliseconds above 0, but it is "often".'],
    ],
  );
  await web.start({ wait: true });
  web.write('web/out.gen.js', '1');
  web.write('web/index.js', '1');
  await web.until(isBack(1));
  assert.equal(web.info.changedFile, 'index.js');
});

test('a restart by hand has no file as its cause', async () => {
  await using it = await twoApps({ watch: true });
  const { web, running } = it;
  web.write('web/index.js', '1');
  await web.until(isBack(1));
  assert.equal(web.info.changedFile, 'index.js');
  await running.client.request('apps/restart', { targets: ['web'], wait: true });
  assert.equal(web.info.changedFile, null);
});
