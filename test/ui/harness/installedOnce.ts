import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeServerEntry, codeServerNode } from '../../../scripts/install/codeServer.ts';
import { command } from '../../../scripts/install/command.ts';
import { cache } from '../../../scripts/install/paths.ts';
import { vsixPath } from '../../../scripts/packageVsix.ts';

const parent = `${cache}/ui-extensions`;
const keptMs = 24 * 3600_000;

/**
 * The folder of extensions that editors under test have a copy of: nothing but the VSIX, put there by VS Code's own
 * installer the first time that this VSIX is tested.
 */
export async function installedOnce(env: NodeJS.ProcessEnv): Promise<string> {
  const vsix = createHash('sha256').update(await readFile(vsixPath));
  const folder = join(parent, vsix.digest('hex').slice(0, 16));
  if (existsSync(folder)) return folder;
  await mkdir(parent, { recursive: true });
  await removeOld();
  const own = await mkdtemp(`${folder}-`);
  const folders = ['--extensions-dir', join(own, 'extensions'), '--user-data-dir', join(own, 'user')];
  const config = ['--config', join(own, 'code-server.yaml')];
  await command(codeServerNode, [codeServerEntry, ...folders, ...config, '--install-extension', vsixPath], {
    env,
  });
  // Another test may have been quicker.
  if (!existsSync(folder)) await rename(join(own, 'extensions'), folder);
  await rm(own, { recursive: true });
  return folder;
}

/** What has not been made within a day no test uses any more. */
async function removeOld(): Promise<void> {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const { mtimeMs } = await stat(folder);
    if (mtimeMs < Date.now() - keptMs) await rm(folder, { recursive: true, force: true });
  }
}
