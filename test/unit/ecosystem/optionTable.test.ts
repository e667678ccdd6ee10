import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { envProfileOf, findOption, optionTable } from '../../../src/ecosystem/optionTable.ts';

/** Every option and alias that PM2 7 and PMDaemon 0.1 take for an app. */
const spellings = `script exec cmd command name name_prefix namespace cwd args interpreter exec_interpreter
  node_args interpreter_args interpreterArgs exec_mode instances instance_var increment_var port env filter_env
  append_env_to_name appendEnvToName watch ignore_watch watch_delay watch_options max_memory_restart min_uptime
  max_restarts restart_delay exp_backoff_restart_delay autorestart autostart stop_exit_codes cron_restart cron
  kill_timeout kill_retry_time listen_timeout wait_ready shutdown_with_message treekill force out_file out output
  out_log error_file error err err_file err_log log_file log merge_logs combine_logs log_date_format time log_type
  disable_logs pid_file pid source_map_support disable_source_map_support windowsHide uid user gid username
  execute_command vizion pmx automation trace disable_trace deep_monitoring v8 event_loop_inspector io post_update
  install_url write group health_check health_check_url max_cpu env_file depends_on kill_signal one_shot
  scheduling_policy dev maxRestarts maxMemoryRestart combineLogs`.split(/\s+/);

for (const spelling of spellings) {
  test(`the option "${spelling}" is known`, () => assert.ok(findOption(spelling)));
}

test('no spelling belongs to two options', () => {
  const seen = new Map<string, string>();
  for (const { name, aliases } of optionTable) {
    for (const spelling of [name, ...aliases]) {
      assert.equal(seen.get(spelling), undefined, spelling);
      seen.set(spelling, name);
    }
  }
});

test('every option is described in one sentence', () => {
  for (const { name, description } of optionTable) assert.match(description, /^[A-Z].*\.$/, name);
});

test('env_file is an option, and other env_ keys are profiles', () => {
  assert.equal(envProfileOf('env_production'), 'production');
  assert.equal(envProfileOf('env_file'), undefined);
  assert.equal(envProfileOf('env_'), undefined);
  assert.equal(envProfileOf('envelope'), undefined);
});

test('the defaults in the table are those of a spec', () => {
  const defaultOf = (name: string): unknown => findOption(name)?.default;
  assert.equal(defaultOf('min_uptime'), defaultApp.minUptimeMs);
  assert.equal(defaultOf('max_restarts'), defaultApp.maxRestarts);
  assert.equal(defaultOf('restart_delay'), defaultApp.restartDelayMs);
  assert.equal(defaultOf('kill_timeout'), defaultApp.killTimeoutMs);
  assert.equal(defaultOf('kill_retry_time'), defaultApp.killRetryMs);
  assert.equal(defaultOf('kill_signal'), defaultApp.killSignal);
  assert.equal(defaultOf('autorestart'), defaultApp.autorestart);
  assert.equal(defaultOf('autostart'), defaultApp.autostart);
  assert.equal(defaultOf('treekill'), defaultApp.treekill);
  assert.equal(defaultOf('namespace'), defaultApp.namespace);
  assert.equal(defaultOf('instance_var'), defaultApp.instanceVar);
  assert.equal(defaultOf('source_map_support'), defaultApp.sourceMaps);
  assert.equal(defaultOf('windowsHide'), defaultApp.windowsHide);
});
