import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { check, plan } from './planning.ts';
import type { Expected } from './planning.ts';

const uvicorn = { script: 'uvicorn', args: 'server.main:app' };
const servers: readonly [
  what: string,
  options: Record<string, unknown>,
  expected: Expected,
  shellEnv?: Record<string, string>,
][] = [
  [
    'uvicorn alone is one instance as written',
    uvicorn,
    { instances: 1, sharing: 'none', args: ['server.main:app'] },
  ],
  [
    'WORKERS of the shell is the number of instances',
    uvicorn,
    { instances: 3, sharing: 'socket', socket: { host: '127.0.0.1', port: 8000 } },
    { WORKERS: '3' },
  ],
  ['WORKERS of an env_file', { ...uvicorn, env_file: 'workers.env' }, { instances: 4, sharing: 'socket' }],
  [
    'WORKERS of env wins over the env_file',
    { ...uvicorn, env_file: 'workers.env', env: { WORKERS: 2 } },
    { instances: 2 },
  ],
  ['WORKERS of the .env in cwd', { ...uvicorn, cwd: 'with-env' }, { instances: 5, sharing: 'socket' }],
  [
    'WORKERS of the shell wins over that',
    { ...uvicorn, cwd: 'with-env' },
    { instances: 3 },
    { WORKERS: '3' },
  ],
  [
    'an env_file wins over the shell',
    { ...uvicorn, env_file: 'workers.env' },
    { instances: 4 },
    { WORKERS: '3' },
  ],
  ['WEB_CONCURRENCY', { ...uvicorn, env: { WEB_CONCURRENCY: 5 } }, { instances: 5 }],
  [
    '--workers',
    { ...uvicorn, args: 'a:b --workers 6 --host 0.0.0.0 --port=8010 --reload' },
    { instances: 6, sharing: 'socket', args: ['a:b'], socket: { host: '0.0.0.0', port: 8010 } },
  ],
  [
    '--workers wins over WORKERS',
    { ...uvicorn, args: 'a:b --workers=2' },
    { instances: 2 },
    { WORKERS: '7' },
  ],
  ['max with WORKERS', { ...uvicorn, instances: 'max' }, { instances: 3 }, { WORKERS: '3' }],
  ['max without WORKERS', { ...uvicorn, instances: 'max' }, { instances: 8 }],
  [
    'a number of instances wins over WORKERS',
    { ...uvicorn, instances: 2, args: 'a:b --workers 4' },
    { instances: 2, sharing: 'socket', args: ['a:b'] },
    { WORKERS: '7' },
  ],
  [
    'one written instance keeps its own workers',
    { ...uvicorn, instances: 1, args: 'a:b --workers 4' },
    { instances: 1, sharing: 'none', args: ['a:b', '--workers', '4'] },
  ],
  [
    'one worker of WORKERS is one instance, not one with workers',
    { ...uvicorn, args: 'a:b --workers 1 --port 1' },
    { instances: 1, args: ['a:b', '--port', '1'] },
  ],
  [
    'one instance keeps --reload',
    { ...uvicorn, args: 'a:b --reload' },
    { instances: 1, args: ['a:b', '--reload'] },
  ],
  [
    'port is where one instance listens',
    { ...uvicorn, port: 9000 },
    { sharing: 'none', args: ['server.main:app', '--host', '127.0.0.1', '--port', '9000'] },
  ],
  [
    'port is where several listen',
    { ...uvicorn, port: 9000, instances: 2 },
    { sharing: 'socket', socket: { host: '127.0.0.1', port: 9000 } },
  ],
  [
    'a range is given by flag',
    { ...uvicorn, port: '9000-9001', instances: 2 },
    { sharing: 'ports', args: ['server.main:app', '--host', '127.0.0.1', '--port', '{PORT}'] },
  ],
  [
    'python -m uvicorn',
    { script: 'python3 -m uvicorn a:b --workers 2' },
    { instances: 2, sharing: 'socket', args: ['-m', 'uvicorn', 'a:b'] },
  ],
  [
    'a path of uvicorn',
    { script: 'path/uvicorn', args: 'a:b --workers 2' },
    { instances: 2, sharing: 'socket' },
  ],
  [
    'uvicorn by an interpreter',
    { script: 'path/uvicorn', interpreter: 'python3', args: 'a:b --workers 2' },
    { instances: 2, interpreter: 'python3' },
  ],
  [
    'uvicorn on its own socket',
    { ...uvicorn, args: 'a:b --uds /tmp/x --workers 2' },
    { instances: 1, sharing: 'none', args: ['a:b', '--uds', '/tmp/x', '--workers', '2'] },
  ],
  [
    'gunicorn',
    { script: 'gunicorn -w 3 -b 0.0.0.0:9000 a:b' },
    { instances: 3, sharing: 'socket', args: ['a:b'], socket: { host: '0.0.0.0', port: 9000 } },
  ],
  [
    'gunicorn with joined flags',
    { script: 'gunicorn -w3 --bind=:9000 a:b' },
    { instances: 3, socket: { host: '127.0.0.1', port: 9000 } },
  ],
  [
    'gunicorn listens on PORT',
    { script: 'gunicorn -w 2 a:b', env: { PORT: 7000 } },
    { socket: { host: '0.0.0.0', port: 7000 } },
  ],
  [
    'gunicorn with a config file keeps its workers',
    { script: 'gunicorn -c conf.py -w 3 a:b' },
    { instances: 1, sharing: 'none', args: ['-c', 'conf.py', '-w', '3', 'a:b'] },
  ],
  [
    'gunicorn on two addresses',
    { script: 'gunicorn -w 2 -b :1 -b :2 a:b' },
    { instances: 1, sharing: 'none' },
  ],
  [
    'hypercorn',
    { script: 'hypercorn --workers 2 --bind [::1]:9000 a:b' },
    { instances: 2, socket: { host: '::1', port: 9000 } },
  ],
  [
    'any other program manages its own workers',
    { script: 'python3 -m server.main' },
    { instances: 1, sharing: 'none', args: ['-m', 'server.main'] },
    { WORKERS: '4' },
  ],
];
describe('server commands', () => {
  for (const [what, options, expected, shellEnv = {}] of servers) {
    test(what, () => void check(options, expected, { shellEnv }));
  }
});

test('instances of a server are one process each, and other programs see WORKERS as it is', () => {
  const { env } = plan({ ...uvicorn, env_file: 'workers.env' });
  assert.deepEqual([env['WORKERS'], env['WEB_CONCURRENCY'], env['PYTHONUNBUFFERED']], ['1', '1', '1']);
  assert.equal(plan({ script: 'python3 -m server.main', env_file: 'workers.env' }).env['WORKERS'], '4');
});
