import { describe, test } from 'node:test';
import { check } from './planning.ts';
import type { Expected } from './planning.ts';

const node = { script: 'server.js' };
const python = { script: 'app.py' };
const sharing: readonly [what: string, options: Record<string, unknown>, expected: Expected][] = [
  [
    'a Node script without instances is one plain process',
    node,
    { instances: 1, sharing: 'none', interpreter: 'node' },
  ],
  [
    'a number of instances of a Node script is a cluster',
    { ...node, instances: 4 },
    { instances: 4, sharing: 'cluster' },
  ],
  [
    'one written instance of a Node script is a cluster too',
    { ...node, instances: 1 },
    { instances: 1, sharing: 'cluster' },
  ],
  ['max is one per core', { ...node, instances: 'max' }, { instances: 8, sharing: 'cluster' }],
  ['zero is one per core', { ...node, instances: 0 }, { instances: 8, sharing: 'cluster' }],
  ['-2 is two less than the cores', { ...node, instances: -2 }, { instances: 6, sharing: 'cluster' }],
  ['never fewer than one', { ...node, instances: -99 }, { instances: 1, sharing: 'cluster' }],
  [
    'fork mode shares nothing',
    { ...node, instances: 2, exec_mode: 'fork' },
    { instances: 2, sharing: 'none' },
  ],
  [
    'cluster mode alone is one clustered instance',
    { ...node, exec_mode: 'cluster' },
    { instances: 1, sharing: 'cluster' },
  ],
  [
    'one port is shared by the cluster',
    { ...node, instances: 2, port: 3000 },
    { instances: 2, sharing: 'cluster', socket: null },
  ],
  [
    'a range gives each its port',
    { ...node, instances: 3, port: '3000-3002', exec_mode: 'cluster' },
    { instances: 3, sharing: 'ports' },
  ],
  [
    'auto gives each its port',
    { ...python, instances: 3, port: 'auto:3000-3100' },
    { instances: 3, sharing: 'ports' },
  ],
  [
    'a range that is too short is an error',
    { ...node, instances: 4, port: '3000-3002' },
    { problems: ['ports-short error'] },
  ],
  [
    'increment_var PORT is a range',
    { ...node, instances: 3, port: 3000, increment_var: 'PORT' },
    { instances: 3, sharing: 'ports' },
  ],
  [
    'increment_var PORT starts at env.PORT',
    { ...node, instances: 3, increment_var: 'PORT', env: { PORT: 4000 } },
    { sharing: 'ports' },
  ],
  [
    'PMDaemon style clusters like any other',
    { script: 'node', args: ['server.js', '-v'], instances: 4 },
    { instances: 4, sharing: 'cluster', script: '/server.js', args: ['-v'], interpreter: 'node' },
  ],
  [
    'a command line with node does as well',
    { script: 'node --trace-warnings server.js', instances: 2 },
    { sharing: 'cluster', script: '/server.js', nodeArgs: ['--trace-warnings'] },
  ],
  [
    'TypeScript is for Node',
    { script: 'main.ts', instances: 2 },
    { sharing: 'cluster', interpreter: 'node' },
  ],
  [
    'node@20 is Node',
    { ...node, interpreter: 'node@20', instances: 2 },
    { sharing: 'cluster', interpreter: 'node@20' },
  ],
  [
    'tsx of the project is Node with a loader',
    { script: 'main.ts', interpreter: 'tsx', instances: 2 },
    { sharing: 'cluster', interpreter: 'node', nodeArgs: ['--import', 'tsx'] },
  ],
  [
    'ts-node that is not installed stays as it is',
    { script: 'main.ts', interpreter: 'ts-node' },
    { sharing: 'none', interpreter: 'ts-node' },
  ],
  [
    'a script with a node line is Node',
    { script: 'bin/www', instances: 2 },
    { sharing: 'cluster', interpreter: 'node' },
  ],
  ['text without a line is Node, as for PM2', { script: 'bin/plain' }, { interpreter: 'node' }],
  [
    'a script with another line runs itself',
    { script: 'bin/tool', instances: 2 },
    { sharing: 'none', interpreter: null },
  ],
  ['a binary runs itself', { script: 'bin/binary' }, { interpreter: null }],
  ['a bare name below cwd is that file', { script: 'manage' }, { script: '/manage', interpreter: null }],
  [
    'a bare name elsewhere is looked up when started',
    { script: 'redis-server' },
    { script: 'redis-server', interpreter: null },
  ],
  [
    'an interpreter is given the file from PATH',
    { script: 'uvicorn', interpreter: 'python3', args: 'a:b' },
    { script: '/path/uvicorn', interpreter: 'python3' },
  ],
  [
    'interpreter none runs the file',
    { ...node, interpreter: 'none' },
    { interpreter: null, sharing: 'none' },
  ],
  ['Python is python3', python, { interpreter: 'python3' }],
  [
    'a program with one port and several instances gets the socket',
    { ...python, instances: 2, port: 9000 },
    { sharing: 'socket', socket: { host: '127.0.0.1', port: 9000 } },
  ],
  [
    'one instance of it needs none',
    { ...python, instances: 1, port: 9000 },
    { sharing: 'none', socket: null },
  ],
  ['a program without a port shares nothing', { ...python, instances: 2 }, { instances: 2, sharing: 'none' }],
  [
    'cluster mode for it is worth a warning',
    { ...python, instances: 2, exec_mode: 'cluster' },
    { instances: 2, problems: ['cluster-unsupported warning'] },
  ],
  [
    'npm cannot be clustered',
    { script: 'npm', args: 'start', instances: 2 },
    { problems: ['cluster-unsupported error'] },
  ],
  [
    'npm in cluster mode with one instance runs plainly',
    { script: 'npm start', exec_mode: 'cluster' },
    { instances: 1, sharing: 'none', problems: ['cluster-single warning'] },
  ],
  [
    'npm in fork mode may run twice',
    { script: 'npm start', exec_mode: 'fork', instances: 2 },
    { instances: 2, sharing: 'none' },
  ],
  [
    'npm with a range of ports is fine',
    { script: 'npm start', instances: 2, port: '3000-3001' },
    { sharing: 'ports' },
  ],
  [
    'a shell line cannot be clustered',
    { script: 'cd . && node server.js', instances: 2 },
    { shell: true, problems: ['cluster-unsupported error'] },
  ],
  [
    'a shell script cannot be clustered',
    { script: 'start.sh', instances: 2, exec_mode: 'cluster' },
    { interpreter: 'bash', problems: ['cluster-unsupported error'] },
  ],
  [
    'a shell script cannot share a port',
    { script: 'start.sh', instances: 2, port: 3000 },
    { interpreter: 'bash', problems: ['cluster-unsupported error'] },
  ],
  [
    'a shell script that shares nothing runs several times',
    { script: 'start.sh', instances: 2 },
    { interpreter: 'bash', instances: 2, sharing: 'none', problems: [] },
  ],
  ['a script that is missing is an error', { script: 'gone.js' }, { problems: ['script-missing error'] }],
  ['Node completes the name of a script', { script: './server', interpreter: 'node' }, { problems: [] }],
  ['a folder that is missing is an error', { ...node, cwd: 'gone' }, { problems: ['cwd-missing error'] }],
];
describe('how instances share', () => {
  for (const [what, options, expected] of sharing) test(what, () => void check(options, expected));
});
