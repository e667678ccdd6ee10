import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before } from 'node:test';
import type { AppPlan } from '../../../src/ecosystem/appSpec.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { planApp } from '../../../src/ecosystem/planApp.ts';
import type { PlanFacts } from '../../../src/ecosystem/planApp.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';

/** A folder with the files that plans look for; removed after the tests of a file. */
export const folder = realpathSync(mkdtempSync(join(tmpdir(), 'drover-plan-')));
const files: Readonly<Record<string, string>> = {
  'server.js': '',
  'app.py': '',
  'start.sh': '',
  'main.ts': '',
  'bin/www': '#!/usr/bin/env node\n',
  'bin/plain': 'console.log(1)',
  'bin/tool': '#!/bin/sh\n',
  'bin/binary': '\u007fELF\0\0\0',
  manage: '#!/usr/bin/env python3\n',
  '.env': 'FROM_FILE=file\nSHARED=file\n',
  'workers.env': 'WORKERS=4\n',
  'with-env/.env': 'WORKERS=5\nSHARED=file\n',
  'server/only.env': 'BELOW=1',
  'node_modules/tsx/package.json': '{}',
  'path/python3': '',
  'path/uvicorn': '',
};
before(() => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
    if (name.startsWith('path/')) chmodSync(join(folder, name), 0o755);
  }
});
after(() => rmSync(folder, { recursive: true, force: true }));

/** The plan of one app with these options, in a shell with nothing but PATH unless `facts` says otherwise. */
export function plan(options: Record<string, unknown>, facts: Partial<PlanFacts> = {}): AppPlan {
  const { apps } = normaliseEcosystem(
    { name: 'web', ...options },
    { path: join(folder, 'ecosystem.json'), dialect: 'pm2' },
  );
  const [spec] = apps;
  assert.ok(spec);
  const shellEnv = { PATH: join(folder, 'path'), ...facts.shellEnv };
  return planApp(spec, { cpus: 8, profile: null, dev: false, ...facts, shellEnv });
}

export type Expected = Partial<
  Pick<AppPlan, 'instances' | 'sharing' | 'socket' | 'args' | 'interpreter' | 'nodeArgs' | 'shell'>
> & {
  readonly script?: string;
  readonly problems?: readonly string[];
};

/** Asserts that a plan has what `expected` says, and no other problems. Scripts start at the folder. */
export function check(
  options: Record<string, unknown>,
  expected: Expected,
  facts: Partial<PlanFacts> = {},
): AppPlan {
  const actual = plan(options, facts);
  const { script, problems = [], ...rest } = expected;
  assert.deepEqual(
    actual.problems.map(({ code, severity }) => `${code} ${severity}`),
    problems,
  );
  for (const problem of actual.problems) assert.doesNotMatch(describeProblem(problem), /\{[a-z]\w*\}/);
  assert.deepEqual({ ...actual, ...rest }, actual);
  if (script !== undefined)
    assert.equal(actual.script, script.startsWith('/') ? join(folder, script) : script);
  return actual;
}
