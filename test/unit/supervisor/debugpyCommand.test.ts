import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { debugpyCommand } from '../../../src/supervisor/launch/debugpyCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'drover-debugpy-'));
after(() => rmSync(folder, { recursive: true }));

function script(name: string, line: string): string {
  const file = join(folder, name);
  writeFileSync(file, `${line}\nprint(1)\n`);
  return file;
}

function words(file: string, args: readonly string[], breaks = false): string | undefined {
  const command = debugpyCommand({ file, args }, { port: 20_000, breaks });
  return command && [command.file, ...command.args].join(' ').replaceAll(`${folder}/`, '');
}

const debugpy = '-m debugpy --listen 127.0.0.1:20000';
const uvicorn = script('uvicorn', '#!/venv/bin/python3.12');
const env = script('tool', '#!/usr/bin/env -S python3 -u');

for (const [file, args, expected] of [
  ['/usr/bin/python3', ['app.py', '--port', '1'], `/usr/bin/python3 ${debugpy} app.py --port 1`],
  ['python', ['-u', '-W', 'error', 'app.py'], `python -u -W error ${debugpy} app.py`],
  ['python3', ['-m', 'uvicorn', 'app:app'], `python3 ${debugpy} -m uvicorn app:app`],
  [uvicorn, ['app:app'], `/venv/bin/python3.12 ${debugpy} uvicorn app:app`],
  [env, [], `python3 -u ${debugpy} tool`],
  ['/bin/uv', ['run', 'uvicorn', 'app:app'], `/bin/uv run python ${debugpy} -m uvicorn app:app`],
  [
    '/bin/poetry',
    ['run', 'python', '-m', 'gunicorn', 'app:app'],
    `/bin/poetry run python ${debugpy} -m gunicorn app:app`,
  ],
] as const) {
  test(`debugpy runs ${[file, ...args].join(' ').replaceAll(`${folder}/`, '')}`, () => {
    assert.equal(words(file, args), expected);
  });
}

test('debugpy waits for its debugger where a stop at the start is wanted', () => {
  assert.equal(words('python3', ['a.py'], true), `python3 ${debugpy} --wait-for-client a.py`);
});

test('a command that does not tell which Python it runs has none', () => {
  assert.equal(words('/bin/make', ['serve']), undefined);
  assert.equal(words(script('run', '#!/bin/sh'), []), undefined);
});
