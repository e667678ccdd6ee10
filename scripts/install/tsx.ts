import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { tsxLoader } from '../../test/nodes.ts';
import { npmInstall } from './npmInstall.ts';
import { cache } from './paths.ts';
import { progress } from './progress.ts';

const version = '4.23.15';

/** Makes sure that tsx is in `.cache/tsx`: tests run TypeScript with it on Node 18 to 22. */
export async function installTsx(): Promise<void> {
  if (existsSync(fileURLToPath(tsxLoader()))) return;
  await progress(`Installing tsx ${version}`, () =>
    npmInstall({ folder: `${cache}/tsx`, wanted: `tsx@${version}`, scriptsOf: ['esbuild'] }),
  );
}
