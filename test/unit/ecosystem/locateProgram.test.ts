import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import type { AppPlan } from '../../../src/ecosystem/appSpec.ts';
import { firstLineProgram, isNode } from '../../../src/ecosystem/interpreterFor.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { planApp } from '../../../src/ecosystem/planApp.ts';

const root = realpathSync(mkdtempSync(join(tmpdir(), 'drover-locate-')));
after(() => rmSync(root, { recursive: true, force: true }));
const texts: Readonly<Record<string, string>> = {
  'with/node_modules/tsx/package.json': '{}',
  'with/src/page.tsx': '',
  'with/page.jsx': '',
  'without/page.tsx': '',
  'path/shim': 'exec python3 "$@"\n',
  'path/wrapper': '#!/usr/bin/env bash\n',
  'path/flask': '#!/opt/venv/bin/python3.12\n',
  'path/python': '',
};
for (const name of [
  'js',
  'cjs',
  'mjs',
  'ts',
  'mts',
  'cts',
  'py',
  'rb',
  'sh',
  'php',
  'pl',
  'bash',
  'unknown',
]) {
  write(`without/app.${name}`, '');
}
for (const [path, text] of Object.entries(texts)) write(path, text);

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  if (path.startsWith('path/')) chmodSync(join(root, path), 0o755);
}

function plan(folder: string, options: Record<string, unknown>, env: Record<string, string> = {}): AppPlan {
  const file = { path: join(root, folder, 'ecosystem.json'), dialect: 'pm2' } as const;
  const [spec] = normaliseEcosystem({ name: 'app', ...options }, file).apps;
  assert.ok(spec);
  const shellEnv = { PATH: join(root, 'path'), ...env };
  return planApp(spec, { shellEnv, cpus: 4, profile: null, dev: false });
}

describe('the interpreter', () => {
  const byExtension = {
    js: 'node',
    cjs: 'node',
    mjs: 'node',
    ts: 'node',
    mts: 'node',
    cts: 'node',
    rb: 'ruby',
    sh: 'bash',
    bash: 'bash',
    php: 'php',
    pl: 'perl',
    unknown: null,
  };
  for (const [extension, interpreter] of Object.entries(byExtension)) {
    test(`of a .${extension} file is ${String(interpreter)}`, () =>
      assert.equal(plan('without', { script: `app.${extension}` }).interpreter, interpreter));
  }

  test('of a .py file is what there is', () => {
    const script = 'app.py';
    assert.equal(plan('without', { script }).interpreter, 'python');
    assert.equal(plan('without', { script }, { PATH: '/nowhere' }).interpreter, 'python3');
  });

  test('of JSX is Node where the project has tsx, else bun', () => {
    const shared = plan('with', { script: 'src/page.tsx', instances: 2 });
    assert.deepEqual([shared.interpreter, shared.sharing, shared.nodeArgs], ['node', 'cluster', []]);
    assert.equal(plan('with', { script: 'page.jsx' }).interpreter, 'node');
    assert.equal(plan('without', { script: 'page.tsx' }).interpreter, 'bun');
  });

  test('may be a version of Node in any of its forms, and clusters as Node does', () => {
    for (const [interpreter, expected] of [
      ['node@20', 'node@20'],
      ['node@lts/*', 'node@lts/*'],
      ['node@lts/iron', 'node@lts/iron'],
      ['node@latest', 'node@latest'],
      ['v20', 'node@v20'],
      ['v20.11.1', 'node@v20.11.1'],
    ] as const) {
      const planned = plan('without', {
        script: 'app.js',
        interpreter,
        instances: 2,
        node_args: '--no-warnings',
      });
      assert.deepEqual([planned.interpreter, planned.sharing], [expected, 'cluster']);
      assert.deepEqual(planned.nodeArgs, ['--no-warnings']);
      assert.deepEqual(planned.problems, []);
    }
  });
});

describe('a command from PATH runs by itself', () => {
  for (const script of ['shim', './shim', 'wrapper', 'python', 'flask']) {
    test(script, () => assert.equal(plan('without', { script }).interpreter, null));
  }
});

test('Node is known by its name', () => {
  const nodes = [
    'node',
    'nodejs',
    'node.exe',
    'C:\\nodejs\\node.exe',
    '/opt/node@20/bin/node',
    'node@lts/iron',
  ];
  assert.deepEqual(
    nodes.filter((name) => !isNode(name)),
    [],
  );
  const others = [null, 'nodemon', 'ts-node', 'bun', '/opt/node/bin/deno', 'mynode@20'];
  assert.deepEqual(
    others.filter((name) => isNode(name)),
    [],
  );
});

describe('the program of a first line', () => {
  const cases: readonly [line: string, program: string | null][] = [
    ['#!/usr/bin/env node', 'node'],
    ['#!/usr/bin/env -S NODE_ENV=test node --enable-source-maps', 'node'],
    ['#! /usr/local/bin/node --x', 'node'],
    ['#!/opt/venv/bin/python3.12\r\nnode', 'python3.12'],
    ['#!/bin/bash\n# node', 'bash'],
    ['#!', null],
    ['node', null],
    ['', null],
  ];
  for (const [line, program] of cases) {
    test(`${JSON.stringify(line)} is ${String(program)}`, () => {
      write('line', line);
      assert.equal(firstLineProgram(join(root, 'line')), program);
    });
  }

  test('of a file that is not there is null', () => assert.equal(firstLineProgram(join(root, 'gone')), null));
});

describe('variables that hold unless the environment says otherwise', () => {
  const colour = (options: Record<string, unknown>, env: Record<string, string> = {}): string | undefined =>
    plan('without', { script: 'app.js', ...options }, env).env['FORCE_COLOR'];

  test('colours are asked for, unless anybody has said something about them', () => {
    assert.equal(colour({}), '1');
    assert.equal(colour({ script: 'app.py' }), '1');
    assert.equal(colour({ env: { FORCE_COLOR: 0 } }), '0');
    assert.equal(colour({ env: { NO_COLOR: '' } }), undefined);
    assert.equal(colour({}, { NO_COLOR: '1' }), undefined);
    assert.equal(colour({}, { FORCE_COLOR: '3' }), '3');
    assert.equal(colour({ filter_env: true }, { NO_COLOR: '1' }), '1');
    write('without/.env', 'NO_COLOR=1');
    assert.equal(colour({ env_file: '.env' }), undefined);
  });

  test('Python does not keep its output back', () => {
    const unbuffered = (options: Record<string, unknown>): string | undefined =>
      plan('without', options).env['PYTHONUNBUFFERED'];
    const scripts = ['app.py', 'python', 'flask', 'uvicorn a:b', 'python -m celery'];
    assert.deepEqual(
      scripts.map((script) => unbuffered({ script })),
      scripts.map(() => '1'),
    );
    assert.equal(unbuffered({ script: 'app.js' }), undefined);
    assert.equal(unbuffered({ script: 'wrapper' }), undefined);
    assert.equal(unbuffered({ script: 'app.py', env: { PYTHONUNBUFFERED: '' } }), '');
  });
});
