/** One way to write the value of an option. */
export interface OptionForm {
  /** The value as JSON. */
  readonly written: string;
  /** Markdown. */
  readonly means: string;
}

/** The forms of the options whose values are more than a word, by option. The tests read every one of them. */
export const optionForms: Readonly<Record<string, readonly OptionForm[]>> = {
  instances: [
    { written: '4', means: 'four instances; `"4"` is the same' },
    { written: '"max"', means: 'one per core, as 0' },
    { written: '-1', means: 'one less than there are cores, but at least one' },
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
