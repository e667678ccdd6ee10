import type { OptionForm } from './option.ts';

/**
 * The forms of the options whose values are more than a word, by option; of those with a list of values, each value.
 * The documentation shows them, completion offers them, and the tests read every one of them.
 */
export const optionForms: Readonly<Record<string, readonly OptionForm[]>> = {
  instances: [
    { written: '4', means: 'four instances; `"4"` is the same' },
    { written: '"max"', means: 'one per core, as 0' },
    { written: '-1', means: 'one less than there are cores, but at least one' },
  ],
  exec_mode: [
    { written: '"cluster"', means: 'the instances share one port' },
    { written: '"fork"', means: 'each instance is a process of its own' },
    { written: '"cluster_mode"', means: 'the same as `"cluster"`' },
    { written: '"fork_mode"', means: 'the same as `"fork"`' },
  ],
  scheduling_policy: [
    { written: '"rr"', means: 'in turn' },
    { written: '"none"', means: 'as the operating system likes' },
  ],
  log_type: [
    { written: '"raw"', means: 'lines as they come' },
    { written: '"json"', means: 'an object for each line' },
  ],
  log_date_format: [
    { written: '"YYYY-MM-DD HH:mm:ss"', means: 'to the second' },
    { written: '"YYYY-MM-DD HH:mm:ss.SSS Z"', means: 'to the millisecond, with the time zone' },
    { written: '"HH:mm:ss"', means: 'without the date' },
  ],
  kill_signal: [
    { written: '"SIGINT"', means: 'what Ctrl+C sends' },
    { written: '"SIGTERM"', means: 'what most service managers send' },
    { written: '"SIGQUIT"', means: 'how nginx and PHP-FPM end without dropping requests' },
    { written: '"SIGHUP"', means: 'what the end of a terminal sends' },
    { written: '"SIGKILL"', means: 'at once, with no chance to clean up' },
  ],
  interpreter: [
    { written: '"node"', means: 'the Node of the project' },
    { written: '"node@20"', means: 'a Node of this version, where one is installed' },
    { written: '"python3"', means: 'Python' },
    { written: '"bash"', means: 'a shell script' },
    { written: '"none"', means: 'nothing: the script is run by itself' },
  ],
  filter_env: [
    { written: '["AWS_", "SECRET"]', means: 'inherited variables whose names hold one of these' },
    { written: 'true', means: 'all inherited variables' },
  ],
  out_file: [{ written: '"/dev/null"', means: 'no file' }],
  error_file: [{ written: '"/dev/null"', means: 'no file' }],
  log_file: [{ written: 'true', means: 'one more file beside the other two' }],
  increment_var: [{ written: '"PORT"', means: 'each instance gets the next port' }],
  min_uptime: [{ written: '"5s"', means: 'five seconds; `5000` is the same' }],
  restart_delay: [{ written: '"2s"', means: 'two seconds; `2000` is the same' }],
  exp_backoff_restart_delay: [{ written: '100', means: '100 ms at first, then 150 ms, 225 ms and so on' }],
  kill_timeout: [{ written: '"5s"', means: 'five seconds; `5000` is the same' }],
  listen_timeout: [{ written: '"10s"', means: 'ten seconds; `10000` is the same' }],
  watch_delay: [{ written: '"500ms"', means: 'half a second; `500` is the same' }],
  max_restarts: [
    { written: '10', means: 'ten in a row' },
    { written: '0', means: 'gives up at the first' },
    { written: '-1', means: 'no limit' },
  ],
  args: [
    { written: '["--port", "{PORT}"]', means: 'a list; `{PORT}`, `{INDEX}` and `{FD}` are filled in' },
    { written: '"--port {PORT}"', means: 'the same, as one text' },
  ],
  node_args: [
    { written: '["--max-old-space-size=512"]', means: 'a limit of 512 MB for the heap' },
    { written: '"--enable-source-maps"', means: 'one argument' },
  ],
  port: [
    { written: '3000', means: 'one port, which all instances share; `"3000"` is the same' },
    {
      written: '"3000-3002"',
      means: 'the first instance gets 3000, the second 3001, the third 3002; there must be one for each',
    },
    { written: '"auto:8000-8100"', means: 'each instance gets a free port of this range, and keeps it' },
  ],
  env_file: [
    { written: '".env"', means: 'one file, from the folder of the ecosystem file' },
    { written: '[".env", ".env.local"]', means: 'several; the later ones win' },
  ],
  depends_on: [
    { written: '"db"', means: '`db` must be online first' },
    { written: '["db", "queue"]', means: 'both must be online' },
    {
      written: '{ "db": "online", "migrate": "completed", "proxy": "started" }',
      means:
        '`db` must be online, the task `migrate` must have ended with code 0, and `proxy` need only have been started',
    },
  ],
  health_check: [
    {
      written:
        '{ "check_type": "http", "url": "http://127.0.0.1:{PORT}/health", "timeout": 5, "interval": 30, "retries": 3 }',
      means: 'healthy when the answer is 2xx; `{PORT}` and `{INDEX}` are those of the instance',
    },
    { written: '{ "check_type": "tcp" }', means: "healthy when the instance's port takes a connection" },
    {
      written: '{ "check_type": "script", "script": "./check.sh", "interval": "10s" }',
      means: 'healthy when the script ends with code 0',
    },
    {
      written: '{ "check_type": "log", "pattern": "listening on \\\\d+" }',
      means: 'ready when a line of output matches the regular expression',
    },
  ],
  watch: [
    { written: 'true', means: 'everything below `cwd`' },
    { written: '["src", "config/*.json"]', means: 'these only' },
  ],
  ignore_watch: [
    { written: '["tmp", "*.log", "docs/**"]', means: 'gitignore-style patterns, at any depth' },
    { written: '"tmp *.log"', means: 'the same, as one text' },
    {
      written: '["re:/\\\\.snap$/i", "!.env"]',
      means:
        'a regular expression as a JavaScript file would have it, `/\\.snap$/i`; and one that takes back what the defaults or .gitignore leave out',
    },
  ],
  watch_options: [
    {
      written: '{ "gitignore": false }',
      means:
        'files that git ignores restart the app too; absent, the setting `drover.watch.respectGitignore` decides, which is on',
    },
    {
      written: '{ "usePolling": true, "interval": 500 }',
      means: 'looks at every file twice a second, for network drives and mounts that tell of no changes',
    },
    {
      written: '{ "depth": 0, "followSymlinks": false }',
      means: 'only what lies in the watched folders themselves, and nothing behind symbolic links',
    },
  ],
  stop_exit_codes: [
    { written: '0', means: 'one code' },
    { written: '[0, 130]', means: 'several; `"0,130"` is the same' },
  ],
  max_memory_restart: [
    { written: '"512M"', means: 'also `"512MB"`, `"512mb"`, `"0.5G"`; steps of 1024' },
    { written: '536870912', means: 'the same in bytes' },
  ],
  cron_restart: [
    { written: '"0 4 * * *"', means: 'each day at 4:00, local time' },
    { written: '"*/30 * * * * *"', means: 'every half minute, by six fields' },
    { written: '"0 * * * *"', means: 'each hour' },
    { written: '"0 0 * * MON-FRI"', means: 'at midnight before each working day' },
    { written: '"@daily"', means: 'also `"@hourly"`, `"@weekly"`, `"@monthly"`, `"@yearly"`' },
  ],
  dev: [
    {
      written: '{ "args": ["--verbose"], "env": { "LOG_LEVEL": "debug" } }',
      means: 'other arguments and one variable more in DEV_MODE',
    },
    { written: '{ "watch": false }', means: 'nothing is watched, for a command that reloads by itself' },
  ],
};

/** What belongs to all forms of an option, in Markdown. */
export const formNotes: Readonly<Record<string, string>> = {
  health_check:
    '`timeout` (30 s), `interval` (30 s), `retries` (3) and `enabled` (true) go with every type; a plain number is seconds. `check_type` may be left out where `url`, `script` or `pattern` tells it.',
  port: 'Two apps of one file that want the same port are reported, unless one of them has `autostart: false`.',
  depends_on:
    'A name that no app of the file has and apps that wait for each other in a circle are errors: they are not started. `completed` is for apps with `one_shot` or without `autorestart`.',
};
