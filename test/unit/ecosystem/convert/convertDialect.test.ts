import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dialect } from '../../../../src/ecosystem/appSpec.ts';
import { convertDialect } from '../../../../src/ecosystem/convert/convertDialect.ts';
import { readFile, writeFile } from '../../../../src/ecosystem/convert/convertFile.ts';
import { english } from '../../../../src/ecosystem/translate.ts';
import { parseSource } from '../../../../src/ecosystem/tree/parseTree.ts';
import type { SourceLanguage } from '../../../../src/ecosystem/tree/sourceTree.ts';

function converted(
  text: string,
  from: SourceLanguage,
  to: Dialect,
): { text: string; notes: readonly string[] } {
  const file = readFile(parseSource(text, from), english);
  assert.ok(!('refused' in file));
  const { file: result, notes } = convertDialect(file, to, { cpus: 8, t: english });
  const language = to === 'pm2' ? 'javascript' : 'toml';
  return { text: writeFile(result, { language, keepsComments: true }, english).text, notes };
}

test('a file of PM2 becomes one of PMDaemon, with comments for what PMDaemon does not know', () => {
  const result = converted(
    `// The shop
module.exports = {
  apps: [
    {
      name: 'web', // the front
      exec: 'server.js',
      args: '--port 3000',
      node_args: '--inspect',
      instances: 'max',
      exec_mode: 'cluster_mode',
      port: 3000,
      env: { PORT: 3000, DEBUG: true /* all */ },
      env_production: { A: 1 },
      watch: ['src'],
      kill_timeout: '5s',
      // at night
      cron_restart: '0 4 * * *',
    },
  ],
  deploy: {},
};
`,
    'javascript',
    'pmdaemon',
  );
  assert.equal(
    result.text,
    `# The shop

[[apps]]
name = "web" # the front
script = "node"
args = ["--inspect", "server.js", "--port", "3000"]
instances = 8
exec_mode = "cluster"
port = "3000"
watch = true
kill_timeout = 5000
# env_production: {"A":1} (PMDaemon does not know it)
# at night
# cron_restart: "0 4 * * *" (PMDaemon does not know it)

[apps.env]
PORT = "3000"
DEBUG = "true" # all
`,
  );
  assert.deepEqual(result.notes, [
    '"instances" of "web": PMDaemon takes a number only, so max became 8.',
    '"env_production" of "web": PMDaemon does not know it.',
    '"watch" of "web": PMDaemon takes true or false, so ["src"] became true.',
    '"cron_restart" of "web": PMDaemon does not know it.',
    '"deploy" is left out: PMDaemon does not know it.',
  ]);
});

test('a file of PMDaemon becomes one of PM2', () => {
  const result = converted(
    `[[apps]]
name = "web"
script = "node"
args = ["--inspect", "server.js", "-v"]
instances = 3
port = "3000-3002"
max_memory_restart = "1.5GB"
user = "me"
health_check = { check_type = "tcp" }
`,
    'toml',
    'pm2',
  );
  assert.equal(
    result.text,
    `module.exports = {
  apps: [
    {
      name: 'web',
      script: 'server.js',
      args: ['-v'],
      instances: 3,
      port: 3000,
      increment_var: 'PORT',
      max_memory_restart: '1536M',
      uid: 'me',
      node_args: ['--inspect'],
      // health_check: {"check_type":"tcp"} (PM2 does not know it)
    },
  ],
};
`,
  );
  assert.deepEqual(result.notes, ['"health_check" of "web": PM2 does not know it.']);
});

/** Options of one app, as JSON; `name` is "a" unless it is in question. */
const table: readonly (readonly [Dialect, object, object])[] = [
  ['pmdaemon', { script: 'a.py' }, { script: 'python3', args: ['a.py'] }],
  ['pmdaemon', { script: './bin/run', args: ['x'] }, { script: './bin/run', args: ['x'] }],
  ['pmdaemon', { script: 'npm run start' }, { script: 'npm', args: ['run', 'start'] }],
  ['pmdaemon', { script: 'a | b' }, { script: 'sh', args: ['-c', 'a | b'] }],
  ['pmdaemon', { script: 'a.js', interpreter: 'bun' }, { script: 'bun', args: ['a.js'] }],
  ['pmdaemon', { script: 'x.js', interpreter: 'none' }, { script: 'x.js' }],
  [
    'pmdaemon',
    { script: 'x', instances: -2, min_uptime: '1.5s', ignore_watch: 'a b', gid: 1 },
    { script: 'x', instances: 6, min_uptime: 1500, ignore_watch: ['a', 'b'], group: '1' },
  ],
  [
    'pmdaemon',
    { script: 'x', autorestart: 'false', watch: 'true', max_restarts: '3' },
    { script: 'x', autorestart: false, watch: true, max_restarts: 3 },
  ],
  [
    'pmdaemon',
    { script: 'x', port: '3000-3002', max_memory_restart: '512MB' },
    { script: 'x', port: '3000-3002', max_memory_restart: '512MB' },
  ],
  ['pmdaemon', { script: 'x', env: { A: null, B: [1], C: 'c' } }, { script: 'x', env: { B: '[1]', C: 'c' } }],
  [
    'pmdaemon',
    { script: 'x', 'x-mine': 1, cwd: null, depends_on: ['b'], log_file: true },
    { script: 'x', 'x-mine': 1 },
  ],
  [
    'pm2',
    { script: 'python3', args: ['a.py', 'b'] },
    { script: 'a.py', args: ['b'], interpreter: 'python3' },
  ],
  [
    'pm2',
    { script: 'python3', args: ['-m', 'http.server'] },
    { script: 'python3', args: ['-m', 'http.server'], interpreter: 'none' },
  ],
  ['pm2', { script: './target/release/api' }, { script: './target/release/api', interpreter: 'none' }],
  ['pm2', { script: 'node', args: ['-e', '1'] }, { script: 'node', args: ['-e', '1'], interpreter: 'none' }],
  ['pm2', { script: '/opt/node', args: ['a.js'] }, { script: 'a.js', interpreter: '/opt/node' }],
  [
    'pm2',
    { script: 'a.js', port: '3000', restart_delay: '2s', max_memory_restart: '512MB' },
    { script: 'a.js', port: 3000, restart_delay: 2000, max_memory_restart: '512M' },
  ],
  ['pm2', { script: 'a.js', port: 'auto:1-9', env_file: '.env' }, { script: 'a.js' }],
];

for (const [to, options, result] of table)
  test(`${JSON.stringify(options)} for ${to}`, () => {
    const file = readFile(
      parseSource(JSON.stringify({ apps: [{ name: 'a', ...options }] }), 'json'),
      english,
    );
    assert.ok(!('refused' in file));
    const { file: after } = convertDialect(file, to, { cpus: 8, t: english });
    const { text } = writeFile(after, { language: 'json', keepsComments: false }, english);
    assert.deepEqual(JSON.parse(text), { apps: [{ name: 'a', ...result }] });
  });

for (const root of [
  [{ script: 'x' }],
  { script: 'x' },
  { pm2: [{ script: 'x' }] },
  { apps: { script: 'x' } },
  { apps: { x: { script: 'x' } } },
])
  test(`the apps of ${JSON.stringify(root)} get names and become a list`, () => {
    const file = readFile(parseSource(JSON.stringify(root), 'json'), english);
    assert.ok(!('refused' in file));
    const { text } = writeFile(
      convertDialect(file, 'pmdaemon', { cpus: 8, t: english }).file,
      { language: 'json', keepsComments: false },
      english,
    );
    assert.deepEqual(JSON.parse(text), { apps: [{ name: 'x', script: 'x' }] });
  });
