import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import { root } from '../install/paths.ts';
import { plainEnvironment } from './plainEnvironment.ts';

const names = ['code', 'codium', 'cursor'];

/** The command of a desktop VS Code or relative on PATH; undefined where there is none, or no screen to show it on. */
export function findDesktopEditor(env: NodeJS.ProcessEnv): string | undefined {
  const hasScreen = env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  if (process.platform === 'linux' && !hasScreen) return undefined;
  const suffix = process.platform === 'win32' ? '.cmd' : '';
  const folders = (env['PATH'] ?? '').split(delimiter);
  return names.find((name) => folders.some((folder) => existsSync(`${folder}/${name}${suffix}`)));
}

/** Opens a window of that editor on the folder, with the extension of this repository. Rejects when it cannot. */
export async function openDesktopEditor(editor: string, folder: string): Promise<void> {
  const child = spawn(editor, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
    env: plainEnvironment(),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${editor} ended with exit code ${child.exitCode ?? 'none'}.`);
}
