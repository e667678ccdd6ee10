import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { FoundRunner } from '../../../src/ecosystem/readEcosystemFile.ts';
import { readEcosystemFile } from '../../../src/ecosystem/readEcosystemFile.ts';
import { builtConfigRunner } from '../../builtConfigRunner.ts';

const value = `{
  apps: [
    {
      name: 'web',
      script: 'server.js',
      args: ['--verbose', 'two words'],
      instances: 4,
      exec_mode: 'cluster',
      max_memory_restart: '512M',
      min_uptime: '5s',
      max_restarts: 0,
      env: { NODE_ENV: 'production', LIMITS: { up: 1 } },
      env_staging: { NODE_ENV: 'staging' },
      watch: ['src'],
      ignore_watch: ['tmp'],
    },
    {
      name: 'api',
      script: 'node',
      args: ['api.js', '--fast'],
      cwd: 'services',
      instances: 3,
      port: '3000-3002',
      health_check: { check_type: 'http', url: 'http://localhost:{PORT}/health', timeout: 5, interval: 30, retries: 3, enabled: true },
    },
  ],
}`;

const json = `// Both apps.
{
  "apps": [
    {
      "name": "web",
      "script": "server.js",
      "args": ["--verbose", "two words"],
      "instances": 4,
      "exec_mode": "cluster",
      "max_memory_restart": "512M",
      "min_uptime": "5s",
      "max_restarts": 0, /* at once */
      "env": { "NODE_ENV": "production", "LIMITS": { "up": 1 } },
      "env_staging": { "NODE_ENV": "staging" },
      "watch": ["src"],
      "ignore_watch": ["tmp"],
    },
    {
      "name": "api",
      "script": "node",
      "args": ["api.js", "--fast"],
      "cwd": "services",
      "instances": 3,
      "port": "3000-3002",
      "health_check": {
        "check_type": "http", "url": "http://localhost:{PORT}/health",
        "timeout": 5, "interval": 30, "retries": 3, "enabled": true
      },
    },
  ],
}
`;

const yaml = `x-production: &production { NODE_ENV: production }
apps:
  - name: web
    script: server.js
    args: [--verbose, two words]
    instances: 4
    exec_mode: cluster
    max_memory_restart: 512M
    min_uptime: 5s
    max_restarts: 0
    env:
      <<: *production
      LIMITS: { up: 1 }
    env_staging: { NODE_ENV: staging }
    watch: [src]
    ignore_watch: [tmp]
  - name: api
    script: node
    args: [api.js, --fast]
    cwd: services
    instances: 3
    port: 3000-3002
    health_check:
      check_type: http
      url: http://localhost:{PORT}/health
      timeout: 5
      interval: 30
      retries: 3
      enabled: true
`;

const toml = `[[apps]]
name = "web"
script = "server.js"
args = ["--verbose", "two words"]
instances = 4
exec_mode = "cluster"
max_memory_restart = "512M"
min_uptime = "5s"
max_restarts = 0
watch = ["src"]
ignore_watch = ["tmp"]
[apps.env]
NODE_ENV = "production"
LIMITS = { up = 1 }
[apps.env_staging]
NODE_ENV = "staging"

[[apps]]
name = "api"
script = "node"
args = ["api.js", "--fast"]
cwd = "services"
instances = 3
port = "3000-3002"
[apps.health_check]
check_type = "http"
url = "http://localhost:{PORT}/health"
timeout = 5
interval = 30
retries = 3
enabled = true
`;

const files: readonly [name: string, text: string][] = [
  ['ecosystem.config.js', `module.exports = ${value};`],
  ['ecosystem.config.mjs', `export default ${value};`],
  ['ecosystem.config.cjs', `module.exports = async () => (${value});`],
  [
    'ecosystem.config.ts',
    `interface File { apps: object[] }\nconst file: File = ${value};\nexport default file;`,
  ],
  ['ecosystem.json', json],
  ['ecosystem.json5', `\uFEFF${json}`],
  ['ecosystem.yaml', yaml],
  ['ecosystem.toml', toml],
];

let folder = '';
before(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'drover-same-')));
  mkdirSync(join(folder, 'services'));
});
after(() => rmSync(folder, { recursive: true, force: true }));

test('the same ecosystem gives the same apps in every format', async () => {
  const runner = {
    node: process.execPath,
    script: builtConfigRunner(),
    fallbackNode: null,
    env: process.env,
  };
  const findRunner = (): Promise<FoundRunner> => Promise.resolve({ runner, problems: [] });
  const read = await Promise.all(
    files.map(async ([name, text]) => {
      const path = join(folder, name);
      writeFileSync(path, text);
      const { apps, problems } = await readEcosystemFile(path, { dialect: 'auto', findRunner });
      assert.deepEqual(problems, [], name);
      return apps.map((app) => ({ ...app, file: null, dialect: null }));
    }),
  );
  const [first = []] = read;
  assert.deepEqual(
    first.map(({ name }) => name),
    ['web', 'api'],
  );
  assert.equal(first[1]?.script, join(folder, 'services', 'api.js'));
  assert.deepEqual(first[0]?.env, { NODE_ENV: 'production', LIMITS: '{"up":1}' });
  for (const [index, apps] of read.entries()) assert.deepEqual(apps, first, files[index]?.[0]);
});
