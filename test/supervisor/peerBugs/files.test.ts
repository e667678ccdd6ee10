import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, test } from 'node:test';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { droverIn } from '../droverIn.ts';
import { TestWorkspace, until } from '../testWorkspace.ts';
import { openApps, sharedApps } from './runningApps.ts';

const idle = 'setInterval(() => undefined, 1_000);';
const app = (name: string): string => `{ name: '${name}', script: 'idle.js' }`;

test('a default export, a function, a promise, apps below pm2 and TypeScript are ecosystem files that run', async () => {
  const files = {
    'default/ecosystem.config.mjs': `const apps = await Promise.resolve([${app('default')}]); export default { apps };`,
    'module/ecosystem.config.js': `export default { apps: [${app('module')}] };`,
    'module/package.json': '{ "type": "module" }',
    'function/ecosystem.config.cjs': `module.exports = () => ({ apps: [${app('function')}] });`,
    'promise/ecosystem.config.cjs': `module.exports = Promise.resolve({ apps: [${app('promise')}] });`,
    'below/ecosystem.config.cjs': `module.exports = { pm2: { apps: [${app('below')}] } };`,
    'typed/ecosystem.config.ts': `const names: string[] = ['typed'];
export default { apps: names.map((name) => ({ name, script: 'idle.js' })) };`,
  };
  const folders = Object.keys(files).map((name) => name.split('/')[0] ?? '');
  const scripts = folders.map((folder) => [`${folder}/idle.js`, idle] as const);
  await using workspace = new TestWorkspace({ files: { ...files, ...Object.fromEntries(scripts) } });
  const client = await workspace.load();
  assert.deepEqual(
    client.snapshot.files.flatMap(({ problems }) => problems),
    [],
  );
  await client.request('apps/start', { targets: ['all'], env: workspace.env });
  const { instances } = await until(client, (now) => now.instances.every(({ pid }) => pid !== null));
  assert.deepEqual(instances.map(({ name }) => name).sort(), [...new Set(folders)].sort());
});

test('files and folders that only contain the name of an ecosystem file are not taken for one', async () => {
  const text = JSON.stringify({ apps: [{ name: 'web', script: 'idle.js' }] });
  await using workspace = new TestWorkspace({
    files: {
      'one/ecosystem.json': text,
      'two/ecosystem.json.bak': text,
      'three/ecosystem.json/readme.txt': text,
      'four/my.config.js.txt': text,
    },
  });
  const client = await workspace.load();
  const found = client.snapshot.files.map(({ path }) => relative(workspace.folder, path));
  assert.deepEqual(found, ['one/ecosystem.json']);
});

test('JSON is data: code in it is an error at its line and never run, a comment at its end is a comment', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'code/ecosystem.json': `{ "apps": [\n  { "name": require('node:fs').writeFileSync('harm', 'done') }\n] }`,
      'comment/ecosystem.json': `{ "apps": [{ "name": "web", "script": "idle.js" }] } // the end`,
    },
  });
  const client = await workspace.load();
  const file = (folder: string) => client.snapshot.files.find(({ path }) => path.includes(`/${folder}/`));
  const [code, comment] = [file('code'), file('comment')];
  assert.deepEqual(code?.problems.map((problem) => [problem.code, problem.line]).slice(0, 1), [
    ['file-syntax', 2],
  ]);
  assert.deepEqual([comment?.problems, comment?.apps.length], [[], 1]);
  assert.ok(!['harm', 'code/harm'].some((name) => existsSync(join(workspace.folder, name))));
});

const forms = {
  autorestart: 'false',
  kill_timeout: '3s',
  restart_delay: '1.5s',
  min_uptime: 50,
  max_memory_restart: '0.1G',
  exec_mode: 'FORK',
  stop_exit_codes: '1,2',
  cron_restart: '@daily',
};

describe('one file', { concurrency: 4 }, () => {
  const running = sharedApps(
    [
      { name: 'odd', script: 'report.cjs', ...forms },
      { name: 7, script: 'report.cjs', min_uptime: '1.5s', max_memory_restart: '100MB', port: '3000' },
      { name: 'lowest', script: 'report.cjs', min_uptime: '500ms', max_memory_restart: '100m' },
      { name: 'bad', instances: 2 },
      { name: 'bad-cron', script: 'report.cjs', cron: 'every now and then' },
      { name: 'bad-count', script: 'report.cjs', instances: 'abc' },
      { name: 'unknown', script: 'report.cjs', auto_restart: true },
      { name: 'shim', script: 'tool', args: ['served'] },
      { name: 'main', script: 'main.cjs', instances: 1 },
    ],
    {
      'bin/tool': '#!/bin/sh\necho "$1 by a shell"\nexec sleep 600\n',
      'main.cjs': `console.log(String(require.main === module), String(process.argv[1] === __filename)); ${idle}`,
    },
  );

  test('numbers as text, times and sizes with units, and modes in capitals are read', async () => {
    const problems = running().client.snapshot.files[0]?.problems ?? [];
    const apps = new Set(['odd', '7', 'lowest']);
    assert.deepEqual(
      problems.filter((problem) => apps.has(problem.app ?? '')),
      [],
    );
    await running().app('odd').start();
    assert.equal((await running().app('odd').report()).isWorker, false);
  });

  test('an app that is none keeps no other app of its file from starting', async () => {
    const problems = running().client.snapshot.files[0]?.problems ?? [];
    assert.deepEqual(
      problems.filter((problem) => problem.app === 'bad').map(({ code }) => code),
      ['script-required'],
    );
    await running().app('lowest').report();
  });

  test('a bad cron pattern under the alias "cron" is told, ends nothing, and its app runs', async () => {
    const { client } = running();
    const problems = (client.snapshot.files[0]?.problems ?? []).filter(
      ({ app: name }) => name === 'bad-cron',
    );
    assert.equal(problems.length, 1);
    assert.match(
      problems.map((problem) => describeProblem(problem)).join(),
      /^"cron" must be .*every now and then/,
    );
    await running().app('bad-cron').report();
    // The connection to the supervisor that has read the file is still there.
    assert.equal((await client.request('snapshot', {})).snapshot.files.length, 1);
  });

  test('instances that are no number are told instead of silently being all cores', async () => {
    const problems = running().client.snapshot.files[0]?.problems ?? [];
    assert.deepEqual(
      problems
        .filter((problem) => problem.app === 'bad-count')
        .map(({ code, data }) => [code, data['option']]),
      [['option-type', 'instances']],
    );
  });

  test('an unknown option is told with what was probably meant', async () => {
    const problems = running().client.snapshot.files[0]?.problems ?? [];
    assert.deepEqual(
      problems.filter((problem) => problem.app === 'unknown').map((problem) => describeProblem(problem)),
      ['Unknown option "auto_restart". Did you mean "autorestart"?'],
    );
  });

  test('a command on PATH that is a shell script is not fed to Node', async () => {
    const shim = running().app('shim');
    const { chmodSync } = await import('node:fs');
    chmodSync(shim.path('bin/tool'), 0o755);
    await shim.start({ env: { ...shim.shell, PATH: `${shim.path('bin')}:${shim.shell['PATH'] ?? ''}` } });
    await shim.line(/^served by a shell$/);
  });

  test('the script of a clustered app is the real main module', async () => {
    const main = running().app('main');
    await main.start();
    await main.line(/^true true$/);
  });
});

test('relative paths start at the file, wherever the shell stands', async () => {
  await using running = await openApps([], {
    'services/ecosystem.json': JSON.stringify({ apps: [{ name: 'web', script: 'idle.js', cwd: 'sub' }] }),
    'services/sub/idle.js': idle,
    'sub/idle.js': "throw new Error('the wrong one');",
  });
  const { code, out, err } = await droverIn(running.workspace).run(['start', 'services/ecosystem.json']);
  assert.equal(code, 0, err);
  assert.match(out, /^web +launching|^web +online/m);
  const { snapshot } = await running.client.request('snapshot', {});
  const cwd = snapshot.apps.find(({ name }) => name === 'web')?.cwd;
  assert.equal(cwd, join(running.workspace.folder, 'services/sub'));
});

test('a script below a folder with a blank in its name is that file and no command line', async () => {
  await using workspace = new TestWorkspace({
    files: {
      'my project/ecosystem.config.js': `module.exports = { apps: [
  { name: 'absolute', script: __dirname + '/idle.js' },
  { name: 'relative', script: './idle.js' },
  { name: 'quoted', script: '"other files/idle.js"' },
] };`,
      'my project/idle.js': idle,
      'my project/other files/idle.js': idle,
    },
  });
  const client = await workspace.load();
  const { outcomes } = await client.request('apps/start', {
    targets: ['all'],
    env: workspace.env,
    wait: true,
  });
  assert.deepEqual(
    outcomes.map(({ ok }) => ok),
    [true, true, true],
  );
});
