import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { tsxLoader } from '../../test/nodes.ts';
import { command } from './command.ts';
import { cache } from './paths.ts';
import { progress } from './progress.ts';

const version = '4.23.15';

/** Makes sure that tsx is in `.cache/tsx`: tests run TypeScript with it on Node 18 to 22. */
export async function installTsx(): Promise<void> {
  if (existsSync(fileURLToPath(tsxLoader()))) return;
  const folder = `${cache}/tsx`;
  await progress(`Installing tsx ${version}`, async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(`${folder}/package.json`, '{"private":true,"allowScripts":{"esbuild":true}}\n');
    await command('npm', ['install', '--no-audit', '--no-fund', '--save-exact', `tsx@${version}`], {
      cwd: folder,
    });
  });
}
