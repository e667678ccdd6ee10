import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { optionTable } from '../../../src/ecosystem/optionTable.ts';

/** A value for each option, other than what holds without it. */
const samples: Readonly<Record<string, unknown>> = {
  name: 'other',
  script: 'other.js',
  args: '--one two',
  cwd: 'sub',
  namespace: 'backend',
  interpreter: 'python3',
  node_args: ['--inspect'],
  exec_mode: 'cluster',
  instances: 'max',
  port: 'auto:8000-8100',
  scheduling_policy: 'none',
  env: { A: '1' },
  env_file: '.env',
  filter_env: ['SECRET'],
  instance_var: 'INDEX',
  increment_var: 'PORT',
  append_env_to_name: true,
  uid: 'nobody',
  gid: 'nogroup',
  windowsHide: false,
  source_map_support: false,
  disable_source_map_support: true,
  dev: { watch: false },
  autostart: false,
  autorestart: false,
  one_shot: true,
  stop_exit_codes: [0, 3],
  min_uptime: '5s',
  max_restarts: 3,
  restart_delay: '1.5s',
  exp_backoff_restart_delay: 100,
  kill_timeout: '3s',
  kill_retry_time: 70,
  kill_signal: 'SIGTERM',
  shutdown_with_message: true,
  treekill: false,
  listen_timeout: '8s',
  wait_ready: true,
  health_check: { check_type: 'http', url: 'http://localhost:{PORT}/health' },
  depends_on: ['database'],
  cron_restart: '@daily',
  max_memory_restart: '512MB',
  watch: ['src'],
  out_file: 'out.log',
  error_file: 'error.log',
  log_file: 'all.log',
  merge_logs: true,
  log_date_format: 'HH:mm',
  time: true,
  log_type: 'json',
  disable_logs: true,
  pid_file: 'app.pid',
};

/** What has an effect only on an app that is watched. */
const watched: Readonly<Record<string, unknown>> = {
  ignore_watch: ['tmp'],
  watch_delay: '500ms',
  watch_options: { usePolling: true },
};

/** The app with these options written over a plain one. */
function written(options: Readonly<Record<string, unknown>>): AppSpec {
  const { apps } = normaliseEcosystem([{ ...options }, { name: 'database', script: 'database.js' }], {
    path: '/srv/ecosystem.json',
    dialect: 'pm2',
  });
  const [app] = apps;
  assert.ok(app);
  return app;
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

for (const { name, aliases, effect } of optionTable) {
  if (effect !== 'acted on') continue;
  const isWatched = name in watched;
  const plain = name === 'script' ? {} : { script: 'server.js', ...(isWatched ? { watch: true } : {}) };
  const value = isWatched ? watched[name] : samples[name];
  for (const spelling of new Set([name, ...aliases].flatMap((one) => [one, camelCase(one)]))) {
    test(`"${spelling}" sets ${name}`, () => {
      assert.notEqual(value, undefined, 'this test has no value for it');
      const app = written({ ...plain, [spelling]: value });
      assert.deepEqual(app, written({ ...plain, [name]: value }));
      assert.notDeepEqual(app, written({ script: 'server.js', ...plain }));
    });
  }
}
