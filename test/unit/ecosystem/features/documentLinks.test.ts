import assert from 'node:assert/strict';
import { test } from 'node:test';
import { documentLinks } from '../../../../src/ecosystem/features/documentLinks.ts';
import type { FeatureFacts } from '../../../../src/ecosystem/features/featureFacts.ts';
import type { SourceTree } from '../../../../src/ecosystem/tree/sourceTree.ts';
import { factsWith, instance, runningApp, shopTrees, treeOf } from './sources.ts';

/** `text of the link -> target`, in the order of the file. */
function links(tree: SourceTree, facts: Partial<FeatureFacts> = {}): string[] {
  return [...documentLinks(tree, factsWith(facts))]
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, target, exists }) => {
      const mark = exists === null ? '' : exists ? ' (there)' : ' (missing)';
      return `${tree.text.slice(start, end)} -> ${target}${mark}`;
    });
}

const disk: FeatureFacts['kindOf'] = (path) =>
  ({
    '/shop/app': 'folder' as const,
    '/shop/app/server.js': 'file' as const,
    '/shop/db.py': 'file' as const,
  })[path] ?? (path === '/shop/.env' ? undefined : null);

for (const tree of shopTrees) {
  test(`paths lead to what the supervisor takes them for: ${tree.language}`, () => {
    const running = [runningApp('web', { instances: [instance('web', 0, { port: 8007 })] })];
    assert.deepEqual(
      new Set(links(tree, { kindOf: disk, running })),
      new Set(
        [
          'server.js -> /shop/app/server.js (there)',
          'app -> /shop/app (there)',
          '.env -> /shop/.env',
          'logs/web.log -> /shop/app/logs/web-0.log (missing)',
          'http://127.0.0.1:{PORT}/health -> http://127.0.0.1:8007/health',
          'db.py -> /shop/db.py (there)',
          'queue.js -> /shop/queue.js (missing)',
        ].filter((line) => !line.startsWith('db.py')),
      ),
    );
  });
}

const app = (text: string): SourceTree => treeOf('javascript', `module.exports = [{ ${text} }];`);

const table: readonly (readonly [string, readonly string[]])[] = [
  [`script: 'node --inspect ./src/main.js --port 1'`, ['./src/main.js -> /shop/src/main.js']],
  [`script: 'node', args: ['--inspect', 'api.js', 'x']`, ['api.js -> /shop/api.js']],
  [`script: 'node', args: '-r dotenv/config api.js'`, ['api.js -> /shop/api.js']],
  [`script: 'npm', args: 'start'`, []],
  [`script: 'cat a.js | node'`, []],
  [
    `script: 'a.js', cwd: process.env.DIR, out_file: 'x.log', error_file: '/var/log/e.log'`,
    ['/var/log/e.log -> /var/log/e.log'],
  ],
  [`script: 'a.js', log_file: '/dev/null', out_file: true, error_file: false`, ['a.js -> /shop/a.js']],
  [
    `script: 'a.js', instances: 2, merge_logs: true, out_file: 'o.log'`,
    ['a.js -> /shop/a.js', 'o.log -> /shop/o.log'],
  ],
  [
    `script: 'a.js', interpreter: '.venv/bin/python'`,
    ['a.js -> /shop/a.js', '.venv/bin/python -> /shop/.venv/bin/python'],
  ],
  [`script: 'a.js', interpreter: 'python3'`, ['a.js -> /shop/a.js']],
  [
    `script: 'a.js', env_file: ['a.env', '/etc/b.env']`,
    ['a.js -> /shop/a.js', 'a.env -> /shop/a.env', '/etc/b.env -> /etc/b.env'],
  ],
  [
    `script: 'a.js', port: 3000, health_check: { url: 'http://localhost:{PORT}/' }`,
    ['a.js -> /shop/a.js', 'http://localhost:{PORT}/ -> http://localhost:3000/'],
  ],
  [`script: 'a.js', health_check: { url: 'http://localhost:{PORT}/' }`, ['a.js -> /shop/a.js']],
  [`script: 'a.js', health_check: { url: 'command:rm' }`, ['a.js -> /shop/a.js']],
  [
    `script: 'a.js', health_check: { script: './check.sh --fast' }`,
    ['a.js -> /shop/a.js', './check.sh -> /shop/check.sh'],
  ],
  [
    `script: 'a.js', dev: { cwd: 'dev', env_file: 'dev.env', out_file: 'o.log' }`,
    ['a.js -> /shop/a.js', 'dev -> /shop/dev', 'dev.env -> /shop/dev.env', 'o.log -> /shop/dev/o.log'],
  ],
  [`script: './dist/' + 'main.js'`, [`'./dist/' + 'main.js' -> /shop/dist/main.js`]],
];

for (const [text, expected] of table)
  test(`links of { ${text} }`, () => assert.deepEqual(links(app(text)), expected));

test('node completes names; what it finds is linked', () => {
  const kindOf = (path: string): 'file' | null =>
    path === '/shop/server.js' || path === '/shop/bin/www.js' ? 'file' : null;
  assert.deepEqual(links(app(`script: 'server'`), { kindOf }), ['server -> /shop/server.js (there)']);
  assert.deepEqual(links(app(`script: './bin/www'`), { kindOf }), ['./bin/www -> /shop/bin/www.js (there)']);
});
