import { mkdir, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { vscodeServerEntry } from '../../scripts/install/codeServer.ts';

const all = join(dirname(vscodeServerEntry), '..', 'extensions');

/**
 * What a window under test has use for of that which VS Code brings along. It is told of all its extensions eight
 * times while it opens, 14 MB in all, and runs them: that was a good part of what a test cost.
 */
const useful = [
  ...['configuration-editing', 'debug-auto-launch', 'debug-server-ready', 'ms-vscode.js-debug'],
  ...[
    'dotenv',
    'ini',
    'javascript',
    'json',
    'json-language-features',
    'log',
    'markdown-basics',
    'npm',
    'python',
  ],
  ...[
    'references-view',
    'shellscript',
    'simple-browser',
    'theme-defaults',
    'theme-seti',
    'typescript-basics',
    'yaml',
  ],
];

/** The argument that leaves the server only what is useful, and the `further` extensions; the folder is made. */
export async function fewBuiltins(
  folder: string,
  further: readonly string[] = [],
): Promise<readonly string[]> {
  await mkdir(folder);
  for (const from of [...useful.map((name) => join(all, name)), ...further])
    await symlink(from, join(folder, basename(from)), 'junction');
  return ['--builtin-extensions-dir', folder];
}
