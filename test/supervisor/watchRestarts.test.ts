import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { AppInfo } from '../../src/protocol/model.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, until } from './testWorkspace.ts';
import { waitFor } from './waitFor.ts';

function server(version: number): string {
  return `
require('node:http').createServer((_, response) => {
  response.setHeader('connection', 'close');
  response.end(${version} + ' ' + process.env.DEV_MODE);
}).listen(Number(process.env.LISTEN));
`;
}

interface Fixture extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly app: () => AppInfo;
  readonly save: (text: string, name?: string) => void;
  /** What is answered now; a reason when nothing is. */
  readonly answer: () => Promise<string>;
}

async function fixture(options: object, start: object = {}): Promise<Fixture> {
  const port = await freePort();
  const app = { name: 'web', script: 'server.js', env: { LISTEN: port }, ...options };
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'server.js': server(0) },
  });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', {
    targets: ['web'],
    env: workspace.env,
    wait: true,
    ...start,
  });
  assert.equal(outcomes[0]?.problem, null);
  return {
    workspace,
    client,
    app: () => {
      const [found] = client.snapshot.apps;
      assert.ok(found);
      return found;
    },
    save: (text, name = 'server.js') => writeFileSync(join(workspace.folder, name), text),
    answer: () =>
      fetch(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(3_000) }).then(
        (response) => response.text(),
        (error: unknown) => String(error),
      ),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

test('a saved file restarts a watched app, which names the file; a stop and a start keep that', async () => {
  await using it = await fixture({ watch: true });
  assert.equal(it.app().watch, true);
  it.save(server(1));
  await waitFor('the first save to serve', async () => (await it.answer()).startsWith('1 '));
  await until(it.client, ({ apps }) => apps[0]?.changedFile === 'server.js');

  await it.client.request('apps/stop', { targets: ['web'] });
  it.save(server(2));
  await it.client.request('apps/start', { targets: ['web'], wait: true });
  it.save(server(3));
  await waitFor('a save after the start to serve', async () => (await it.answer()).startsWith('3 '));
});

test('an app that has been given up is revived by a save', async () => {
  await using it = await fixture({ watch: true, max_restarts: 1 });
  it.save("throw new Error('not yet');");
  await until(it.client, ({ instances }) => instances[0]?.status === 'errored');
  it.save(server(1));
  await waitFor('the mended file to serve', async () => (await it.answer()).startsWith('1 '));
});

test('a watched cluster is reloaded: somebody answers all the time', async () => {
  await using it = await fixture({ watch: true, instances: 2 });
  it.save(server(1));
  const answers: string[] = [];
  await waitFor('both instances to serve the save', async () => {
    answers.push(await it.answer());
    return answers.slice(-4).length === 4 && answers.slice(-4).every((text) => text.startsWith('1 '));
  });
  assert.deepEqual(
    answers.filter((text) => !/^[01] /.test(text)),
    [],
  );
});

test('a checkout of another branch is two restarts at most, and its last state serves', async () => {
  await using it = await fixture({ watch: true });
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd: it.workspace.folder,
    });
  };
  const commit = (branch: string, version: number): void => {
    for (let file = 0; file < 500; file += 1) it.workspace.write(`src/${file % 20}/${file}.js`, branch);
    it.save(server(version));
    git('add', '-A');
    git('commit', '-q', '-m', branch);
  };
  git('init', '-q', '-b', 'one');
  commit('one', 1);
  git('checkout', '-q', '-b', 'two');
  commit('two', 2);
  await waitFor('the second branch to serve', async () => (await it.answer()).startsWith('2 '));
  // Whatever was on its way is over when a save after it serves.
  it.save(server(3));
  await waitFor('a save to serve', async () => (await it.answer()).startsWith('3 '));
  git('checkout', '-q', '--force', 'two');
  await waitFor('the second branch to serve again', async () => (await it.answer()).startsWith('2 '));
  const { instances } = await until(it.client, ({ instances: all }) => all[0]?.status === 'online');
  const before = instances[0]?.restarts ?? 0;
  git('checkout', '-q', 'one');
  await waitFor('the first branch to serve', async () => (await it.answer()).startsWith('1 '));
  it.save(server(4));
  await waitFor('a save after it to serve', async () => (await it.answer()).startsWith('4 '));
  const after = it.client.snapshot.instances[0]?.restarts ?? 0;
  assert.ok(after - before <= 3, `${after - before} restarts, one of them for the save`);
});

test('what an app writes at each start is left out after a few rounds, with its name', async () => {
  await using it = await fixture({ watch: true, min_uptime: 0 });
  const told: string[] = [];
  it.client.onNotice(({ problem }) => told.push(`${problem.code} ${problem.data['file'] ?? ''}`));
  it.save(`require('node:fs').writeFileSync('built.txt', String(Date.now())); ${server(1)}`);
  await waitFor('the loop to be told', () => told.includes('watch-loop built.txt'));
  it.save(server(2));
  await waitFor('another file to be followed still', async () => (await it.answer()).startsWith('2 '));
});

test('DEV_MODE runs one instance that follows every save, and the way back has them all again', async () => {
  await using it = await fixture({ instances: 3 }, { dev: true });
  assert.deepEqual(
    [it.app().runMode, it.app().instances, it.app().watch, await it.answer()],
    ['dev', 1, true, '0 true'],
  );
  const answers: string[] = [];
  for (let version = 1; version <= 5; version += 1) {
    it.save(server(version));
    await waitFor(`save ${version} to serve`, async () => {
      const text = await it.answer();
      answers.push(text);
      return text === `${version} true`;
    });
  }
  assert.deepEqual(
    answers.filter((text) => !/^\d true$/.test(text)),
    [],
  );
  await it.client.request('apps/restart', { targets: ['web'], dev: false, wait: true });
  await until(it.client, ({ apps }) => apps[0]?.runMode === 'normal' && apps[0].online === 3);
  assert.equal(it.app().watch, false);
  assert.equal(await it.answer(), '5 undefined');
});

test('DEV_MODE=true in env makes it the default', async () => {
  const port = await freePort();
  await using it = await fixture({ instances: 3, env: { LISTEN: port, DEV_MODE: 'true' } });
  assert.deepEqual([it.app().runMode, it.app().instances], ['dev', 1]);
});
