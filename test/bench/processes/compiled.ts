import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { TestWorkspace } from '../../supervisor/testWorkspace.ts';

const pollMs = 20;
let made: Promise<string> | undefined;

/** Has a workspace find the supervisor as it was compiled when it last ran, as on every machine that has run it once. */
export async function giveCompiled({ root }: TestWorkspace): Promise<void> {
  cpSync(await (made ??= compile()), join(root, 'state/drover/compile-cache'), { recursive: true });
}

/** Node writes what it has compiled when the process ends. */
async function compile(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  process.env['NODE_COMPILE_CACHE'] = folder;
  const workspace = new TestWorkspace();
  delete process.env['NODE_COMPILE_CACHE'];
  const { pid } = (await workspace.connect()).supervisor;
  await workspace[Symbol.asyncDispose]();
  while (existsSync(`/proc/${pid}`)) await pause(pollMs);
  return folder;
}
