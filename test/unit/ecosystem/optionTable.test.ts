import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { envProfileOf, findOption, optionTable } from '../../../src/ecosystem/optionTable.ts';

/** Every option of an app that PM2 7 takes, PMDaemon 0.1 takes or documents, and Drover has, with its aliases. */
const spellings =
  `script exec cmd command | name | name_prefix | namespace | cwd | args | interpreter exec_interpreter
  | node_args interpreter_args | exec_mode | instances | instance_var | increment_var | port | env | filter_env
  | append_env_to_name | watch | ignore_watch | watch_delay | watch_options | max_memory_restart | min_uptime
  | max_restarts | restart_delay | exp_backoff_restart_delay | autorestart | autostart | stop_exit_codes
  | cron_restart cron | kill_timeout | kill_retry_time | listen_timeout | wait_ready | shutdown_with_message
  | treekill | force | out_file out output out_log | error_file error err err_file err_log | log_file log
  | merge_logs combine_logs | log_date_format | time | log_type | disable_logs | pid_file pid | source_map_support
  | disable_source_map_support | windowsHide | uid user | gid group | username | execute_command | vizion | pmx
  | automation | trace | disable_trace | deep_monitoring | v8 | event_loop_inspector | io | post_update | install_url
  | write | health_check | health_check_url | max_cpu | env_file | depends_on | kill_signal | one_shot
  | scheduling_policy | dev`
    .split('|')
    .map((option) => option.trim().split(/\s+/));

for (const [name, ...aliases] of spellings) {
  test(`the option "${name ?? ''}" is known by every name it has`, () => {
    for (const spelling of [name ?? '', ...aliases]) {
      const camelCase = spelling.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
      assert.equal(findOption(spelling)?.name, name, spelling);
      assert.equal(findOption(camelCase)?.name, name, camelCase);
    }
  });
}

test('the list of this test is complete', () => {
  assert.deepEqual(optionTable.map(({ name }) => name).sort(), spellings.map(([name]) => name).sort());
});

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

test('where an option differs from PM2 is told in one or two sentences', () => {
  for (const { name, differs } of optionTable) {
    if (differs === undefined) continue;
    assert.match(differs, /^[A-Z`].*\.$/, name);
    assert.ok(differs.replace(/`[^`]*`/g, '').split(/\.(?:\s|$)/).length <= 3, name);
  }
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
