import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

const root = fileURLToPath(new URL('../../..', import.meta.url));

// The project's own configuration, less the rules that need types: they would load the whole program here.
const eslint = new ESLint({
  cwd: root,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      ...tseslint.configs.disableTypeChecked,
      languageOptions: { parserOptions: { project: false } },
    },
  ],
});

async function messages(file: string, code: string): Promise<string[]> {
  const [result] = await eslint.lintText(code, { filePath: `${root}/${file}` });
  return (result?.messages ?? [])
    .filter(({ ruleId }) => ruleId === 'drover/folder-imports' || ruleId === 'no-restricted-syntax')
    .map(({ message }) => message);
}

const refused: readonly (readonly [file: string, code: string, expected: string])[] = [
  ['src/protocol/a.ts', "import 'node:fs';", 'protocol/ imports nothing.'],
  ['src/protocol/a.ts', "import 'yaml';", 'protocol/ has no dependencies.'],
  ['src/protocol/a.ts', "import '../client/b.ts';", 'protocol/ must not import client/.'],
  ['src/ecosystem/parse/a.ts', "import '../../supervisor/b.ts';", 'ecosystem/ must not import supervisor/.'],
  ['src/client/a.ts', "import '../ecosystem/b.ts';", 'client/ must not import ecosystem/.'],
  ['src/supervisor/logs/a.ts', "import '../../client/b.ts';", 'supervisor/ must not import client/.'],
  ['src/supervisor/a.ts', "import * as vscode from 'vscode';", 'Only extension/ imports vscode.'],
  ['src/cli/a.ts', "import type { Uri } from 'vscode';", 'Only extension/ imports vscode.'],
  ['src/cli/a.ts', "await import('../extension/b.ts');", 'cli/ must not import extension/.'],
  [
    'src/cli/web/a.ts',
    "import { b } from '../../client/connect.ts';",
    'cli/ connects by client/api.ts alone.',
  ],
  ['src/extension/tree/a.ts', "import '../../supervisor/b.ts';", 'extension/ must not import supervisor/.'],
  ['src/language/a.ts', "import '../cli/b.ts';", 'language/ must not import cli/.'],
  [
    'src/runtime/a.ts',
    "import { b } from '../protocol/b.ts';",
    'runtime/ imports only types from protocol/.',
  ],
  ['src/runtime/a.ts', "import 'yaml';", 'runtime/ has no dependencies.'],
  ['src/cli/a.ts', "import '../../test/nodes.ts';", 'src/ imports nothing from outside src/.'],
  ['src/cli/a.ts', "export * from './b.ts';", 'No barrel files: import from the file that defines it.'],
  ['src/cli/a.ts', "export { b } from './b.ts';", 'No barrel files: import from the file that defines it.'],
  ['src/cli/a.ts', 'export default 1;', 'No default exports.'],
];

for (const [file, code, expected] of refused) {
  test(`${file} may not say: ${code}`, async () => {
    assert.deepEqual(await messages(file, code), [expected]);
  });
}

const accepted: readonly (readonly [file: string, code: string])[] = [
  ['src/ecosystem/a.ts', "import { b } from '../protocol/b.ts';"],
  ['src/supervisor/logs/a.ts', "import { b } from '../../ecosystem/b.ts';"],
  ['src/supervisor/logs/a.ts', "import { b } from '../platform/b.ts';"],
  ['src/cli/a.ts', "import { b } from '../client/b.ts';"],
  ['src/cli/a.ts', "import { connect } from '../client/api.ts';"],
  ['src/cli/a.ts', "import type { ClientKind } from '../client/joinLive.ts';"],
  ['src/extension/a.ts', "import * as vscode from 'vscode';"],
  ['src/runtime/a.ts', "import type { b } from '../protocol/b.ts';"],
  ['src/runtime/a.ts', "import { type b } from '../protocol/b.ts';"],
];

for (const [file, code] of accepted) {
  test(`${file} may say: ${code}`, async () => {
    assert.deepEqual(await messages(file, code), []);
  });
}
