import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { test } from 'node:test';
import { resolveProgram } from '../../../src/ecosystem/program.ts';
import type { Program, WrittenProgram } from '../../../src/ecosystem/program.ts';

const cwd = '/srv/app';

const cases: readonly [what: string, written: Partial<WrittenProgram>, expected: Partial<Program>][] = [
  ['a file', { script: 'server.js' }, { script: '/srv/app/server.js', name: 'server', interpreter: null }],
  ['a file in a folder', { script: './bin/www' }, { script: '/srv/app/bin/www', name: 'www' }],
  ['an absolute path', { script: '/opt/x/run.py' }, { script: '/opt/x/run.py', name: 'run' }],
  ['a file at home', { script: '~/x.js' }, { script: `${homedir()}/x.js` }],
  ['a command', { script: 'uvicorn', args: ['a:b'] }, { script: 'uvicorn', args: ['a:b'], name: 'uvicorn' }],
  ['a command with a version', { script: 'python3.12' }, { script: 'python3.12' }],
  [
    'a command line',
    { script: 'uvicorn a:b --port 8000' },
    { script: 'uvicorn', args: ['a:b', '--port', '8000'] },
  ],
  [
    'a command line and args',
    { script: 'npm run', args: ['start'] },
    { script: 'npm', args: ['run', 'start'] },
  ],
  [
    'a quoted path',
    { script: '"my app.js" --x' },
    { script: '/srv/app/my app.js', args: ['--x'], name: 'my app' },
  ],
  [
    'a path below a folder with a blank',
    { script: '/home/My Work/app/server.js', roots: ['/home/My Work/app'] },
    { script: '/home/My Work/app/server.js', args: [], shell: false },
  ],
  [
    'the same with arguments',
    { script: '/home/My Work/app/server.js --x 1', roots: ['/home/My Work/app'] },
    { script: '/home/My Work/app/server.js', args: ['--x', '1'] },
  ],
  [
    'a shell line',
    { script: 'cd src && node x.js' },
    { script: 'cd src && node x.js', shell: true, args: [] },
  ],
  [
    'a shell line and args',
    { script: 'echo $X |', args: ['two words', '-n'] },
    { script: "echo $X | 'two words' -n", shell: true },
  ],
  [
    'node and args',
    { script: 'node', args: ['server.js', '--fast'] },
    { script: '/srv/app/server.js', args: ['--fast'], interpreter: 'node', nodeArgs: [], name: 'server' },
  ],
  [
    'a node line',
    { script: 'node server.js --fast' },
    { script: '/srv/app/server.js', args: ['--fast'], interpreter: 'node' },
  ],
  [
    'node with flags',
    { script: 'node --inspect -r ./a.js --import tsx src/x.ts y' },
    { script: '/srv/app/src/x.ts', args: ['y'], nodeArgs: ['--inspect', '-r', './a.js', '--import', 'tsx'] },
  ],
  [
    'node with --',
    { script: 'node --no-warnings -- x.js' },
    { script: '/srv/app/x.js', nodeArgs: ['--no-warnings'] },
  ],
  [
    'node and node_args',
    { script: 'node x.js', nodeArgs: ['--a'] },
    { script: '/srv/app/x.js', nodeArgs: ['--a'] },
  ],
  [
    'a path of node',
    { script: '/usr/bin/node x.js' },
    { script: '/srv/app/x.js', interpreter: '/usr/bin/node' },
  ],
  [
    'interpreter none and node',
    { script: 'node', args: ['x.js'], interpreter: 'none' },
    { script: '/srv/app/x.js', interpreter: 'node' },
  ],
  [
    'node -e',
    { script: 'node', args: ['-e', '1'] },
    { script: 'node', args: ['-e', '1'], interpreter: null },
  ],
  ['node --test', { script: 'node --test x.js' }, { script: 'node', args: ['--test', 'x.js'] }],
  ['node alone', { script: 'node' }, { script: 'node', args: [] }],
  ['tsx', { script: 'tsx src/x.ts' }, { script: '/srv/app/src/x.ts', interpreter: 'tsx' }],
  [
    'tsx watch',
    { script: 'tsx watch src/x.ts' },
    { script: 'tsx', args: ['watch', 'src/x.ts'], interpreter: null },
  ],
  [
    'python and a file',
    { script: 'python3', args: ['jobs/mail.py'] },
    { script: 'python3', args: ['jobs/mail.py'], name: 'mail' },
  ],
  [
    'python and a module',
    { script: 'python -m uvicorn a:b' },
    { script: 'python', args: ['-m', 'uvicorn', 'a:b'], name: 'uvicorn' },
  ],
];

for (const [what, written, expected] of cases) {
  test(`${what}: ${JSON.stringify(written.script)}`, () => {
    const program = resolveProgram({
      script: '',
      args: [],
      interpreter: null,
      nodeArgs: [],
      cwd,
      roots: [],
      ...written,
    });
    const { shell = false } = expected;
    assert.deepEqual({ ...program, ...expected, shell }, program);
  });
}
