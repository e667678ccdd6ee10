import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import type { Drover } from '../../src/client/api/drover.ts';
import { repository, TestWorkspace } from './testWorkspace.ts';

// As it ships: the supervisor is a bundle beside it.
const { connect, ClientError, DroverError } = createRequire(import.meta.url)(
  join(repository, 'dist/api.cjs'),
) as typeof import('../../src/client/api.ts');

const server = `
console.log('serving on ' + process.env.PORT);
console.error('for the other stream');
require('node:http').createServer((request, response) => response.end(String(process.pid)))
  .listen(Number(process.env.PORT));
`;
const config = (apps: string): string => `module.exports = { apps: [${apps}] };`;
const web = `{ name: 'web', script: 'server.js', instances: 2, env: { PORT: '0' } }`;

/** Scripts find their supervisor by the environment of their process. */
function workspaceOf(t: TestContext, files: Record<string, string>): TestWorkspace {
  const workspace = new TestWorkspace({ files: { 'server.js': server, ...files } });
  t.after(() => workspace[Symbol.asyncDispose]());
  process.env['XDG_RUNTIME_DIR'] = workspace.env['XDG_RUNTIME_DIR'];
  process.env['XDG_STATE_HOME'] = workspace.env['XDG_STATE_HOME'];
  return workspace;
}

async function connected(t: TestContext, workspace: TestWorkspace): Promise<Drover> {
  const drover = await connect({ folder: workspace.folder });
  t.after(() => drover.dispose());
  return drover;
}

async function textsOf(lines: AsyncIterable<{ readonly text: string }>): Promise<string[]> {
  const texts: string[] = [];
  for await (const { text } of lines) texts.push(text);
  return texts;
}

test('a script starts, scales, reloads, measures and ends the apps of a folder', async (t) => {
  const workspace = workspaceOf(t, { 'ecosystem.config.js': config(web) });
  assert.equal(await connect({ folder: workspace.folder, start: false }), null);
  const drover = await connected(t, workspace);
  const [listed] = await drover.list();
  assert.deepEqual([listed?.name, listed?.status], ['web', 'stopped']);

  const [started] = await drover.start('web');
  assert.deepEqual(
    started?.instances.map(({ name, status }) => [name, status]),
    [
      ['web-0', 'online'],
      ['web-1', 'online'],
    ],
  );
  const [scaled] = await drover.scale('web', '+1');
  assert.equal(scaled?.instances.length, 3);
  const before = scaled.instances.map(({ pid }) => pid);
  const [reloaded] = await drover.reload('web');
  assert.ok(reloaded?.instances.every(({ pid }) => !before.includes(pid)));
  const [restarted] = await drover.restart('web-0');
  assert.equal(restarted?.status, 'online');

  const usage = await drover.metrics();
  assert.deepEqual(usage.map(({ name }) => name).sort(), ['web-0', 'web-1', 'web-2']);
  assert.ok(usage.every(({ memory }) => memory > 1_000_000));

  const stopping = drover.waitFor('web', 'stopped');
  const [stopped] = await drover.stop('web');
  assert.equal(stopped?.status, 'stopped');
  assert.equal((await stopping)[0]?.name, 'web');
  await drover.shutdown();
  assert.equal(await connect({ folder: workspace.folder, start: false }), null);
});

test('apps without a file are added and deleted', async (t) => {
  const drover = await connected(t, workspaceOf(t, {}));
  const added = await drover.add({ name: 'one', script: 'server.js', env: { PORT: '0' } });
  assert.deepEqual([added.name, added.status, added.file], ['one', 'online', null]);
  assert.deepEqual(await drover.delete('one'), [added.id]);
  assert.deepEqual(await drover.list(), []);
  await assert.rejects(drover.add({ name: 'nothing' }), (error) => {
    assert.ok(error instanceof DroverError);
    assert.match(error.message, /"script"/);
    return true;
  });
});

test('lines come with the names of their instances, those of later instances too, until the loop is left', async (t) => {
  const drover = await connected(t, workspaceOf(t, { 'ecosystem.config.js': config(web) }));
  await drover.start();
  const seen = new Set<string>();
  const scaling = drover.scale('web', 3);
  for await (const { name, stream, text, dropped } of drover.logs('web', { lines: 10 })) {
    assert.equal(dropped, 0);
    assert.match(text, stream === 'out' ? /^serving on/ : /^for the other stream$/);
    seen.add(`${name} ${stream}`);
    if (seen.size === 6) break;
  }
  await scaling;
  assert.deepEqual(
    [...seen].sort(),
    [0, 1, 2].flatMap((index) => [`web-${index} err`, `web-${index} out`]),
  );

  assert.equal((await textsOf(drover.logs('web-0', { lines: 1, follow: false }))).length, 1);
  const stop = new AbortController();
  const following = textsOf(drover.logs('all', { signal: stop.signal }));
  stop.abort();
  assert.deepEqual(await following, []);
});

test('a loop over lines throws when the supervisor is gone', async (t) => {
  const drover = await connected(t, workspaceOf(t, { 'ecosystem.config.js': config(web) }));
  await drover.start();
  const following = textsOf(drover.logs());
  const refused = assert.rejects(following, (error) => error instanceof ClientError);
  // Its subscription is in before anything that is asked later.
  await drover.list();
  process.kill(drover.supervisor.pid, 'SIGKILL');
  await refused;
});

test('what fails is told in a sentence, with what failed', async (t) => {
  const broken = `{ name: 'broken', script: 'broken.js', max_restarts: 1, wait_ready: true }`;
  const workspace = workspaceOf(t, {
    'ecosystem.config.js': config(`${web}, ${broken}`),
    'broken.js': 'console.error("no database"); process.exit(3);',
  });
  const drover = await connected(t, workspace);
  await assert.rejects(drover.start('nobody'), {
    name: 'DroverError',
    code: 'no-match',
    message: /"nobody"/,
  });
  await assert.rejects(drover.start('all'), (error) => {
    assert.ok(error instanceof DroverError);
    assert.match(error.message, /^broken: .*exit/);
    assert.equal(error.outcomes[0]?.output?.lines.at(-1)?.text, 'no database');
    return true;
  });
  // The others came up all the same.
  await drover.waitFor('web', 'online');
  await assert.rejects(drover.waitFor('broken'), { name: 'DroverError', message: /^broken: / });
  await drover.waitFor('broken', 'errored');
  await assert.rejects(drover.waitFor('web', 'errored', { timeoutMs: 1 }), {
    code: 'timeout',
    message: /^"web" was not errored after 1 ms: web-0 is online, web-1 is online\.$/,
  });
  await assert.rejects(drover.scale('web', 'many'), TypeError);
  await assert.rejects(connect({ folder: join(workspace.folder, 'nowhere') }), { code: 'ENOENT' });
});

test('a supervisor with a lease stops its apps after its last client', async (t) => {
  const workspace = workspaceOf(t, { 'ecosystem.config.js': config(web) });
  const drover = await connect({ folder: workspace.folder, start: { leaseSeconds: 0 } });
  const watcher = await connect({ folder: workspace.folder, start: false });
  assert.ok(watcher);
  await drover.start();
  const { pid } = drover.supervisor;
  assert.equal(watcher.supervisor.pid, pid);
  drover.dispose();
  assert.equal((await watcher.list())[0]?.status, 'online');
  watcher.dispose();
  for (;;) {
    const live = await connect({ folder: workspace.folder, start: false });
    if (live === null) break;
    live.dispose();
  }
  assert.deepEqual(await workspace.survivors(), []);
});
