import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { optionTable } from '../../../src/ecosystem/optionTable.ts';
import { planApp } from '../../../src/ecosystem/planApp.ts';
import type { PlanFacts } from '../../../src/ecosystem/planApp.ts';
import { describeChange } from '../../../src/protocol/pendingChanges.ts';
import type { Design, SpecChanges } from '../../../src/supervisor/changes/specChanges.ts';
import { specChanges } from '../../../src/supervisor/changes/specChanges.ts';
import { specOptions } from '../../../src/supervisor/changes/specOptions.ts';
import { folder } from '../ecosystem/planning.ts';

type Options = Readonly<Record<string, unknown>>;

function design(options: Options, facts: Partial<PlanFacts> = {}): Design {
  const raw = { name: 'web', script: 'server.js', ...options };
  const { apps } = normaliseEcosystem(raw, { path: join(folder, 'ecosystem.json'), dialect: 'pm2' });
  const [spec] = apps;
  assert.ok(spec);
  const shellEnv = { PATH: join(folder, 'path'), PWD: folder };
  return { spec, plan: planApp(spec, { shellEnv, cpus: 8, profile: null, dev: false, ...facts }) };
}

/** Asserts what it means that an app with the options `before` gets `after` instead. */
function check(
  before: Options,
  after: Options,
  expected: { readonly effect: SpecChanges['effect']; readonly words: readonly string[] },
  facts: Partial<PlanFacts> = {},
): void {
  const { changes, effect } = specChanges(design(before, facts), design(after, facts));
  assert.deepEqual({ effect, words: changes.map((change) => describeChange(change)) }, expected);
}

const cases: readonly [SpecChanges['effect'], before: Options, after: Options, ...words: string[]][] = [
  ['none', { args: 'a "b c"' }, { args: ['a', 'b c'] }],
  ['none', { env_staging: { A: 1 } }, { env_staging: { A: 2 } }],
  ['none', { min_uptime: 1000, merge_logs: false }, { min_uptime: '1s' }],

  ['live', {}, { max_restarts: 3 }, 'max_restarts 16 -> 3'],
  ['live', {}, { max_restarts: -1 }, 'max_restarts 16 -> unlimited'],
  ['live', {}, { kill_timeout: '5s' }, 'kill_timeout 1600 ms -> 5 s'],
  ['live', {}, { restart_delay: 250 }, 'restart_delay 0 ms -> 250 ms'],
  ['live', { cron: '@daily' }, {}, 'cron_restart removed'],
  ['live', {}, { max_memory_restart: '1.5G' }, 'max_memory_restart 1.5 GB added'],
  [
    'live',
    { max_memory_restart: '512M' },
    { max_memory_restart: 600 },
    'max_memory_restart 512 MB -> 600 bytes',
  ],
  [
    'live',
    { max_memory_restart: 536870912 },
    { max_memory_restart: 536870913 },
    'max_memory_restart changed',
  ],
  ['live', {}, { stop_exit_codes: [0, 3] }, 'stop_exit_codes 0, 3 added'],
  ['live', { depends_on: 'db' }, { depends_on: { db: 'started' } }, 'depends_on db -> db (started)'],
  ['live', {}, { watch: true, ignore_watch: ['tmp'] }, 'watch true added', 'ignore_watch tmp added'],
  ['live', { watch: ['src'], ignore_watch: ['tmp'] }, { ignore_watch: ['tmp'] }, 'watch removed'],
  [
    'live',
    { watch: true },
    { watch: ['src', '/etc/x'], ignore_watch: ['a', 'b'], watch_delay: '1s' },
    'watch true -> src, /etc/x',
    'ignore_watch a, b added',
    'watch_delay 1 s added',
  ],
  ['live', {}, { health_check: { check_type: 'tcp' } }, 'health_check tcp added'],
  [
    'live',
    { health_check: { url: 'http://h:{PORT}/' } },
    { health_check: { url: 'http://h:{PORT}/', retries: 9 } },
    'health_check changed',
  ],
  ['live', { dev: { env: { SECRET: 'a' } } }, { dev: { env: { SECRET: 'b' } } }, 'dev changed'],
  ['live', {}, { dev: { env: { SECRET: 'a' } } }, 'dev added'],
  ['live', {}, { namespace: 'shop' }, 'namespace default -> shop'],
  ['live', { instances: 2 }, { instances: 2, exec_mode: 'cluster' }, 'exec_mode cluster added'],
  ['live', { instances: 'max' }, { instances: 8 }, 'instances max -> 8'],
  ['live', { instances: 7 }, { instances: -1 }, 'instances 7 -> -1'],

  ['scale', { instances: 2 }, { instances: 4 }, 'instances 2 -> 4'],
  ['scale', { instances: 2 }, { instances: 'max' }, 'instances 2 -> 8'],
  [
    'scale',
    { instances: 4, kill_timeout: 0 },
    { instances: 2 },
    'instances 4 -> 2',
    'kill_timeout 0 ms -> 1600 ms',
  ],
  [
    'scale',
    { instances: 2, port: '3000-3001' },
    { instances: 3, port: '3000-3002' },
    'instances 2 -> 3',
    'port 3000-3001 -> 3000-3002',
  ],
  [
    'scale',
    { instances: 2, port: 3000, increment_var: 'PORT' },
    { instances: 3, port: 3000, increment_var: 'PORT' },
    'instances 2 -> 3',
  ],
  [
    'scale',
    { script: 'start.sh', exec_mode: 'fork' },
    { script: 'start.sh', exec_mode: 'fork', instances: 2 },
    'instances 1 -> 2',
  ],
  [
    'scale',
    { script: 'uvicorn app:app --workers 2' },
    { script: 'uvicorn app:app --workers 4' },
    'instances 2 -> 4',
    'args app:app --workers 2 -> app:app --workers 4',
  ],

  ['restart', {}, { script: 'bin/www' }, 'script server.js -> bin/www'],
  ['restart', { args: '-v' }, { args: ['-v', 'a b'] }, 'args -v -> -v "a b"'],
  ['restart', { args: '-v' }, {}, 'args removed'],
  ['restart', {}, { cwd: 'bin', script: '../server.js' }, 'cwd . -> bin'],
  ['restart', {}, { interpreter: '/opt/node' }, 'interpreter /opt/node added'],
  ['restart', {}, { node_args: '--expose-gc' }, 'node_args --expose-gc added'],
  ['restart', {}, { instances: 1 }, 'instances 1 added'],
  [
    'restart',
    { instances: 2 },
    { instances: 3, exec_mode: 'fork' },
    'instances 2 -> 3',
    'exec_mode fork added',
  ],
  ['restart', { port: 3000 }, { port: '3001' }, 'port 3000 -> 3001'],
  ['restart', { port: '3000-3002' }, { port: '3001-3003' }, 'port 3000-3002 -> 3001-3003'],
  [
    'restart',
    { port: 'auto:3000-3009' },
    { port: 'auto:3005-3009' },
    'port auto:3000-3009 -> auto:3005-3009',
  ],
  ['live', { port: 'auto:3000-3009' }, { port: 'auto:3000-3019' }, 'port auto:3000-3009 -> auto:3000-3019'],
  ['restart', {}, { env: { SECRET: 'x' } }, 'env SECRET added'],
  ['restart', { env: { B: 1, A: 1, C: 1 } }, { env: { A: 2, C: 1 } }, 'env A changed', 'env B removed'],
  ['restart', {}, { env_file: '.env' }, 'env FROM_FILE added', 'env SHARED added'],
  ['restart', {}, { filter_env: ['PWD'] }, 'env PWD removed'],
  ['restart', {}, { out_file: 'logs/out.log' }, 'out_file logs/out.log added'],
  ['restart', { out_file: 'o.log' }, { out_file: '/dev/null' }, 'out_file o.log -> off'],
  ['restart', {}, { log_file: true }, 'log_file default added'],
  ['restart', {}, { merge_logs: true }, 'merge_logs false -> true'],
  ['restart', {}, { time: true }, 'log_date_format YYYY-MM-DDTHH:mm:ss added'],
  ['restart', {}, { log_type: 'json' }, 'log_type raw -> json'],
  ['restart', {}, { user: 'www' }, 'uid www added'],
  ['restart', {}, { source_map_support: false }, 'source_map_support true -> false'],
  [
    'restart',
    { script: 'uvicorn a:b', instances: 2, port: 8000 },
    { script: 'uvicorn a:b', instances: 2, port: 8001 },
    'port 8000 -> 8001',
  ],
];
for (const [effect, before, after, ...words] of cases) {
  test(`${JSON.stringify(before)} to ${JSON.stringify(after)} is ${effect}`, () =>
    check(before, after, { effect, words }));
}

test('an app that stays as it is has no changes', () => {
  const options = {
    instances: 3,
    port: '3000-3002',
    env: { A: 1 },
    watch: true,
    args: ['x'],
    dev: { args: [] },
  };
  check(options, options, { effect: 'none', words: [] });
});

test('a profile counts when it is in use', () => {
  const [before, after] = [{ env_prod: { A: 1 } }, { env_prod: { A: 2 } }];
  check(before, after, { effect: 'restart', words: ['env A changed'] }, { profile: 'prod' });
});

test('in DEV_MODE its overrides count, and what they cover does not', () => {
  const dev = { kill_timeout: 5, out_file: '/dev.log' };
  const facts = { dev: true };
  const words = ['dev changed'];
  check({ dev }, { dev: { ...dev, kill_timeout: 6 } }, { effect: 'live', words }, facts);
  check(
    { dev },
    { dev: { ...dev, out_file: '/d' } },
    { effect: 'restart', words: ['out_file /dev.log -> /d', ...words] },
    facts,
  );
  check({ dev }, { dev, out_file: '/x' }, { effect: 'live', words: ['out_file /x added'] }, facts);
  check(
    { dev: {} },
    { dev: { script: 'bin/www' } },
    { effect: 'restart', words: [...words, 'script server.js -> bin/www'] },
    facts,
  );
  check({ instances: 2 }, { instances: 4 }, { effect: 'live', words: ['instances 2 -> 4'] }, facts);
});

test('a changed env_file is a change of its variables', () => {
  const path = join(folder, 'changing.env');
  writeFileSync(path, 'KEPT=1\nTOKEN=a\n');
  const before = design({ env_file: 'changing.env' });
  writeFileSync(path, 'KEPT=1\nTOKEN=b\n');
  const { changes, effect } = specChanges(before, design({ env_file: 'changing.env' }));
  assert.equal(effect, 'restart');
  assert.deepEqual(changes, [{ kind: 'changed', option: 'env TOKEN', from: null, to: null }]);
});

test('a script that has another first line needs a restart, and says so', () => {
  const path = join(folder, 'bin/changing');
  writeFileSync(path, '#!/usr/bin/env node\n');
  const before = design({ script: 'bin/changing' });
  writeFileSync(path, '#!/bin/sh\n');
  const { changes, effect } = specChanges(before, design({ script: 'bin/changing' }));
  assert.equal(effect, 'restart');
  assert.deepEqual(
    changes.map((change) => describeChange(change)),
    ['interpreter changed'],
  );
});

test('every field of a spec has its options, by names that the file knows', () => {
  const names = new Set(optionTable.map(({ name }) => name));
  for (const field of Object.keys(defaultApp)) {
    assert.ok(Object.hasOwn(specOptions, field), field);
    for (const { option } of specOptions[field as keyof AppSpec]) assert.ok(names.has(option), option);
  }
});

/** Another value for each field that options tell of by themselves. */
const others: Partial<AppSpec> = {
  script: '/x',
  args: ['x'],
  interpreter: 'x',
  nodeArgs: ['x'],
  execMode: 'fork',
  cwd: '/x',
  port: { kind: 'single', port: 1 },
  schedulingPolicy: 'none',
  incrementVar: 'x',
  stopExitCodes: [1],
  expBackoffMs: 1,
  listenTimeoutMs: 1,
  healthCheck: {
    type: 'tcp',
    url: null,
    script: null,
    pattern: null,
    timeoutMs: 1,
    intervalMs: 1,
    retries: 1,
    enabled: true,
  },
  dependsOn: { x: 'online' },
  watch: { paths: ['/x'], ignore: [], delayMs: null, options: {} },
  watchRules: { ignore: ['x'], delayMs: null, options: {} },
  maxMemoryBytes: 1,
  cron: 'x',
  logs: { ...defaultApp.logs, json: true },
  pidFile: '/x',
  uid: 1,
  gid: 1,
  dev: {},
};

test('no field can differ unnoticed', () => {
  const toldOtherwise = [
    'name',
    'file',
    'dialect',
    'shell',
    'instances',
    'env',
    'envProfiles',
    'envFiles',
    'filterEnv',
  ];
  const plan = { ...design({}).plan };
  for (const [field, value] of Object.entries(defaultApp)) {
    if (toldOtherwise.includes(field)) continue;
    const other =
      others[field as keyof AppSpec] ??
      (typeof value === 'boolean' ? !value : typeof value === 'number' ? value + 1 : `${String(value)}x`);
    const spec: AppSpec = { ...defaultApp, [field]: other };
    const { changes, effect } = specChanges(
      { spec: defaultApp, plan: { ...plan, spec: defaultApp } },
      { spec, plan: { ...plan, spec } },
    );
    assert.equal(changes.length, 1, field);
    assert.notEqual(effect, 'none', field);
  }
});
