import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../install/paths.ts';
import type { Output } from './turns.ts';

/** Runs a program of this repository and shows what it prints. Resolves with its exit code; a signal counts as 1. */
export async function runVisibly(
  args: readonly string[],
  output: Output,
  env: NodeJS.ProcessEnv = {},
): Promise<number> {
  const own = output.isTerminal ? 'inherit' : 'pipe';
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ['inherit', own, own],
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', output.write);
  const pass = (): void => {
    child.kill('SIGTERM');
  };
  process.once('SIGTERM', pass);
  await once(child, 'close');
  process.off('SIGTERM', pass);
  return child.exitCode ?? 1;
}
