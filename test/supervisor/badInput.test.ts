import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { relative } from 'node:path';
import { test } from 'node:test';
import { describeProblem } from '../../src/protocol/problems.ts';
import { freePort } from './freePort.ts';
import { TestWorkspace, instancesOf, until } from './testWorkspace.ts';

const idle = 'setInterval(() => undefined, 1000);';
const listens = "require('node:http').createServer().listen(Number(process.env.TEST_PORT), '127.0.0.1');";

const brokenFiles: Record<string, { name: string; text: string; says: RegExp; line?: number }> = {
  'a syntax error in CommonJS': {
    name: 'ecosystem.config.js',
    text: 'module.exports = {\n  apps: [{ name: "a" script: "b" }],\n};',
    says: /Unexpected/,
    line: 2,
  },
  'a syntax error in an ES module': {
    name: 'ecosystem.config.mjs',
    text: 'export default {\n  apps: [{ name: "a" script: "b" }],\n};',
    says: /Unexpected/,
    line: 2,
  },
  'a syntax error in YAML': {
    name: 'ecosystem.yaml',
    text: 'apps:\n  - name: a\n   script: b\n',
    says: /A list goes on here/,
    line: 3,
  },
  'an empty file': { name: 'ecosystem.config.js', text: '', says: /^The file is empty/, line: 1 },
  'a file that throws': {
    name: 'ecosystem.config.js',
    text: '\nthrow new Error("bad day");',
    says: /bad day/,
    line: 2,
  },
};

for (const [what, { name, text, says, line }] of Object.entries(brokenFiles)) {
  test(`${what} is told with its line and keeps the other files' apps running`, async () => {
    await using workspace = new TestWorkspace({
      files: {
        'good/ecosystem.json': JSON.stringify({
          apps: [{ name: 'good', script: 'idle.js', wait_ready: false }],
        }),
        'good/idle.js': idle,
        [`bad/${name}`]: text,
      },
    });
    const client = await workspace.load();
    const bad = client.snapshot.files.find(({ path }) => path.includes('bad'));
    assert.equal(bad?.problems.length, 1);
    const [problem] = bad.problems;
    assert.ok(problem);
    assert.match(describeProblem(problem), says);
    assert.equal(problem.line, line);
    const { outcomes } = await client.request('apps/start', {
      targets: ['good'],
      env: workspace.env,
      wait: true,
    });
    assert.equal(outcomes[0]?.ok, true);
  });
}

test('saving a broken file stops nothing, and the file says what is wrong', async () => {
  const good = `module.exports = { apps: [{ name: 'web', script: 'idle.js', instances: 2 }] };`;
  await using workspace = new TestWorkspace({ files: { 'ecosystem.config.js': good, 'idle.js': idle } });
  const client = await workspace.load();
  await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
  const pids = instancesOf(client.snapshot, 'web').map(({ pid }) => pid);
  const path = workspace.write('ecosystem.config.js', 'module.exports = {');
  await client.request('files/load', { paths: [path], env: workspace.env });
  assert.equal(client.snapshot.files[0]?.problems[0]?.code, 'file-syntax');
  assert.deepEqual(
    instancesOf(client.snapshot, 'web').map(({ pid }) => pid),
    pids,
  );
  workspace.write('ecosystem.config.js', good);
  await client.request('files/load', { paths: [path], env: workspace.env });
  assert.deepEqual(client.snapshot.files[0]?.problems, []);
});

test('missing scripts, folders and interpreters are named and do not keep the others from starting', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({
        apps: [
          { name: 'no-script', script: 'nowhere.js' },
          { name: 'no-folder', script: 'idle.js', cwd: 'nowhere' },
          { name: 'no-interpreter', script: 'idle.js', interpreter: 'nonesuch' },
          { name: 'good', script: 'idle.js' },
        ],
      }),
      'idle.js': idle,
    },
  });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', {
    targets: ['all'],
    env: workspace.env,
    wait: true,
  });
  const byApp = new Map(
    outcomes.map((outcome) => [relative('ecosystem.json', outcome.app).slice(1), outcome]),
  );
  const said = outcomes.map(({ app, ok, problem }) => [app.split('#')[1], ok, problem?.code ?? null]);
  assert.equal(byApp.size, 4);
  assert.deepEqual(said, [
    ['no-script', false, 'script-missing'],
    ['no-folder', false, 'cwd-missing'],
    ['no-interpreter', false, 'interpreter-missing'],
    ['good', true, null],
  ]);
  const sentences = outcomes.map(({ problem }) => (problem === null ? '' : describeProblem(problem)));
  assert.match(sentences[0] ?? '', /nowhere\.js" does not exist/);
  assert.match(sentences[2] ?? '', /"nonesuch" was not found/);
});

test('a taken port is told with the process that holds it, whether it was configured or only listened on', async () => {
  const port = await freePort();
  const holder = createServer().listen(port, '127.0.0.1');
  await once(holder, 'listening');
  try {
    await using workspace = new TestWorkspace({
      files: {
        'ecosystem.config.js': `module.exports = { apps: [
          { name: 'configured', script: 'listens.js', port: ${port}, exec_mode: 'fork' },
          { name: 'listened', script: 'listens.js', max_restarts: 2, env: { TEST_PORT: ${port} } },
        ] };`,
        'listens.js': listens,
      },
    });
    const client = await workspace.load();
    await client.request('apps/start', { targets: ['all'], env: workspace.env, wait: true });
    const holderNamed = (name: string): boolean => {
      const problem = instancesOf(client.snapshot, name)[0]?.problem ?? null;
      return problem?.code === 'port-taken' && (problem.data['owner'] ?? '').includes(String(process.pid));
    };
    await until(client, () => holderNamed('listened'));
    const { outcomes } = await client.request('apps/start', { targets: ['configured'], env: workspace.env });
    assert.equal(outcomes[0]?.problem?.code, 'port-taken');
    assert.match(outcomes[0].problem.data['owner'] ?? '', new RegExp(`process ${process.pid} `));
    assert.equal(outcomes[0].problem.data['port'], String(port));
  } finally {
    holder.close();
  }
});

test('an app that crashes at its start is given up with its exit code, and a start that waits says so', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'ecosystem.json': JSON.stringify({ apps: [{ name: 'crash', script: 'crash.js', max_restarts: 3 }] }),
      'crash.js': 'console.error("no database"); process.exit(7);',
    },
  });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', {
    targets: ['crash'],
    env: workspace.env,
    wait: true,
  });
  assert.equal(outcomes[0]?.ok, false);
  assert.equal(outcomes[0].problem?.code, 'gave-up');
  assert.equal(outcomes[0].problem.data['exit'], 'code 7');
  const instance = instancesOf(client.snapshot, 'crash')[0];
  assert.equal(instance?.status, 'errored');
  const { lines } = await client.request('logs/read', { instance: instance.id, lines: 50 });
  assert.deepEqual(new Set(lines.map((line) => line.text)), new Set(['no database']));
});
