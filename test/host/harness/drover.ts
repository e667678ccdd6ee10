import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { commands, extensions } from 'vscode';
import type { DroverTestApi } from '../../../src/extension/api/testApi.ts';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import type { Row } from '../../../src/extension/tree/row.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';

export const extensionId = 'drover.drover';

/** The extension as tests see it. Activates it when it is not yet active. */
export async function drover(): Promise<DroverTestApi> {
  const extension = extensions.getExtension<DroverTestApi>(extensionId);
  assert.ok(extension !== undefined, 'the extension is not installed');
  return await extension.activate();
}

/** The model of the only workspace folder. */
export async function onlyFolder(): Promise<FolderModel> {
  const [folder] = (await drover()).getFolders();
  assert.ok(folder !== undefined, 'no folder is open');
  return folder;
}

/** The model of the only workspace folder, with the view open and the ecosystem file read. */
export async function shownFolder(): Promise<FolderModel> {
  const folder = await onlyFolder();
  await commands.executeCommand('drover.apps.focus');
  await eventually(folder, () => folder.view.state === 'ready', 'the apps of the file');
  return folder;
}

/** Resolves with what `read` gives as soon as that is something, looking again after every change of the folder. */
export async function eventually<T>(
  folder: FolderModel,
  read: () => T | undefined | false,
  what: string,
  timeoutMs = 30_000,
): Promise<T> {
  const first = read();
  if (first !== undefined && first !== false) return first;
  return await new Promise<T>((resolve, reject) => {
    const subscription = folder.onDidChange(() => {
      const value = read();
      if (value === undefined || value === false) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve(value);
    });
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(new Error(`Never seen: ${what}. Last state: ${JSON.stringify(folder.view, undefined, 1)}`));
    }, timeoutMs);
  });
}

/** The instances of an app, when all of them have the status. */
export function instancesIn(
  folder: FolderModel,
  app: string,
  status: InstanceInfo['status'],
): readonly InstanceInfo[] | undefined {
  const { apps, instances } = folder.view.snapshot;
  const id = apps.find((one) => one.name === app)?.id;
  const own = instances.filter((one) => one.app === id);
  return own.length > 0 && own.every((one) => one.status === status) ? own : undefined;
}

/** Accessible names of the rows, indented by their level. */
export function outline(rows: readonly Row[], indent = ''): string[] {
  return rows.flatMap((row) => [
    `${indent}${row.accessibilityLabel}`,
    ...outline(row.children, `${indent}  `),
  ]);
}

/** Whether a process is there. An orphan that ended and that nobody has waited for yet (a zombie) is not. */
export function isRunning(pid: number | null): boolean {
  if (pid === null) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
  if (process.platform !== 'linux') return true;
  const stat = `/proc/${pid}/stat`;
  if (!existsSync(stat)) return false;
  return !/\) Z /.test(readFileSync(stat, 'utf8'));
}
