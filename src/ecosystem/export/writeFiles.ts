import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportedFile } from './exporter.ts';

/** Absolute paths of those that are in the folder already. */
export function filesThere(files: readonly ExportedFile[], folder: string): readonly string[] {
  return files.map(({ path }) => join(folder, path)).filter((file) => existsSync(file));
}

/**
 * Writes the files below a folder, which is made if need be; what is there is written over. A file with secrets is
 * for its owner alone. Returns the absolute paths.
 */
export async function writeFiles(files: readonly ExportedFile[], folder: string): Promise<readonly string[]> {
  const written: string[] = [];
  for (const { path, text, isSecret = false } of files) {
    const file = join(folder, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { mode: isSecret ? 0o600 : 0o666 });
    // One that was there has kept its mode.
    if (isSecret) await chmod(file, 0o600);
    written.push(file);
  }
  return written;
}

/** The files as one text, as they are printed; null where they cannot be one. */
export function streamOf(files: readonly ExportedFile[], separator: string | null): string | null {
  if (files.length > 1 && separator === null) return null;
  return files.map(({ text }) => text).join(separator ?? '');
}
