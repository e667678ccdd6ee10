import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { interpreterFor } from '../../ecosystem/interpreterFor.ts';
import { findExecutable } from '../launch/findExecutable.ts';

export interface ScriptCommand {
  readonly file: string;
  readonly args: readonly string[];
  /** `file` is a line for the shell. */
  readonly shell: boolean;
}

/**
 * What runs a health check's script: the file itself where it names one that can be run, else the interpreter
 * that its extension asks for; anything else is a line for the shell.
 */
export async function scriptCommand(
  script: string,
  where: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<ScriptCommand | { readonly missing: string }> {
  const path = resolve(where.cwd, script);
  if (!(await isFile(path))) return { file: script, args: [], shell: true };
  const interpreter = interpreterFor(path);
  if (interpreter === null || (await runsByItself(path))) return { file: path, args: [], shell: false };
  const program = findExecutable(interpreter, where);
  if (program === undefined) return { missing: `"${interpreter}" is not on its PATH` };
  return { file: program, args: [path], shell: false };
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (entry) => entry.isFile(),
    () => false,
  );
}

/**
 * Whether a text file names its interpreter itself. The mode alone does not tell: on file systems of Windows
 * every file is executable, and the system would take the text for a shell's.
 */
async function runsByItself(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  try {
    await access(path, constants.X_OK);
  } catch {
    // Not executable: its interpreter can read it all the same.
    return false;
  }
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(2) });
    return buffer.subarray(0, bytesRead).toString('latin1') === '#!';
  } finally {
    await file.close();
  }
}
