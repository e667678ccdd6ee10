import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { codeServerEntry, codeServerNode } from '../install/codeServer.ts';
import { command } from '../install/command.ts';
import { cache } from '../install/paths.ts';
import { vsixPath } from '../packageVsix.ts';
import { EditorServer } from './editorServer.ts';
import { plainEnvironment } from './plainEnvironment.ts';

const home = `${cache}/start`;
const preferredPort = 9797;

/** Written once; the user of the editor may change them. */
const firstSettings = {
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'git.openRepositoryInParentFolders': 'never',
};

const shared = [
  ...['--user-data-dir', `${home}/user`, '--extensions-dir', `${home}/extensions`],
  ...['--config', `${home}/config.yaml`, '--disable-telemetry', '--disable-workspace-trust'],
];

/** Installs the packaged extension into the editor of `npm start`, unless it is the one there already. */
export async function installExtension(): Promise<void> {
  const stamp = `${home}/extension.sha256`;
  const hash = createHash('sha256')
    .update(await readFile(vsixPath))
    .digest('hex');
  if (existsSync(stamp) && (await readFile(stamp, 'utf8')) === hash) return;
  await rm(`${home}/extensions`, { recursive: true, force: true });
  await mkdir(`${home}/user/User`, { recursive: true });
  const settings = `${home}/user/User/settings.json`;
  if (!existsSync(settings)) {
    await writeFile(settings, JSON.stringify(firstSettings, null, 2));
  }
  await command(codeServerNode, [codeServerEntry, ...shared, '--install-extension', vsixPath], {
    env: plainEnvironment(),
  });
  await writeFile(stamp, hash);
}

/** Starts VS Code for the browser on 127.0.0.1; without a wanted port on 9797, or any free one. */
export async function startBrowserEditor(wantedPort: number | undefined): Promise<EditorServer> {
  const port = wantedPort ?? ((await isFree(preferredPort)) ? preferredPort : 0);
  if (wantedPort !== undefined && !(await isFree(wantedPort))) {
    throw new Error(`Port ${wantedPort} is already in use; choose another one with --port.`);
  }
  const listen = ['--auth', 'none', '--disable-update-check', '--bind-addr', `127.0.0.1:${port}`];
  return await EditorServer.start(
    codeServerNode,
    [codeServerEntry, ...shared, ...listen],
    plainEnvironment(),
  );
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => {
      resolve(false);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(true);
      });
    });
  });
}
