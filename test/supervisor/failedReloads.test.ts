import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { AppInfo } from '../../src/protocol/model.ts';
import { describeProblem } from '../../src/protocol/problems.ts';
import { droverIn } from './droverIn.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, fetchMany, instancesOf, until } from './testWorkspace.ts';

const failedReload =
  /^The reload failed, and what ran before serves on\. It exited with code 3 .* after its start\.$/;

/** Answers with its version, and writes a line every 20 ms as long as it serves. */
function server(version: string): string {
  return `
require('node:http').createServer((request, response) => response.end('${version}'))
  .listen(Number(process.env.LISTEN));
setInterval(() => console.log('${version} serves'), 20);
`;
}

const broken = `
console.log('reading the settings');
console.error('\\u001b[31mno database\\u001b[39m at db:5432');
process.exit(3);
`;

interface Fixture extends AsyncDisposable {
  readonly workspace: TestWorkspace;
  readonly client: SupervisorClient;
  readonly app: () => AppInfo;
  readonly pids: () => (number | null)[];
  readonly versions: () => Promise<Set<string>>;
}

async function cluster(options: object = {}): Promise<Fixture> {
  const port = await freePort();
  const app = { name: 'web', script: 'server.js', instances: 2, env: { LISTEN: port }, ...options };
  const workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'server.js': server('one') },
  });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['web'], env: workspace.env, wait: true });
  return {
    workspace,
    client,
    app: () => {
      const [found] = client.snapshot.apps;
      assert.ok(found);
      return found;
    },
    pids: () => instancesOf(client.snapshot, 'web').map(({ pid }) => pid),
    versions: async () => new Set(await fetchMany(port, 6)),
    [Symbol.asyncDispose]: () => workspace[Symbol.asyncDispose](),
  };
}

test('a failed reload tells the reason and the lines of what failed, and the row says so until it is mended', async () => {
  await using it = await cluster();
  const { workspace, client } = it;
  const before = it.pids();
  workspace.write('server.js', broken);
  const { outcomes } = await client.request('apps/reload', { targets: ['web'] });
  const [outcome] = outcomes;
  assert.ok(outcome?.problem);
  assert.match(describeProblem(outcome.problem), failedReload);
  assert.equal(outcome.output?.instance, 'ecosystem.json#web/0');
  assert.deepEqual(
    outcome.output.lines.map(({ stream, text }) => [stream, text]),
    [
      ['out', 'reading the settings'],
      ['err', '\u001b[31mno database\u001b[39m at db:5432'],
    ],
  );
  assert.deepEqual(it.pids(), before);
  assert.deepEqual(await it.versions(), new Set(['one']));

  const failed = it.app().problems;
  assert.deepEqual(
    failed.map(({ code, severity }) => [code, severity]),
    [['reload-failed', 'warning']],
  );
  const [first, second] = instancesOf(client.snapshot, 'web');
  assert.deepEqual([first?.problem?.code, second?.problem], ['reload-failed', null]);
  assert.deepEqual([first?.status, it.app().status], ['online', 'online']);

  workspace.write('server.js', server('two'));
  await client.request('apps/reload', { targets: ['web'] });
  assert.deepEqual(await it.versions(), new Set(['two']));
  assert.deepEqual(it.app().problems, []);
});

test('drover reload prints the reason and the lines, and exits with 1', async () => {
  await using it = await cluster();
  it.workspace.write('server.js', broken);
  const { code, out, err } = await droverIn(it.workspace).run(['reload', 'web']);
  assert.equal(code, 1);
  const [reason = '', ...lines] = err.trimEnd().split('\n');
  assert.match(reason.replace(/^web: /, ''), failedReload);
  assert.deepEqual(lines, ['    reading the settings', '    no database at db:5432']);
  assert.match(out, /web-0 +online/);
});

test('when one of several successors fails, those that start with it go again and replace nobody', async () => {
  await using it = await cluster({ instances: 4, listen_timeout: 60_000 });
  const before = it.pids();
  // The first one works; of the others, which start together, one fails and the others never get to listen.
  const code = `
const index = process.env.NODE_APP_INSTANCE;
require('node:fs').writeFileSync('started' + index, '');
const others = ['started1', 'started2', 'started3'];
const failOnceAllAreThere = () => {
  if (!others.every((file) => require('node:fs').existsSync(file))) return;
  console.error('no database');
  process.exit(3);
};
if (index === '0') { ${server('two')} }
else setInterval(index === '2' ? failOnceAllAreThere : () => {}, 10);
`;
  it.workspace.write('server.js', code);
  const { outcomes } = await it.client.request('apps/reload', { targets: ['web'], parallel: 3 });
  assert.equal(outcomes[0]?.ok, false);
  assert.equal(outcomes[0].output?.instance, 'ecosystem.json#web/2');
  const after = it.pids();
  assert.notEqual(after[0], before[0]);
  assert.deepEqual(after.slice(1), before.slice(1));
  const problems = instancesOf(it.client.snapshot, 'web').map(({ problem }) => problem?.code ?? null);
  assert.deepEqual(problems, [null, null, 'reload-failed', null]);
});

test('a successor that is never ready is told with what it wrote', async () => {
  await using it = await cluster({ listen_timeout: 2000 });
  it.workspace.write('server.js', "console.log('waiting for the database'); setInterval(() => {}, 1000);");
  const { outcomes } = await it.client.request('apps/reload', { targets: ['web'] });
  assert.match(
    describeProblem(outcomes[0]?.problem ?? { code: 'none', data: {} }),
    /serves on\. It did not become ready within 2000 ms/,
  );
  assert.deepEqual(
    outcomes[0]?.output?.lines.map(({ text }) => text),
    ['waiting for the database'],
  );
});

test('a saved file that breaks the app is named on its row, its lines are in the log, and the next save mends it', async () => {
  await using it = await cluster({ watch: ['server.js'] });
  const { workspace, client } = it;
  const before = it.pids();
  workspace.write('server.js', broken);
  await until(client, () => it.app().problems.length > 0);
  const [problem] = it.app().problems;
  assert.ok(problem);
  assert.equal(problem.code, 'watch-reload-failed');
  assert.match(
    describeProblem(problem),
    /^The change of "server\.js" was not taken over, and what ran before serves on\. It exited with code 3/,
  );
  await until(client, ({ instances }) => instances.every(({ status }) => status === 'online'));
  assert.deepEqual(it.pids(), before);
  const { lines } = await client.request('logs/read', { instance: 'ecosystem.json#web/0', lines: 500 });
  assert.ok(lines.some(({ text }) => text.includes('no database')));

  workspace.write('server.js', server('two'));
  await until(
    client,
    () => it.app().problems.length === 0 && it.pids().every((pid) => !before.includes(pid)),
  );
  await until(client, ({ instances }) => instances.every(({ status }) => status === 'online'));
  assert.deepEqual(await it.versions(), new Set(['two']));
});

test('a reload by hand and a saved file at once end with the newest code and few launches', async () => {
  await using it = await cluster({ watch: ['server.js'] });
  const { workspace } = it;
  const before = it.pids();
  const counted = `require('node:fs').appendFileSync('starts', process.pid + '\\n');`;
  const reloading = droverIn(workspace).run(['reload', 'web']);
  workspace.write('server.js', `${counted}${server('two')}`);
  const again = droverIn(workspace).run(['reload', 'web']);
  workspace.write('server.js', `${counted}${server('three')}`);
  for (const { code, err } of await Promise.all([reloading, again])) assert.equal(code, 0, err);
  await until(it.client, ({ instances }) =>
    instances.every(({ status, pid }) => status === 'online' && !before.includes(pid)),
  );
  let versions = await it.versions();
  while (versions.size !== 1 || !versions.has('three')) versions = await it.versions();
  const starts = readFileSync(`${workspace.folder}/starts`, 'utf8').trim().split('\n').length;
  // For each of the two: each reload, each save, and one more for what came during the first.
  assert.ok(starts <= 10, String(starts));
});

test('drover start --wait prints the last lines of what failed', async () => {
  const app = { name: 'job', script: 'broken.js', autorestart: false };
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'broken.js': broken },
  });
  const { code, err } = await droverIn(workspace).run(['start', '--wait']);
  assert.equal(code, 1);
  const [reason = '', ...lines] = err.trimEnd().split('\n');
  assert.match(reason, /^job: It exited with code 3/);
  assert.deepEqual(lines, ['    reading the settings', '    no database at db:5432']);
});

test('one that gives up is told with the lines of its last process only', async () => {
  const code = `
const { existsSync, writeFileSync, readFileSync } = require('node:fs');
const run = existsSync('runs') ? Number(readFileSync('runs', 'utf8')) + 1 : 1;
writeFileSync('runs', String(run));
console.error('run ' + run);
process.exit(1);
`;
  const app = { name: 'job', script: 'loop.js', max_restarts: 3 };
  await using workspace = new TestWorkspace({
    files: { 'ecosystem.json': JSON.stringify({ apps: [app] }), 'loop.js': code },
  });
  const client = await workspace.load();
  const params = { targets: ['job'], env: workspace.env, wait: true };
  const { outcomes } = await client.request('apps/start', params);
  assert.equal(outcomes[0]?.problem?.code, 'gave-up');
  assert.deepEqual(
    outcomes[0].output?.lines.map(({ text }) => text),
    ['run 3'],
  );
});
