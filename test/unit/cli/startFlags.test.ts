import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startFlags } from '../../../src/cli/startFlags.ts';
import { runCommandLine } from '../../../src/cli/program.ts';
import { normaliseDefinition } from '../../../src/ecosystem/normaliseDefinition.ts';
import { findOption } from '../../../src/ecosystem/optionTable.ts';
import type { Params } from '../../../src/protocol/contract.ts';
import { app, fakeWorld, supervisorWith, webSnapshot } from './fakeWorld.ts';

/** What is typed before the script, and the options of the app that it comes to. */
const typed: [string[], Record<string, unknown>][] = [
  [['-n', 'web-app'], { name: 'web-app' }],
  [['--name', 'web-app'], { name: 'web-app' }],
  [['-i', '4'], { instances: '4' }],
  [['-i', 'max'], { instances: 'max' }],
  [['-i', '-1'], { instances: '-1' }],
  [['--instances=0'], { instances: '0' }],
  [['--exec-mode', 'fork'], { exec_mode: 'fork' }],
  [['-x'], { exec_mode: 'fork' }],
  [['--cwd', '.'], { cwd: '.' }],
  [['-p', '3000-3002'], { port: '3000-3002' }],
  [['--port', 'auto:8000-8100'], { port: 'auto:8000-8100' }],
  [['-e', 'A=1', '-e', 'B=x=y'], { env: { A: '1', B: 'x=y' } }],
  [['--env', 'A=1', '-e', 'B='], { env: { A: '1', B: '' } }],
  [['-e', 'error.log'], { error_file: 'error.log' }],
  [['--error', 'error.log', '-o', 'out.log'], { error_file: 'error.log', out_file: 'out.log' }],
  [['--env-file', '.env'], { env_file: '.env' }],
  [['--filter-env', 'AWS_,SECRET'], { filter_env: ['AWS_', 'SECRET'] }],
  [['--interpreter', 'python3'], { interpreter: 'python3' }],
  [['--node-args', '--inspect --no-warnings'], { node_args: '--inspect --no-warnings' }],
  [['--interpreter-args', '-u'], { node_args: '-u' }],
  [['--disable-source-map-support'], { source_map_support: false }],
  [['--uid', '1000', '--gid', 'staff'], { uid: '1000', gid: 'staff' }],
  [['--namespace', 'shop'], { namespace: 'shop' }],
  [['--no-autostart', '--no-autorestart'], { autostart: false, autorestart: false }],
  [['--wait-ready', '--listen-timeout', '5s'], { wait_ready: true, listen_timeout: '5s' }],
  [['--health-check-url', 'http://x/'], { health_check: { url: 'http://x/' } }],
  [['--stop-exit-codes', '0', '3', '--time'], { stop_exit_codes: ['0', '3'], time: true }],
  [['--max-restarts', '3'], { max_restarts: '3' }],
  [['--restart-delay', '500'], { restart_delay: '500' }],
  [['--exp-backoff-restart-delay', '100'], { exp_backoff_restart_delay: '100' }],
  [['--cron', '0 3 * * *'], { cron_restart: '0 3 * * *' }],
  [['-c', '@daily'], { cron_restart: '@daily' }],
  [['--max-memory', '256M'], { max_memory_restart: '256M' }],
  [['--max-memory-restart', '1.5G'], { max_memory_restart: '1.5G' }],
  [['-k', '3000'], { kill_timeout: '3000' }],
  [['--shutdown-with-message', '--no-treekill'], { shutdown_with_message: true, treekill: false }],
  [['--watch'], { watch: true }],
  [['--no-watch'], { watch: false }],
  [['--ext', 'js,ts'], { watch: ['**/*.js', '**/*.ts'] }],
  [['--watch', '--ext', 'js'], { watch: ['**/*.js'] }],
  [['--ignore-watch', 'logs *.tmp'], { ignore_watch: 'logs *.tmp' }],
  [['--watch-delay', '4'], { watch_delay: '4s' }],
  [['--watch-delay', '500ms'], { watch_delay: '500ms' }],
  [['-l', 'all.log'], { log_file: 'all.log' }],
  [['--log', '--time'], { log_file: true, time: true }],
  [['--merge-logs', '--disable-logs'], { merge_logs: true, disable_logs: true }],
  [['--log-date-format', 'HH:mm'], { log_date_format: 'HH:mm' }],
  [['--log-type', 'json'], { log_type: 'json' }],
  [['--pid', 'app.pid'], { pid_file: 'app.pid' }],
];

for (const [flags, options] of typed) {
  test(`start server.js ${flags.join(' ')}`, async (t) => {
    const asked: Params<'apps/add'>[] = [];
    const fake = supervisorWith(webSnapshot(), {
      'files/load': () => ({ files: [], problems: [] }),
      'apps/add': (params) => {
        asked.push(params);
        return { app: '#server', problems: [], outcomes: [], applied: [] };
      },
    });
    const world = await fakeWorld(t, { fake, files: ['server.js'] });
    // Behind the script: --log and --stop-exit-codes would take it for a value of theirs, as in PM2.
    assert.equal(await runCommandLine(world, ['start', 'server.js', ...flags]), 0, world.err());
    const [{ options: added, cwd } = { options: {}, cwd: '' }] = asked;
    assert.deepEqual([added, cwd], [{ script: `${world.cwd}/server.js`, ...options }, world.cwd]);
    // Each of them is one that the supervisor reads, with a value that it takes.
    assert.deepEqual(normaliseDefinition({ options: added, cwd }).problems, []);
  });
}

test('every flag is tried above, and sets an option that there is', () => {
  const tried = new Set(typed.flatMap(([flags]) => flags.map((flag) => flag.split('=')[0])));
  for (const { flags, option } of startFlags) {
    const names = flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));
    assert.ok(
      names.some((name) => tried.has(name)),
      `${flags} is not tried`,
    );
    assert.equal(findOption(option)?.name, option);
  }
});

test('no two flags are the same', () => {
  const names = startFlags.flatMap(({ flags }) => flags.match(/-{1,2}[a-z][\w-]*/g) ?? []);
  assert.equal(new Set(names).size, names.length);
});

interface Refusal {
  readonly what: string;
  readonly args: readonly string[];
  readonly code: 1 | 2;
  readonly says: RegExp;
}

const refusals: readonly Refusal[] = [
  {
    what: 'an option that cannot be read',
    args: ['server.js', '-i', 'many'],
    code: 2,
    says: /^error: "instances" must be a whole number or "max", but it is "many"\.$/m,
  },
  {
    what: 'two scripts of one name',
    args: ['server.js', './server.js'],
    code: 2,
    says: /^Two apps would be named "server"\./,
  },
  {
    what: 'options of an app of a file',
    args: ['web', '-i', '4', '--port', '80'],
    code: 2,
    says: /^"web" is an app of .*ecosystem\.config\.js\. What --instances and --port would set is in the file: write "instances" and "port" into /,
  },
  {
    what: 'options with an ecosystem file',
    args: ['pm2.json', '-e', 'A=1'],
    code: 2,
    says: /^What -e would set is in the file: write "env" into pm2\.json, and "drover start pm2\.json" applies it\.$/m,
  },
  {
    what: 'options of an app without a file, by its name',
    args: ['hand', '--max-memory', '1G'],
    code: 2,
    says: /^"hand" was started without a file, so --max-memory cannot be given .* drover start \/shop\/server\.js --name hand/,
  },
  {
    what: 'what is nothing',
    args: ['sever.js'],
    code: 1,
    says: /^"sever\.js" is no app that Drover knows here, no file in .*, and no command on PATH\. Did you mean "server\.js"\?$/m,
  },
  {
    what: 'a typing error before arguments',
    args: ['sever.js', '--', '--port', '3000'],
    code: 1,
    says: /^"sever\.js" is no app/,
  },
];

for (const { what, args, code, says } of refusals) {
  test(`start refuses ${what}, and leaves no supervisor behind`, async (t) => {
    let isShutDown = false;
    const hand = app('hand', { id: '#hand', file: null, status: 'stopped', wanted: false });
    const web = webSnapshot({ status: 'stopped', wanted: false });
    const fake = supervisorWith(
      { ...web, apps: [...web.apps, hand] },
      {
        'files/load': () => ({ files: [], problems: [] }),
        shutdown: () => {
          isShutDown = true;
          return {};
        },
      },
    );
    const world = await fakeWorld(t, { fake, isLive: false, files: ['server.js', 'pm2.json'] });
    assert.equal(await runCommandLine(world, ['start', ...args]), code);
    assert.match(world.err(), says);
    assert.equal(isShutDown, args[0] !== 'pm2.json', 'with an ecosystem file none is started at all');
  });
}

test('what follows -- are arguments of the script, whatever they look like', async (t) => {
  const asked: Params<'apps/add'>[] = [];
  const fake = supervisorWith(webSnapshot(), {
    'files/load': () => ({ files: [], problems: [] }),
    'apps/add': (params) => {
      asked.push(params);
      return { app: '#npm', problems: [], outcomes: [], applied: [] };
    },
  });
  const world = await fakeWorld(t, { fake, files: ['npm'] });
  const args = ['start', 'npm', '--name', 'site', '--wait', '--', 'run', 'dev', '--name', 'x', '--', '-i'];
  assert.equal(await runCommandLine(world, args), 0, world.err());
  const [{ options, wait } = { options: {}, wait: false }] = asked;
  assert.deepEqual(options, {
    script: `${world.cwd}/npm`,
    name: 'site',
    args: ['run', 'dev', '--name', 'x', '--', '-i'],
  });
  assert.equal(wait, true);
});

test('a supervisor that refuses an app is quoted, and the start has failed', async (t) => {
  const problem = {
    code: 'script-missing',
    data: { script: '/gone.js', base: '/' },
    severity: 'error',
  } as const;
  const fake = supervisorWith(webSnapshot(), {
    'files/load': () => ({ files: [], problems: [] }),
    'apps/add': () => ({ app: null, problems: [problem], outcomes: [], applied: [] }),
  });
  const world = await fakeWorld(t, { fake, files: ['server.js'] });
  assert.equal(await runCommandLine(world, ['start', 'server.js', '--dev']), 1);
  assert.match(world.err(), /^error: The script "\/gone\.js" does not exist\./);
  assert.equal(world.out(), '');
});
