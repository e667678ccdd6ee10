import type { Template } from './snippet.ts';

/** Something longer than one value that people often write, with stops as in `Template`. */
export interface Snippet {
  readonly label: string;
  readonly description: string;
}

/** Whole apps. */
export const appSnippets: readonly (Snippet & { readonly app: Readonly<Record<string, Template>> })[] = [
  {
    label: 'app',
    description: 'An app with one instance.',
    app: { name: '${1:app}', script: '${2:server.js}' },
  },
  {
    label: 'cluster',
    description: 'A Node app with several instances that share their port.',
    app: {
      name: '${1:app}',
      script: '${2:server.js}',
      instances: '${3:4}',
      exec_mode: 'cluster',
      env: { PORT: '${4:3000}' },
    },
  },
  {
    label: 'python web server',
    description: 'A server run by uvicorn, with several instances on one port.',
    app: {
      name: '${1:api}',
      script: 'uvicorn',
      args: '${2:main:app}',
      instances: '${3:2}',
      port: '${4:8000}',
    },
  },
  {
    label: 'task by the clock',
    description: 'A task that runs to its end each time its hour comes.',
    app: {
      name: '${1:task}',
      script: '${2:task.js}',
      one_shot: true,
      cron_restart: '${3:0 4 * * *}',
    },
  },
];

/** Options of an app that go together. Each is offered while the app has none of them. */
export const optionSnippets: readonly (Snippet & { readonly options: Readonly<Record<string, Template>> })[] =
  [
    {
      label: 'cluster of instances',
      description: 'Several instances that share their port.',
      options: { instances: '${1:4}', exec_mode: 'cluster' },
    },
    {
      label: 'health check: http',
      description: 'Healthy when the answer to a request is 2xx.',
      options: {
        health_check: {
          check_type: 'http',
          url: 'http://127.0.0.1:{PORT}${1:/health}',
          timeout: '${2:5}',
          interval: '${3:30}',
        },
      },
    },
    {
      label: 'health check: tcp',
      description: "Healthy when the instance's port takes a connection.",
      options: { health_check: { check_type: 'tcp', interval: '${1:30}' } },
    },
    {
      label: 'health check: script',
      description: 'Healthy when a script ends with code 0.',
      options: { health_check: { check_type: 'script', script: '${1:./check.sh}', interval: '${2:30}' } },
    },
    {
      label: 'health check: log',
      description: 'Ready when a line of output matches a regular expression.',
      options: { health_check: { check_type: 'log', pattern: '${1:listening on}' } },
    },
    {
      label: 'env and env_production',
      description: 'Variables, and those that differ in production.',
      options: { env: { NODE_ENV: 'development' }, env_production: { NODE_ENV: 'production' } },
    },
    {
      label: 'dev block',
      description: 'What differs in DEV_MODE.',
      options: { dev: { args: ['${1:--verbose}'], env: { LOG_LEVEL: '${2:debug}' } } },
    },
    {
      label: 'watch folders',
      description: 'Restarts when files change, but for those that are left out.',
      options: { watch: ['${1:src}'], ignore_watch: ['${2:*.log}'] },
    },
    {
      label: 'limits of memory and restarts',
      description: 'Restarts what has grown too large, and gives up what cannot start.',
      options: { max_memory_restart: '${1:512M}', max_restarts: '${2:10}', min_uptime: '${3:5s}' },
    },
    {
      label: 'log files',
      description: 'Files for the output, with the time in front of each line.',
      options: {
        out_file: './logs/${1:app}.log',
        error_file: './logs/${2:app-error}.log',
        log_date_format: 'YYYY-MM-DD HH:mm:ss',
      },
    },
  ];

/** Options that most apps have, the most frequent first; they are offered before all others. */
export const frequentOptions: readonly string[] = [
  'name',
  'script',
  'instances',
  'exec_mode',
  'port',
  'env',
  'watch',
  'cwd',
  'args',
  'interpreter',
  'env_file',
  'health_check',
  'depends_on',
  'autorestart',
  'max_memory_restart',
  'out_file',
  'error_file',
  'dev',
  'kill_timeout',
  'ignore_watch',
];
