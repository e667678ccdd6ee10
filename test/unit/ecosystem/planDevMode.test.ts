import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { canSwap } from '../../../src/ecosystem/canSwap.ts';
import { readyLine } from '../../../src/ecosystem/readyLine.ts';
import { check, plan } from './planning.ts';
import type { Expected } from './planning.ts';

const dev = { dev: true };
const node = { script: 'server.js' };
const uvicorn = { script: 'uvicorn', args: 'server.main:app' };

const folder = mkdtempSync(join(tmpdir(), 'drover-dev-plan-'));
after(() => rmSync(folder, { recursive: true }));

describe('DEV_MODE leaves reloading to commands that reload by themselves', () => {
  const commands = [
    'nodemon server.js',
    'npx nodemon server.js',
    'node_modules/.bin/nodemon server.js',
    'node --watch server.js',
    'node --inspect --watch-path=src server.js',
    'tsx watch main.ts',
    'vite',
    'vite dev --port 3000',
    'next dev',
    'next dev --turbo',
    'nest start --watch',
    'bun --hot main.ts',
    'deno run --allow-net --watch main.ts',
    'watchfiles "python app.py"',
    'python3 manage.py runserver 8000',
    'flask --app main run --debug',
    'fastapi dev main.py',
  ];
  for (const script of commands) {
    test(script, () => assert.equal(plan({ script }, dev).spec.watch, null));
  }

  test('node_args: --watch', () =>
    assert.equal(plan({ ...node, node_args: '--watch' }, dev).spec.watch, null));

  test('npm run, by what package.json says', () => {
    const scripts = { dev: 'next dev', start: 'node server.js', watch: 'NODE_ENV=x nodemon .' };
    mkdirSync(join(folder, 'package'));
    writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify({ scripts }));
    const watches = (script: string): boolean =>
      plan({ script, cwd: join(folder, 'package') }, dev).spec.watch !== null;
    assert.deepEqual(
      ['npm run dev', 'yarn dev', 'pnpm run watch', 'npm start', 'npm run gone'].map(watches),
      [false, false, false, true, true],
    );
  });

  test('dev: { watch: false }', () =>
    assert.equal(plan({ ...node, dev: { watch: false } }, dev).spec.watch, null));
});

describe('DEV_MODE watches what does not', () => {
  const commands = [
    'node server.js --watch',
    'next start',
    'vite-node main.ts',
    'vite build',
    'python3 manage.py runserver --noreload',
    'flask run',
    'node supervisor/main.js',
  ];
  for (const script of commands) {
    test(script, () => assert.notEqual(plan({ script }, dev).spec.watch, null));
  }
});

const servers: readonly [what: string, options: Record<string, unknown>, expected: Expected][] = [
  [
    'uvicorn is one instance on a socket of Drover’s, without --reload and --workers',
    { ...uvicorn, args: 'a:b --reload --reload-dir src --workers 4 --port 8010' },
    { instances: 1, sharing: 'socket', args: ['a:b'], socket: { host: '127.0.0.1', port: 8010 } },
  ],
  [
    'uvicorn that is left to itself keeps --reload and its port',
    { ...uvicorn, args: 'a:b --reload --workers 4 --port 8010', dev: { watch: false } },
    { instances: 1, sharing: 'none', args: ['a:b', '--reload', '--port', '8010'], socket: null },
  ],
  [
    'gunicorn as well',
    { script: 'gunicorn -w 3 --reload -b 0.0.0.0:9000 a:b' },
    { instances: 1, sharing: 'socket', args: ['a:b'], socket: { host: '0.0.0.0', port: 9000 } },
  ],
  [
    'uvicorn on its own socket stays there',
    { ...uvicorn, args: 'a:b --uds /tmp/x --reload' },
    { instances: 1, sharing: 'none', args: ['a:b', '--uds', '/tmp/x'] },
  ],
  [
    'a program that shares a port as several does as one',
    { script: 'app.py', instances: 3, port: 3000 },
    { instances: 1, sharing: 'socket', socket: { host: '127.0.0.1', port: 3000 } },
  ],
  [
    'one that has its port for itself keeps it',
    { script: 'app.py', port: 3000 },
    { instances: 1, sharing: 'none', socket: null },
  ],
  [
    'npm start is one plain instance',
    { script: 'npm start', instances: 4 },
    { instances: 1, sharing: 'none' },
  ],
];
describe('in DEV_MODE', () => {
  for (const [what, options, expected] of servers) test(what, () => void check(options, expected, dev));

  test('dev: { swap: false } keeps the socket, and no two instances beside each other', () => {
    for (const options of [uvicorn, { script: 'app.py', instances: 2, port: 3000 }]) {
      assert.equal(canSwap(plan(options, dev)), true);
      const still = plan({ ...options, dev: { swap: false } }, dev);
      assert.deepEqual([still.sharing, canSwap(still)], ['socket', false]);
    }
    const normal = plan({ ...uvicorn, instances: 2, dev: { swap: false } });
    assert.equal(canSwap(normal), true);
  });

  test('WORKERS and WEB_CONCURRENCY are 1', () => {
    const { env } = plan({ ...uvicorn, env: { WORKERS: 4 } }, dev);
    assert.equal(env['PYTHONDONTWRITEBYTECODE'], '1');
    assert.equal(plan(uvicorn).env['PYTHONDONTWRITEBYTECODE'], undefined);
    assert.deepEqual([env['WORKERS'], env['WEB_CONCURRENCY'], env['DEV_MODE']], ['1', '1', 'true']);
  });

  test('a program that starts its workers itself is told both and does so', () => {
    const { env, spec } = plan({ script: 'python3 -m server.main', env: { WORKERS: 4 } }, dev);
    assert.deepEqual([env['WORKERS'], env['DEV_MODE'], spec.watch?.paths.length], ['4', 'true', 1]);
  });
});

test('the line that tells that a server is ready is known where it writes one', () => {
  const lineOf = (options: Record<string, unknown>): string | undefined => readyLine(plan(options))?.source;
  assert.equal(lineOf({ ...uvicorn, instances: 2 }), 'Uvicorn running on ');
  assert.equal(lineOf({ script: 'python3 -m hypercorn a:b', instances: 2 }), 'Running on ');
  assert.equal(lineOf({ script: 'gunicorn a:b', instances: 2 }), undefined);
  assert.equal(lineOf({ ...uvicorn, args: 'a:b --log-level warning', instances: 2 }), undefined);
  assert.equal(lineOf(uvicorn), undefined);
});

test('what is wrong in dev is told with the name of the option', () => {
  const told = (dev: object): string[] =>
    normaliseEcosystem(
      { name: 'web', script: 'server.js', dev },
      { path: '/srv/ecosystem.json', dialect: 'pm2' },
    ).problems.map((problem) => `${problem.app ?? ''}: ${describeProblem(problem)}`);
  assert.deepEqual(told({ watch: false, swap: false, env: { A: 1 }, args: ['-v'], kill_timeout: '1s' }), []);
  assert.deepEqual(told({ swap: 'no', kill_timeout: 'soon', watc: true, env: 'A=1', dev: {} }), [
    'web: Unknown option "dev.watc". Did you mean "watch"?',
    'web: "dev.env" must be an object, but it is "A=1".',
    'web: "dev.kill_timeout" must be a time such as 500, "500ms" or "5s", but it is "soon".',
    'web: "dev.swap" must be true or false, but it is "no".',
    'web: Unknown option "dev.dev".',
  ]);
});
