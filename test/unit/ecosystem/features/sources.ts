import assert from 'node:assert/strict';
import type { Edit } from '../../../../src/ecosystem/features/edit.ts';
import type { FeatureFacts, RunningApp } from '../../../../src/ecosystem/features/featureFacts.ts';
import { english } from '../../../../src/ecosystem/translate.ts';
import { parseSource } from '../../../../src/ecosystem/tree/parseTree.ts';
import type { SourceLanguage, SourceTree } from '../../../../src/ecosystem/tree/sourceTree.ts';

export const languages: readonly SourceLanguage[] = ['javascript', 'typescript', 'json', 'yaml', 'toml'];

export const treeOf = (language: SourceLanguage, text: string): SourceTree => parseSource(text, language);

const json = `{
  "apps": [
    {
      "name": "web",
      "script": "server.js",
      "cwd": "app",
      "instances": "max",
      "port": "auto:8000-8100",
      "max_memory_restart": "1.5G",
      "cron_restart": "*/5 * * * *",
      "restart_delay": 90000,
      "env_file": ".env",
      "out_file": "logs/web.log",
      "env": {
        "NODE_ENV": "production",
        "API_TOKEN": "abc"
      },
      "depends_on": ["db", "queue"],
      "health_check": { "url": "http://127.0.0.1:{PORT}/health" }
    },
    {
      "name": "db",
      "script": "python3 db.py"
    },
    {
      "name": "queue",
      "exec": "queue.js",
      "depends_on": { "db": "started" }
    }
  ]
}
`;

const script = json
  .replace(/"(\w+)":/g, '$1:')
  .replaceAll('"', "'")
  .replace('{', 'module.exports = {')
  .replace(/\n$/, ';\n');

const yaml = `# The apps
# of a shop
apps:
  - name: web
    script: server.js
    cwd: app
    instances: max
    port: auto:8000-8100
    max_memory_restart: 1.5G
    cron_restart: "*/5 * * * *"
    restart_delay: 90000
    env_file: .env
    out_file: logs/web.log
    env:
      NODE_ENV: production
      API_TOKEN: abc
    depends_on:
      - db
      - queue
    health_check:
      url: http://127.0.0.1:{PORT}/health

  - name: db
    script: python3 db.py
  - name: queue
    exec: queue.js
    depends_on: { db: started }
`;

const toml = `[[apps]]
name = "web"
script = "server.js"
cwd = "app"
instances = "max"
port = "auto:8000-8100"
max_memory_restart = "1.5G"
cron_restart = "*/5 * * * *"
restart_delay = 90000
env_file = ".env"
out_file = "logs/web.log"
depends_on = ["db", "queue"]

[apps.env]
NODE_ENV = "production"
API_TOKEN = "abc"

[apps.health_check]
url = "http://127.0.0.1:{PORT}/health"

[[apps]]
name = "db"
script = "python3 db.py"

[[apps]]
name = "queue"
exec = "queue.js"
depends_on = { db = "started" }
`;

/** The same three apps in every language. */
export const shop: Readonly<Record<SourceLanguage, string>> = {
  json,
  javascript: script,
  typescript: script
    .replace('module.exports = {', 'const config: Config = {')
    .replace(/;\n$/, ';\nexport default config;\n'),
  yaml,
  toml,
};

export const shopTrees: readonly SourceTree[] = languages.map((language) => treeOf(language, shop[language]));

/** The offset of the first `word` behind the first `before`, one character into it. */
export function offsetOf(text: string, word: string, before = ''): number {
  const from = text.indexOf(before);
  const at = text.indexOf(word, from + before.length);
  assert.ok(from !== -1 && at !== -1, `"${word}" is in the text`);
  return at + 1;
}

export function runningApp(name: string, facts: Partial<RunningApp> = {}): RunningApp {
  return {
    name,
    status: 'online',
    runMode: 'normal',
    sharing: 'none',
    interpreter: null,
    debugger: null,
    profile: null,
    instances: [instance(name, 0)],
    env: null,
    ...facts,
  };
}

export function instance(
  app: string,
  index: number,
  facts: Partial<RunningApp['instances'][number]> = {},
): RunningApp['instances'][number] {
  return {
    index,
    name: `${app}-${index}`,
    status: 'online',
    pid: 4000 + index,
    port: null,
    restarts: 0,
    startedAt: 0,
    ...facts,
  };
}

export const noon = new Date(2026, 10, 21, 12, 1, 30);

export function factsWith(facts: Partial<FeatureFacts> = {}): FeatureFacts {
  return {
    path: '/shop/ecosystem.config.js',
    dialect: 'pm2',
    cpus: 8,
    now: noon,
    kindOf: () => undefined,
    running: [],
    actions: ['start', 'stop', 'restart', 'reload', 'startDev', 'endDev', 'debug', 'showLogs'],
    optionsPage: 'https://example.org/options.md',
    t: english,
    ...facts,
  };
}

/** A text after edits. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}
