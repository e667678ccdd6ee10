import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { command } from './install/command.ts';
import { root } from './install/paths.ts';

/** Where the packaged extension is written. */
export const vsixPath = `${root}/drover.vsix`;

/** Packages what `npm run build` made. Rejects with what vsce has to object. */
export async function packageVsix(): Promise<void> {
  if (!existsSync(`${root}/dist/extension.cjs`)) {
    throw new Error('Nothing is built yet: run "npm run build" first.');
  }
  await rm(vsixPath, { force: true });
  const options = ['--no-dependencies', '--allow-missing-repository', '--out', vsixPath];
  await command(process.execPath, [`${root}/node_modules/@vscode/vsce/vsce`, 'package', ...options], {
    cwd: root,
  });
}
