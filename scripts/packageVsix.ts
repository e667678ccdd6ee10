import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createVSIX } from '@vscode/vsce';
import { root } from './install/paths.ts';

/** Where the packaged extension is written. */
export const vsixPath = `${root}/drover.vsix`;

/** Packages what `npm run build` made. Throws what vsce has to object. */
export async function packageVsix(): Promise<void> {
  if (!existsSync(`${root}/dist/extension.cjs`))
    throw new Error('Nothing is built yet: run "npm run build" first.');
  await rm(vsixPath, { force: true });
  await createVSIX({ cwd: root, packagePath: vsixPath, dependencies: false, allowMissingRepository: true });
}
