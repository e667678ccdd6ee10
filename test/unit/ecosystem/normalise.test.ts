import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { describeProblem, problemTexts } from '../../../src/protocol/problems.ts';
import type { Problem } from '../../../src/protocol/model.ts';

const path = '/srv/eco/ecosystem.json';

function normalise(value: unknown): { apps: readonly AppSpec[]; problems: readonly Problem[] } {
  const result = normaliseEcosystem(value, { path, dialect: 'pm2' });
  for (const problem of result.problems) {
    assert.ok(problem.code in problemTexts, problem.code);
    assert.doesNotMatch(describeProblem(problem), /\{[a-z]\w*\}/, problem.code);
  }
  return result;
}

/** One app with a script and `options`, which must be fine apart from problems of `codes`. */
function app(options: Record<string, unknown>, ...codes: string[]): AppSpec {
  const { apps, problems } = normalise({ name: 'web', script: 'server.js', ...options });
  assert.deepEqual(
    problems.map(({ code }) => code),
    codes,
    JSON.stringify(problems),
  );
  const [first] = apps;
  assert.ok(first);
  return first;
}

const web = { name: 'web', script: 'server.js' };
const roots: readonly [form: string, value: unknown, names: readonly string[]][] = [
  ['a list under apps', { apps: [web] }, ['web']],
  ['one app under apps', { apps: web }, ['web']],
  [
    'apps by name',
    { apps: { web: { script: 'a.js' }, api: { script: 'b.js', name: 'backend' } } },
    ['web', 'backend'],
  ],
  ['a list under pm2', { pm2: [web] }, ['web']],
  ['apps under pm2', { name: 'package', pm2: { apps: [web] } }, ['web']],
  ['a list', [web], ['web']],
  ['a single app', web, ['web']],
  ['a single app by alias', { exec: 'server.js' }, ['server']],
  ['a default export', { default: { apps: [web] } }, ['web']],
  ['with deploy and static', { apps: [web], deploy: { production: {} } }, ['web']],
];
for (const [form, value, names] of roots) {
  test(`apps are found in the form "${form}"`, () => {
    const { apps, problems } = normalise(value);
    assert.deepEqual(
      apps.map(({ name }) => name),
      names,
    );
    assert.deepEqual(problems, []);
  });
}

for (const value of [undefined, null, 5, 'apps', {}, { appz: [] }, { name: 'package', scripts: {} }]) {
  test(`${JSON.stringify(value)} holds no apps`, () => {
    assert.deepEqual(
      normalise(value).problems.map(({ code, severity }) => [code, severity]),
      [['file-no-apps', 'error']],
    );
  });
}

test('an empty list is worth a warning only', () => {
  assert.deepEqual(
    normalise({ apps: [] }).problems.map(({ severity }) => severity),
    ['warning'],
  );
});

test('one bad app never blocks the others', () => {
  const { apps, problems } = normalise({
    apps: [null, 'web', {}, { name: 'x' }, { name: 'y', script: ' ' }, web, { script: 5 }],
  });
  assert.deepEqual(
    apps.map(({ name }) => name),
    ['web', '5'],
  );
  assert.deepEqual(
    problems.map(({ code }) => code),
    ['app-not-object', 'app-not-object', 'script-required', 'script-required', 'script-required'],
  );
});

test('the second app of a name is left out', () => {
  const { apps, problems } = normalise([
    web,
    { ...web, script: 'other.js' },
    { name: 'api', script: 'api.js' },
  ]);
  assert.deepEqual(
    apps.map(({ script }) => script),
    ['/srv/eco/server.js', '/srv/eco/api.js'],
  );
  assert.deepEqual(
    problems.map(({ code, app: name }) => [code, name]),
    [['name-duplicate', 'web']],
  );
});

test('an unknown option is reported with a suggestion and changes nothing', () => {
  const { apps, problems } = normalise({
    ...web,
    auto_restart: false,
    colour: 'red',
    'x-note': 1,
    $schema: 's',
  });
  assert.equal(apps[0]?.autorestart, true);
  assert.deepEqual(
    problems.map((problem) => describeProblem(problem)),
    ['Unknown option "auto_restart". Did you mean "autorestart"?', 'Unknown option "colour".'],
  );
});

test('ignored options are mentioned, null is not', () => {
  app({ vizion: false }, 'option-ignored');
  app({ vizion: null, instances: null, env: null, watch: null, cron: null, max_memory_restart: null });
});

test('problems name the place the caller knows', () => {
  const locate = (at: readonly (string | number)[]): { line: number; column: number } => ({
    line: at.length,
    column: 7,
  });
  const { problems } = normaliseEcosystem(
    { apps: [{ ...web, colour: 1 }] },
    { path, dialect: 'pm2', locate },
  );
  assert.deepEqual(problems, [
    {
      code: 'option-unknown',
      data: { option: 'colour', suggestion: '' },
      severity: 'warning',
      file: path,
      line: 3,
      column: 7,
      app: 'web',
    },
  ]);
});

test('paths start at the folder of the file, those of an app at its cwd', () => {
  const spec = app({
    cwd: 'sub',
    out_file: 'out.log',
    error_file: '/var/err.log',
    log: '../all.log',
    pid: 'x.pid',
    env_file: ['.env', '/e'],
  });
  assert.equal(spec.cwd, '/srv/eco/sub');
  assert.equal(spec.script, '/srv/eco/sub/server.js');
  assert.equal(spec.logs.out, '/srv/eco/sub/out.log');
  assert.equal(spec.logs.error, '/var/err.log');
  assert.equal(spec.logs.combined, '/srv/eco/all.log');
  assert.equal(spec.pidFile, '/srv/eco/sub/x.pid');
  assert.deepEqual(spec.envFiles, ['/srv/eco/.env', '/e']);
});

test('aliases and camelCase are the same options, and the canonical spelling wins', () => {
  const spec = app({
    maxRestarts: 3,
    combine_logs: true,
    cron: '@daily',
    interpreterArgs: '--a --b',
    envFile: '.env',
    err: 'e.log',
    max_restarts: 4,
  });
  assert.equal(spec.maxRestarts, 4);
  assert.equal(spec.logs.merge, true);
  assert.equal(spec.cron, '@daily');
  assert.deepEqual(spec.nodeArgs, ['--a', '--b']);
  assert.deepEqual(spec.envFiles, ['/srv/eco/.env']);
  assert.equal(spec.logs.error, '/srv/eco/e.log');
});

test('zero and false are kept', () => {
  const spec = app({
    max_restarts: 0,
    kill_timeout: 0,
    restart_delay: 0,
    min_uptime: 0,
    listen_timeout: 0,
    stop_exit_codes: 0,
    merge_logs: false,
    watch_delay: 0,
    cron_restart: 0,
    source_map_support: false,
    wait_ready: false,
  });
  assert.equal(spec.maxRestarts, 0);
  assert.equal(spec.killTimeoutMs, 0);
  assert.equal(spec.minUptimeMs, 0);
  assert.equal(spec.listenTimeoutMs, 0);
  assert.deepEqual(spec.stopExitCodes, [0]);
  assert.equal(spec.logs.merge, false);
  assert.equal(spec.cron, null);
  assert.equal(spec.sourceMaps, false);
});

test('what apps of one file have to do with each other is told at the option in question', () => {
  const { problems } = normaliseEcosystem(
    {
      apps: [
        { ...web, port: 3000 },
        { name: 'api', script: 'a.js', port: 3000, dependsOn: 'wep' },
      ],
    },
    { path, dialect: 'pm2', locate: (at) => ({ line: Number(at[1]), column: String(at[2]).length }) },
  );
  assert.deepEqual(
    problems.map((problem) => [problem.line, problem.column, problem.severity, describeProblem(problem)]),
    [
      [
        1,
        'dependsOn'.length,
        'error',
        '"api" depends on "wep", and no app of this file has that name. Did you mean "web"?',
      ],
      [
        1,
        'port'.length,
        'warning',
        'Port 3000 is wanted by both "web" and "api". Give one of them another port.',
      ],
    ],
  );
});

const counts: readonly [unknown, AppSpec['instances'], ...string[]][] = [
  [4, { kind: 'count', count: 4 }],
  ['4', { kind: 'count', count: 4 }],
  [2.7, { kind: 'count', count: 2 }],
  ['max', { kind: 'max' }],
  [0, { kind: 'max' }],
  ['0', { kind: 'max' }],
  [-1, { kind: 'less', less: 1 }],
  ['-2', { kind: 'less', less: 2 }],
  ['many', { kind: 'max' }, 'option-type'],
  [true, { kind: 'unset' }, 'option-type'],
  ['', { kind: 'unset' }, 'option-type'],
];
for (const [written, expected, ...codes] of counts) {
  test(`instances: ${JSON.stringify(written)} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(app({ instances: written }, ...codes).instances, expected);
  });
}

const fields: readonly [
  options: Record<string, unknown>,
  field: keyof AppSpec,
  expected: unknown,
  ...codes: string[],
][] = [
  [{ args: '--port 3000 "two words"' }, 'args', ['--port', '3000', 'two words']],
  [{ args: ['--port', 3000, true, null] }, 'args', ['--port', '3000', 'true']],
  [{ args: [{}] }, 'args', [], 'option-type'],
  [{ name: 5 }, 'name', '5'],
  [{ exec_mode: 'CLUSTER' }, 'execMode', 'cluster'],
  [{ exec_mode: 'cluster_mode' }, 'execMode', 'cluster'],
  [{ exec_mode: 'threads' }, 'execMode', null, 'option-type'],
  [{ port: 3000 }, 'port', { kind: 'single', port: 3000 }],
  [{ port: 'auto:8000-8100' }, 'port', { kind: 'auto', from: 8000, to: 8100 }],
  [{ port: 'web' }, 'port', null, 'option-type'],
  [
    { env: { A: 1, B: true, C: null, D: { e: 1 }, E: ['x'] } },
    'env',
    { A: '1', B: 'true', C: 'null', D: '{"e":1}', E: '["x"]' },
  ],
  [{ env: 'A=1' }, 'env', {}, 'option-type'],
  [{ env_test: { A: 1 }, env_prod: null }, 'envProfiles', { test: { A: '1' } }],
  [{ env_test: 'x' }, 'envProfiles', {}, 'option-type'],
  [{ filter_env: ['AWS_'] }, 'filterEnv', ['AWS_']],
  [{ filter_env: 'SECRET' }, 'filterEnv', ['SECRET']],
  [{ filter_env: true }, 'filterEnv', 'all'],
  [{ filter_env: false }, 'filterEnv', []],
  [{ stop_exit_codes: [0, '3'] }, 'stopExitCodes', [0, 3]],
  [{ stop_exit_codes: '1,2' }, 'stopExitCodes', [1, 2]],
  [{ stop_exit_codes: 'x' }, 'stopExitCodes', [], 'option-type'],
  [{ kill_signal: 'sigterm' }, 'killSignal', 'SIGTERM'],
  [{ kill_signal: 'HUP' }, 'killSignal', 'SIGHUP'],
  [{ kill_signal: 9 }, 'killSignal', 'SIGINT', 'option-type'],
  [{ kill_timeout: '3s' }, 'killTimeoutMs', 3000],
  [{ kill_timeout: 'soon' }, 'killTimeoutMs', 1600, 'option-type'],
  [{ max_memory_restart: '1.5G' }, 'maxMemoryBytes', 1_610_612_736],
  [{ max_restarts: '5' }, 'maxRestarts', 5],
  [{ max_restarts: 1.5 }, 'maxRestarts', 16, 'option-type'],
  [{ autorestart: 'false' }, 'autorestart', false],
  [{ autorestart: 'no' }, 'autorestart', true, 'option-type'],
  [{ exp_backoff_restart_delay: 100 }, 'expBackoffMs', 100],
  [{ exp_backoff_restart_delay: 0 }, 'expBackoffMs', null],
  [{ user: 'www', group: '33' }, 'uid', 'www'],
  [{ group: '33' }, 'gid', 33],
  [{ depends_on: 'db' }, 'dependsOn', { db: 'online' }, 'dependency-unknown'],
  [{ depends_on: { db: 'started' } }, 'dependsOn', { db: 'started' }, 'dependency-unknown'],
  [
    { depends_on: { db: { condition: 'service_healthy' } } },
    'dependsOn',
    { db: 'online' },
    'dependency-unknown',
  ],
  [{ depends_on: { web: 'maybe' } }, 'dependsOn', {}, 'option-type'],
  [{ disable_source_map_support: true }, 'sourceMaps', false],
  [{ dev: { script: 'dev.js' } }, 'dev', { script: 'dev.js' }],
  [{ scheduling_policy: 'none' }, 'schedulingPolicy', 'none'],
  [{ watch: false, ignore_watch: ['x'] }, 'watch', null],
  [{ watch: true }, 'watch', { paths: ['/srv/eco'], ignore: [], delayMs: null, options: {} }],
  [{ watch: [] }, 'watch', { paths: ['/srv/eco'], ignore: [], delayMs: null, options: {} }],
  [
    { watch: 'src', ignore_watch: 'logs *.tmp', watch_delay: '1s', watch_options: { usePolling: true } },
    'watch',
    { paths: ['/srv/eco/src'], ignore: ['logs', '*.tmp'], delayMs: 1000, options: { usePolling: true } },
  ],
  [
    { watch: true, ignore_watch: [{ $regexp: '\\.log$', $flags: 'i' }, 'x'] },
    'watch',
    { paths: ['/srv/eco'], ignore: ['re:/\\.log$/i', 'x'], delayMs: null, options: {} },
  ],
];
for (const [options, field, expected, ...codes] of fields) {
  test(`${JSON.stringify(options)} makes ${field} ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(app(options, ...codes)[field], expected);
  });
}

test('log files can be switched off, merged, dated and written as JSON', () => {
  assert.deepEqual(
    app({ out: '/dev/null', err: 'NULL', log: true, time: true, log_type: 'json', disable_logs: true }).logs,
    {
      out: 'off',
      error: 'off',
      combined: 'default',
      merge: null,
      dateFormat: 'YYYY-MM-DDTHH:mm:ss',
      json: true,
      disabled: true,
    },
  );
  assert.equal(app({ time: true, log_date_format: 'HH:mm' }).logs.dateFormat, 'HH:mm');
});

const checks: readonly [
  what: string,
  written: unknown,
  expected: Partial<AppSpec['healthCheck']> | null,
  ...string[],
][] = [
  [
    'documented',
    { check_type: 'http', url: 'http://x:{PORT}/', timeout: 5, interval: '500ms', retries: 1, enabled: true },
    { type: 'http', url: 'http://x:{PORT}/', timeoutMs: 5000, intervalMs: 500, retries: 1, enabled: true },
  ],
  [
    'serialised',
    {
      check_type: { type: 'script', path: 'check.sh' },
      timeout: { secs: 1, nanos: 500_000_000 },
      interval: { secs: 2, nanos: 0 },
      retries: 0,
      enabled: false,
    },
    { type: 'script', script: 'check.sh', timeoutMs: 1500, intervalMs: 2000, retries: 0, enabled: false },
  ],
  [
    'short',
    { url: 'http://x:${PORT}/{{INDEX}}' },
    {
      type: 'http',
      url: 'http://x:{PORT}/{INDEX}',
      timeoutMs: 30_000,
      intervalMs: 30_000,
      retries: 3,
      enabled: true,
    },
  ],
  ['tcp', { check_type: 'tcp' }, { type: 'tcp', url: null }],
  ['log', { check_type: 'log', pattern: { $regexp: 'ready' } }, { type: 'log', pattern: 'ready' }],
  ['of an unknown type', { check_type: 'ftp' }, null, 'option-type'],
  ['without a URL', { check_type: 'http' }, null, 'option-type'],
  ['with a strange timeout', { url: 'http://x', timeout: 'soon' }, null, 'option-type'],
  ['of text', 'http://x', null, 'option-type'],
  ['switched off', false, null],
];
for (const [what, written, expected, ...codes] of checks) {
  test(`a health check ${what} is read`, () => {
    const { healthCheck } = app({ health_check: written }, ...codes);
    if (expected === null) assert.equal(healthCheck, null);
    else assert.deepEqual({ ...healthCheck, ...expected }, healthCheck);
  });
}
