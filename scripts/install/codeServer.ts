import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname } from 'node:path';
import { nodeBinary, nodeFolder } from '../../test/nodes.ts';
import { installNodes } from './nodes.ts';
import { npmInstall } from './npmInstall.ts';
import { cache } from './paths.ts';
import { progress } from './progress.ts';
import { buildHeaders, installSystemTools } from './systemTools.ts';

const version = '4.139.1';
const folder = `${cache}/code-server`;
const stamp = `${folder}/installed`;

/** code-server's own entry: VS Code in the browser, with the extensions that were installed into it. */
export const codeServerEntry = `${folder}/node_modules/code-server/out/node/entry.js`;

/** VS Code's server inside code-server; unlike the wrapper it can run extension tests. */
export const vscodeServerEntry = `${folder}/node_modules/code-server/lib/vscode/out/server-main.js`;

/** The Node that code-server's native modules were built for and that runs it. */
export const codeServerNode = nodeBinary(24);

/**
 * Makes sure that code-server is in `.cache/code-server`, its native modules built. Takes some minutes the first
 * time. The headers come with Node's npm package, so nothing is fetched from outside the registry.
 */
export async function installCodeServer(): Promise<void> {
  if (existsSync(stamp)) return;
  await installSystemTools([buildHeaders]);
  await installNodes([24]);
  await progress(`Installing code-server ${version} (600 MB, builds native modules)`, async () => {
    await rm(folder, { recursive: true, force: true });
    await npmInstall({
      folder,
      wanted: `code-server@${version}`,
      scriptsOf: ['code-server', 'argon2'],
      env: {
        PATH: `${dirname(codeServerNode)}${delimiter}${process.env['PATH'] ?? ''}`,
        npm_config_nodedir: nodeFolder(24),
      },
    });
    await writeFile(stamp, `${version}\n`);
  });
}
