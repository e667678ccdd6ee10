import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { runCommandLine } from '../../../src/cli/program.ts';
import { parseYaml } from '../../../src/ecosystem/parse/parseYaml.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { fakeWorld } from './fakeWorld.ts';

async function worldWith(t: TestContext, files: Readonly<Record<string, string>>): Promise<FakeWorld> {
  const world = await fakeWorld(t, { isLive: false });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(world.cwd, name)), { recursive: true });
    await writeFile(path.join(world.cwd, name), text);
  }
  return world;
}

async function imported(world: FakeWorld, ...args: readonly string[]): Promise<unknown> {
  assert.equal(await runCommandLine(world, ['import', ...args, '--format', 'yaml']), 0, world.err());
  const parsed = parseYaml(world.out());
  assert.equal(parsed.kind, 'value');
  return parsed.kind === 'value' ? parsed.value : null;
}

const server = "require('node:http').createServer().listen(process.env.PORT);";

test('a Procfile becomes an app for each process, with the .env beside it', async (t) => {
  const world = await worldWith(t, {
    Procfile: 'web: node server.js\nworker: bundle exec sidekiq -c 2\nrelease: rake db:migrate\n',
    'server.js': server,
    '.env': 'PORT=4100\n',
  });
  assert.deepEqual(await imported(world, 'Procfile'), {
    apps: [
      { name: 'web', script: 'server.js', port: 4100, env_file: '.env', watch: false },
      {
        name: 'worker',
        script: 'bundle',
        args: ['exec', 'sidekiq', '-c', '2'],
        env_file: '.env',
        watch: false,
      },
    ],
  });
  assert.equal(world.err(), '"release" is left out: it runs once at a release, and is no app.\n');
});

const compose = `services:
  db:
    image: postgres:16
  web:
    build: .
    command: node server.js
    environment:
      PORT: 4200
      API_TOKEN: secret
      FROM_SHELL:
    depends_on:
      db: { condition: service_healthy }
      queue: { condition: service_started }
    deploy: { replicas: 3, resources: { limits: { memory: 256M } } }
    stop_grace_period: 1m
    stop_signal: SIGTERM
    volumes: [".:/app"]
  queue:
    image: python:3
    command: ["python3", "queue.py"]
    environment: ["MODE=fast", "HOME"]
    env_file: [queue.env]
    restart: "no"
`;

test('services with a program of the folder become apps, and the others stay with compose', async (t) => {
  const world = await worldWith(t, {
    'compose.yaml': compose,
    'server.js': server,
    'queue.py': '',
    '.env': '',
  });
  assert.deepEqual(await imported(world, 'compose.yaml'), {
    apps: [
      {
        name: 'web',
        script: 'server.js',
        port: 4200,
        watch: false,
        env: { API_TOKEN: 'secret' },
        instances: 3,
        max_memory_restart: '256M',
        kill_signal: 'SIGTERM',
        kill_timeout: 60_000,
        depends_on: { queue: 'started' },
      },
      {
        name: 'queue',
        script: 'python3',
        args: ['queue.py'],
        env_file: 'queue.env',
        watch: false,
        env: { MODE: 'fast' },
        autorestart: false,
      },
    ],
  });
  assert.deepEqual(world.err().trimEnd().split('\n'), [
    'db: It is left out: it is an image without a command of this project. Leave it to compose.',
    'web: "volumes" are left out: the app has the files of this machine.',
    'web: API_TOKEN of its "env" may be secret: better in an "env_file" that is not committed.',
  ]);
});

test('the script that starts a package is imported', async (t) => {
  const scripts = { start: 'node --enable-source-maps server.js --fast', test: 'jest', build: 'tsc' };
  const world = await worldWith(t, {
    'package.json': JSON.stringify({ name: 'shop', scripts }),
    'server.js': server,
  });
  assert.deepEqual(await imported(world, 'package.json'), {
    apps: [
      {
        name: 'shop',
        script: 'server.js',
        args: ['--fast'],
        node_args: ['--enable-source-maps'],
        port: 3000,
        watch: false,
      },
    ],
  });
});

/** A process as PMDaemon keeps it. */
function kept(name: string, rest: object): string {
  const usual = { instances: 1, exec_mode: 'fork', autorestart: true, max_restarts: 16, min_uptime: 1000 };
  const none = { out_file: null, error_file: null, log_file: null, pid_file: null, user: null, group: null };
  return JSON.stringify({
    ...{
      name,
      script: 'node',
      args: ['server.js'],
      cwd: null,
      env: {},
      restart_delay: 0,
      kill_timeout: 1600,
    },
    ...{ max_memory_restart: null, watch: false, ignore_watch: [], namespace: 'default', port: null },
    ...{ ...usual, ...none, health_check: null, ...rest },
  });
}

test('the processes that PMDaemon has kept are one app for each cluster', async (t) => {
  const world = await worldWith(t, {});
  const folder = path.join(world.cwd, 'home/.pmdaemon');
  await mkdir(folder, { recursive: true });
  const cluster = { cwd: world.cwd, max_memory_restart: '95.4MB', env: { MODE: 'fast' } };
  const check = {
    check_type: { type: 'http', url: 'http://localhost:4310/health' },
    timeout: { secs: 5, nanos: 0 },
    interval: { secs: 30, nanos: 0 },
    retries: 3,
    enabled: true,
  };
  await writeFile(path.join(folder, 'web-0.json'), kept('web-0', { ...cluster, port: '4300' }));
  await writeFile(path.join(folder, 'web-1.json'), kept('web-1', { ...cluster, port: '4301' }));
  await writeFile(path.join(folder, 'web-0.meta.json'), '{"assigned_port":4300}');
  await writeFile(
    path.join(folder, 'api.json'),
    kept('api', { port: '4310', health_check: check, max_memory_restart: '-' }),
  );
  const home = { ...world, env: { ...world.env, HOME: path.join(world.cwd, 'home') } };
  assert.equal(await runCommandLine(home, ['import', 'pmdaemon', '--json']), 0, world.err());
  const { apps } = JSON.parse(world.out()) as { apps: unknown };
  assert.deepEqual(apps, [
    {
      name: 'api',
      script: 'server.js',
      cwd: world.cwd,
      exec_mode: 'fork',
      instances: 1,
      port: 4310,
      health_check: {
        check_type: 'http',
        url: 'http://localhost:4310/health',
        timeout: 5,
        interval: 30,
        retries: 3,
        enabled: true,
      },
    },
    {
      name: 'web',
      script: 'server.js',
      cwd: world.cwd,
      instances: 2,
      exec_mode: 'fork',
      port: '4300-4301',
      env: { MODE: 'fast' },
      max_memory_restart: '95.4MB',
    },
  ]);
  assert.match(world.err(), /^api: PMDaemon did not keep the folder it was started in/m);
});

test('of a dump no variable of PM2 or the shell is left, and apps can be chosen', async (t) => {
  const world = await worldWith(t, {});
  const entry = (name: string): object => ({
    name,
    namespace: 'default',
    pm_exec_path: path.join(world.cwd, 'api/server.js'),
    pm_cwd: path.join(world.cwd, 'api'),
    exec_interpreter: 'node',
    exec_mode: 'fork_mode',
    pm_pid_path: '/home/me/.pm2/pids/api-0.pid',
    pm_out_log_path: '/home/me/.pm2/logs/api-out.log',
    pm_err_log_path: path.join(world.cwd, 'api/logs/error-0.log'),
    kill_retry_time: 100,
    treekill: true,
    env: {
      ...{ MODE: 'fast', PATH: '/bin', HOME: '/home/me', LC_ALL: 'C', SSH_TTY: '/dev/pts/0', HERE: 'same' },
      ...{
        PM2_HOME: '/home/me/.pm2',
        unique_id: 'x',
        [name]: '{}',
        status: 'launching',
        pm_id: 0,
        NODE_APP_INSTANCE: 0,
      },
    },
  });
  await writeFile(
    path.join(world.cwd, 'dump.pm2'),
    JSON.stringify([entry('api'), entry('other'), entry('other')]),
  );
  const shell = { ...world, env: { ...world.env, HERE: 'same' } };
  assert.equal(
    await runCommandLine(shell, ['import', 'dump.pm2', '--only', 'api', '--json']),
    0,
    world.err(),
  );
  const { apps, text } = JSON.parse(world.out()) as { apps: readonly unknown[]; text: string };
  assert.deepEqual(apps, [
    {
      name: 'api',
      script: 'server.js',
      cwd: path.join(world.cwd, 'api'),
      env: { MODE: 'fast' },
      error_file: 'logs/error.log',
    },
  ]);
  assert.match(text, /cwd: 'api',/);
});

test('a file that is there is left alone unless it is to be overwritten', async (t) => {
  const world = await worldWith(t, { Procfile: 'web: sleep 10\n', 'ecosystem.config.js': 'mine' });
  const args = ['import', 'Procfile', '--output', 'ecosystem.config.js'];
  assert.equal(await runCommandLine(world, args), 1);
  assert.match(world.err(), /exists already\. "--force" overwrites it; nothing was written\./);
  const file = path.join(world.cwd, 'ecosystem.config.js');
  assert.equal(await readFile(file, 'utf8'), 'mine');
  assert.equal(await runCommandLine(world, [...args, '--force']), 0);
  assert.match(await readFile(file, 'utf8'), /^module\.exports = \{$/m);
  assert.equal(world.out(), 'ecosystem.config.js\n');
});

test('in a folder of ES modules apps are exported by name, and files in other folders keep their paths', async (t) => {
  const world = await worldWith(t, {
    'app/Procfile': 'web: node server.js\n',
    'app/server.js': server,
    'app/.env': 'A=1\n',
    'package.json': '{ "type": "module" }',
  });
  assert.equal(await runCommandLine(world, ['import', 'app/Procfile']), 0);
  const text = world.out();
  assert.match(text, /^export const apps = \[$/m);
  assert.match(text, /cwd: 'app',/);
  assert.match(text, /env_file: 'app\/\.env',/);
});

test('what cannot be imported is said in a sentence', async (t) => {
  const world = await worldWith(t, {
    'notes.txt': 'hello',
    'dump.pm2': '{}',
    'compose.yaml': 'services:\n  db: { image: postgres }\n',
    Procfile: '# nothing\n',
  });
  const says = async (args: readonly string[], code: number, sentence: RegExp): Promise<void> => {
    const own = await worldWith(t, {});
    const there = { ...own, cwd: world.cwd, env: { HOME: own.cwd } };
    assert.equal(await runCommandLine(there, ['import', ...args]), code);
    assert.match(own.err(), sentence);
    assert.equal(own.out(), '');
  };
  await says(['missing'], 1, /^The file "missing" does not exist\.$/m);
  await says(['notes.txt'], 1, /^"notes\.txt" is none of what can be imported/);
  await says(['dump.pm2'], 1, /It is no list of apps, as "pm2 save" writes it\./);
  await says(['compose.yaml'], 1, /None of its services runs a program of this folder\./);
  await says(['Procfile'], 1, /It has no line such as "web: node server\.js"\./);
  await says(['pm2'], 1, /dump\.pm2: "pm2 save" writes it\.$/m);
  await says(['pmdaemon'], 1, /^There is no .*\.pmdaemon\.$/m);
  await says(['.'], 2, /name one of them\.$/m);
  await says(['Procfile', '--output', 'apps.txt'], 2, /must end in \.js, \.ts, \.json, \.yaml or \.toml/);
});
