import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ExportedFile } from '../../ecosystem/export/exporter.ts';
import { UserError } from '../userError.ts';

/**
 * Writes the files below a folder, which is made if need be. Nothing is written when one of them is there already,
 * unless `force`. A file with secrets is for its owner alone. Returns the absolute paths.
 */
export async function writeFiles(
  files: readonly ExportedFile[],
  folder: string,
  force: boolean,
): Promise<readonly string[]> {
  const placed = files.map((file) => ({ ...file, at: path.join(folder, file.path) }));
  const there = placed.filter(({ at }) => existsSync(at)).map(({ at }) => at);
  if (there.length > 0 && !force) {
    const names = there.map((file) => `"${file}"`).join(', ');
    const [verb, it] = there.length === 1 ? ['exists', 'it'] : ['exist', 'them'];
    throw new UserError(`${names} ${verb} already. "--force" overwrites ${it}; nothing was written.`);
  }
  for (const { at, text, isSecret = false } of placed) {
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, text, { mode: isSecret ? 0o600 : 0o666, flag: force ? 'w' : 'wx' });
  }
  return placed.map(({ at }) => at);
}
