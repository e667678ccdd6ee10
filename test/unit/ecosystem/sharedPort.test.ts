import { describe, test } from 'node:test';
import { check } from './planning.ts';
import type { Expected } from './planning.ts';

const socket = { host: '127.0.0.1', port: 8000 };
const shared = { instances: 2, sharing: 'socket', socket } as const;
const two = { instances: 2 };

const written: readonly [what: string, options: Record<string, unknown>, expected: Expected][] = [
  [
    'poetry run',
    { ...two, script: 'poetry run uvicorn a:b --port 8000' },
    { ...shared, args: ['run', 'uvicorn', 'a:b'] },
  ],
  [
    'uv run with options',
    { ...two, script: 'uv --quiet run --with x --no-sync gunicorn -w 4 a:b' },
    { ...shared, args: ['--quiet', 'run', '--with', 'x', '--no-sync', 'gunicorn', 'a:b'] },
  ],
  [
    'pipenv run python -m',
    { ...two, script: 'pipenv run python -m hypercorn a:b' },
    { ...shared, args: ['run', 'python', '-m', 'hypercorn', 'a:b'] },
  ],
  [
    'a script of uv that is only called with the name of a server',
    { script: 'uv run tool.py uvicorn' },
    { instances: 1, sharing: 'none', args: ['run', 'tool.py', 'uvicorn'] },
  ],
  [
    'python with options',
    { ...two, script: 'python3 -X dev -u -m uvicorn a:b' },
    { ...shared, args: ['-X', 'dev', '-u', '-m', 'uvicorn', 'a:b'] },
  ],
  ['the descriptor is not given twice to uvicorn', uvicorn('--fd 3'), { ...shared, args: ['a:b'] }],
  ['nor by its placeholder', uvicorn('--fd={FD}'), { ...shared, args: ['a:b'] }],
  [
    'nor to gunicorn',
    { ...two, script: 'gunicorn --bind fd://3 a:b', port: 8000 },
    { ...shared, args: ['a:b'] },
  ],
  [
    'nor to hypercorn',
    { ...two, script: 'hypercorn -b fd://{FD} a:b', port: 8000 },
    { ...shared, args: ['a:b'] },
  ],
  [
    'one that takes the descriptor gets it also when it is alone',
    { script: 'uvicorn a:b --fd 3', port: 8000 },
    { ...shared, instances: 1, args: ['a:b'] },
  ],
  [
    'a config file gives way to port, and its workers to one',
    { ...two, script: 'gunicorn -c conf.py -w 3 a:b', port: 8000 },
    { ...shared, args: ['-c', 'conf.py', 'a:b', '--workers', '1'] },
  ],
  [
    'and to a bind',
    { ...two, script: 'hypercorn -c conf.toml -b 127.0.0.1:8000 a:b' },
    { ...shared, args: ['-c', 'conf.toml', 'a:b', '--workers', '1'] },
  ],
  [
    'localhost',
    uvicorn('--host localhost'),
    { ...shared, args: ['a:b'], socket: { ...socket, host: 'localhost' } },
  ],
  ['every address', uvicorn('--host ::'), { ...shared, args: ['a:b'], socket: { ...socket, host: '::' } }],
];
describe('what is written for a server', () => {
  for (const [what, options, expected] of written) test(what, () => void check(options, expected));
});

const refused: readonly [what: string, options: Record<string, unknown>][] = [
  ['a Unix socket', uvicorn('--uds /tmp/x')],
  ['a Unix socket of gunicorn', { ...two, script: 'gunicorn -b unix:/tmp/x a:b' }],
  ['another descriptor', uvicorn('--fd 7')],
  ['two addresses', { ...two, script: 'gunicorn -b :1 -b :2 a:b' }],
  ['QUIC beside TCP', { ...two, script: 'hypercorn --quic-bind :1 a:b' }],
  ['a config file without a port', { ...two, script: 'gunicorn -c conf.py a:b' }],
  ['port 0 of a server', uvicorn('--port 0')],
  ['port 0 of any program', { ...two, script: 'app.py', port: 0 }],
];
describe('what several instances cannot share', () => {
  for (const [what, options] of refused) {
    test(what, () => void check(options, { instances: 2, problems: ['port-unshared error'] }));
  }
  test('one instance can have', () => {
    for (const [, options] of refused) check({ ...options, instances: 1 }, { instances: 1, sharing: 'none' });
  });
});

const anyProgram: readonly [what: string, options: Record<string, unknown>, expected: Expected][] = [
  ['several instances of one port', { ...two, port: 8000 }, shared],
  ['HOST is where', { ...two, port: 8000, env: { HOST: '::1' } }, { socket: { ...socket, host: '::1' } }],
  ['HOST may be a name that means nothing here', { ...two, port: 8000, env: { HOST: 'api.test' } }, shared],
  [
    '{FD} asks for it, however few there are',
    { port: 8000, args: '--listen {FD}' },
    { ...shared, instances: 1 },
  ],
  ['and so does cluster mode', { port: 8000, exec_mode: 'cluster' }, { ...shared, instances: 1 }],
  ['a single instance listens by itself', { port: 8000 }, { instances: 1, sharing: 'none', socket: null }],
];
describe('any other program', () => {
  for (const [what, options, expected] of anyProgram) {
    test(what, () => void check({ script: 'app.py', ...options }, expected));
  }
});

function uvicorn(flags: string): Record<string, unknown> {
  return { ...two, script: `uvicorn a:b ${flags}` };
}
