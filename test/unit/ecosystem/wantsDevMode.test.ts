import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';
import { wantsDevMode } from '../../../src/ecosystem/wantsDevMode.ts';

const folder = mkdtempSync(join(tmpdir(), 'drover-dev-mode-'));
after(() => rmSync(folder, { recursive: true }));

interface Case {
  readonly shell?: string;
  /** In the `.env` beside the ecosystem file. */
  readonly workspace?: string;
  readonly envFile?: string;
  readonly env?: string;
}

function wants({ shell, workspace, envFile, env }: Case): boolean {
  const root = mkdtempSync(join(folder, 'case-'));
  const cwd = join(root, 'app');
  mkdirSync(cwd);
  if (workspace !== undefined) writeFileSync(join(root, '.env'), `DEV_MODE=${workspace}\n`);
  if (envFile !== undefined) writeFileSync(join(root, 'dev.env'), `DEV_MODE=${envFile}\n`);
  const spec: AppSpec = {
    ...defaultApp,
    file: join(root, 'ecosystem.json'),
    cwd,
    envFiles: envFile === undefined ? [] : [join(root, 'dev.env')],
    env: env === undefined ? {} : { DEV_MODE: env },
  };
  return wantsDevMode(spec, shell === undefined ? {} : { DEV_MODE: shell });
}

const cases: readonly [string, Case, boolean][] = [
  ['nobody says', {}, false],
  ['the shell says', { shell: 'true' }, true],
  ['the workspace says', { workspace: 'true' }, true],
  ['an env_file says', { envFile: 'true' }, true],
  ['env says', { env: 'true' }, true],
  ['the shell is over the workspace', { shell: 'false', workspace: 'true' }, false],
  ['an env_file is over the shell', { shell: 'true', envFile: 'false' }, false],
  ['an env_file is over the workspace', { workspace: 'true', envFile: 'false' }, false],
  ['env is over an env_file', { envFile: 'false', env: 'true' }, true],
  ['case and blanks do not matter', { shell: ' True ' }, true],
  ['only true means true', { shell: '1' }, false],
];
for (const [what, facts, expected] of cases) {
  test(`DEV_MODE by default: ${what}`, () => assert.equal(wants(facts), expected));
}
