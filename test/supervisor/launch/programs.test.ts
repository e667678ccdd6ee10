import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { describeProblem } from '../../../src/protocol/problems.ts';
import type { AppPlan } from '../../../src/ecosystem/appSpec.ts';
import type { NodeMajor } from '../../nodes.ts';
import { nodeBinary, nodeMajors, tsxLoader } from '../../nodes.ts';
import type { TestInstance, TestLauncher } from './harness.ts';
import { planFor, testLauncher } from './harness.ts';

let launchers: TestLauncher;
before(async () => {
  launchers = await testLauncher();
  mkdirSync(place('with'));
  symlinkSync(resolve(fileURLToPath(tsxLoader()), '../../..'), place('with/node_modules'));
});
after(() => launchers.dispose());

const place = (path: string): string => join(launchers.folder, path);

function write(path: string, text: string, mode = 0o644): string {
  mkdirSync(dirname(place(path)), { recursive: true });
  writeFileSync(place(path), text);
  chmodSync(place(path), mode);
  return place(path);
}

/** Everything it printed, once it has ended by itself. */
async function output(instance: TestInstance): Promise<string> {
  await instance.event('outputEnd');
  assert.equal(instance.text('err'), '');
  return instance.text('out');
}

const jsx = `const React = { createElement: (tag: string, _: null, text: string) => tag + ' ' + text };
console.log(<b>bold</b>, require.main === module);
`;

describe('JSX', () => {
  for (const major of [20, 24] as const satisfies readonly NodeMajor[]) {
    for (const [name, text] of [
      ['page.tsx', jsx],
      ['page.jsx', jsx.replace(/: (?:string|null)/g, '')],
    ] as const) {
      test(`${name} runs through the project's tsx on Node ${major}`, async () => {
        const script = write(`with/${major}/${name}`, text);
        const plan = planFor(script, { interpreter: nodeBinary(major), spec: { cwd: dirname(script) } });
        assert.equal(await output(launchers.start(plan)), 'b bold true\n');
      });
    }
  }

  test('without tsx and bun is a failed start that says what to install', async () => {
    const script = write('without/page.jsx', jsx);
    for (const interpreter of ['bun', nodeBinary(24)]) {
      const plan = planFor(script, { interpreter, spec: { cwd: dirname(script) } });
      const { problem } = await launchers.start(plan, { env: { PATH: '/nowhere' } }).event('failed');
      assert.equal(problem.code, 'jsx-unsupported');
      assert.match(describeProblem(problem), /^"page\.jsx" needs tsx .*npm install --save-dev tsx/);
    }
  });

  test('is for bun where it is asked for, and is told to be missing under its name', async () => {
    const plan = planFor(write('without/asked.tsx', jsx), {
      interpreter: 'bun',
      spec: { interpreter: 'bun' },
    });
    const { problem } = await launchers.start(plan, { env: { PATH: '/nowhere' } }).event('failed');
    assert.equal(problem.code, 'interpreter-missing');
  });
});

test('a .cts file is CommonJS, in a package of modules too', async () => {
  write('cts/package.json', '{ "type": "module" }');
  const script = write(
    'cts/app.cts',
    'const os: { EOL: string } = require("node:os"); console.log(typeof os.EOL, require.main === module);',
  );
  const plan = planFor(script, { interpreter: nodeBinary(24), spec: { cwd: place('cts') } });
  assert.equal(await output(launchers.start(plan)), 'string true\n');
});

describe('a command from PATH', () => {
  const shims: readonly [what: string, text: string][] = [
    ['a shim that has a first line', '#!/usr/bin/env sh\necho "shim $1 $(basename "$0")"\n'],
    ['a wrapper that becomes a program', '#!/bin/sh\nexec /bin/echo shim "$1" python3\n'],
  ];
  for (const [index, [what, text]] of shims.entries()) {
    test(`${what} is run as it is, never by Node`, async () => {
      write(`shims${index}/python3`, text, 0o755);
      const env = { PATH: `${place(`shims${index}`)}:/usr/bin:/bin` };
      const plan = planFor('python3', { interpreter: null, args: ['a b'] });
      assert.equal(await output(launchers.start(plan, { env })), 'shim a b python3\n');
    });
  }

  test('that interprets a script is told with its path', async () => {
    write('shims/python3', '#!/bin/sh\necho "shim $1"\n', 0o755);
    const script = write('app.py', '');
    const instance = launchers.start(planFor(script, { interpreter: 'python3' }), {
      env: { PATH: `${place('shims')}:/usr/bin:/bin` },
    });
    assert.equal(await output(instance), `shim ${script}\n`);
    assert.equal((await instance.event('started')).interpreter, place('shims/python3'));
  });

  test("is looked up on the PATH of the app's own environment", async () => {
    write('own/greet', '#!/bin/sh\necho own\n', 0o755);
    const plan = planFor('greet', { interpreter: null });
    assert.equal(await output(launchers.start(plan, { env: { PATH: place('own') } })), 'own\n');
  });
});

describe('arguments', () => {
  const parts: Partial<AppPlan> = {
    nodeArgs: ['--stack-trace-limit=7', '--no-warnings'],
    args: ['-x', 'a b', '{INDEX}'],
  };
  for (const sharing of ['none', 'cluster'] as const) {
    test(`of Node stand before the script, those of the script after it, sharing ${sharing}`, async () => {
      const script = write(
        'args.js',
        `console.log(JSON.stringify([process.execArgv.slice(-2), process.argv.slice(1), Error.stackTraceLimit]));
         process.exit();`,
      );
      const plan = planFor(script, { ...parts, sharing, interpreter: nodeBinary(22) });
      const instance = launchers.start(plan, { index: 3 });
      assert.deepEqual(JSON.parse(await output(instance)), [parts.nodeArgs, [script, '-x', 'a b', '3'], 7]);
      assert.equal((await instance.event('started')).interpreter, nodeBinary(22));
    });
  }

  test('of any other interpreter do so as well', async () => {
    const script = write('app.sh', 'echo "$1" "$MODE"; shopt -o xtrace | cut -c1-6');
    const plan = planFor(script, { interpreter: 'bash', nodeArgs: ['+x', '-u'], args: ['one two'] });
    assert.equal(await output(launchers.start(plan, { env: { MODE: 'fine' } })), 'one two fine\nxtrace\n');
  });
});

describe('source maps', () => {
  const script = fileURLToPath(new URL('../../fixtures/options/maps/built.cjs', import.meta.url));
  for (const major of nodeMajors) {
    for (const sharing of ['none', 'cluster'] as const) {
      test(`put stacks in terms of the source on Node ${major}, sharing ${sharing}`, async () => {
        const plan = planFor(script, { sharing, interpreter: nodeBinary(major) });
        const instance = launchers.start(plan);
        await instance.output(/^at .*original\.ts:6:/);
        assert.equal(instance.text('err'), '');
        instance.kill();
      });
    }
  }

  for (const [shows, spec, nodeArgs] of [
    ['source_map_support: false', { sourceMaps: false }, []],
    ['flags of the app', {}, ['--no-enable-source-maps']],
  ] as const) {
    test(`are left alone by ${shows}`, async () => {
      const instance = launchers.start(planFor(script, { interpreter: nodeBinary(24), spec, nodeArgs }));
      await instance.output(/^at .*built\.cjs:3:/);
      instance.kill();
    });
  }
});

describe('another user', () => {
  const script = 'console.log(process.getuid(), process.getgid()); process.exit()';
  for (const sharing of ['none', 'cluster'] as const) {
    test(`runs the app where root starts it, and else the start fails, sharing ${sharing}`, async () => {
      const name = `user-${sharing}`;
      // Everybody must be able to get there.
      chmodSync(launchers.folder, 0o755);
      const plan = planFor(write('user.js', script), {
        sharing,
        interpreter: nodeBinary(22),
        spec: { name, uid: 4321, gid: 8765, cwd: launchers.folder },
      });
      const instance = launchers.start(plan);
      if (process.getuid?.() === 0) {
        assert.equal(await output(instance), '4321 8765\n');
      } else {
        assert.equal((await instance.event('failed')).problem.code, 'user-needs-root');
      }
    });
  }
});
