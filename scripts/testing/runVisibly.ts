import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { root } from '../install/paths.ts';

/** Runs a program of this repository with its output on the screen. Resolves with its exit code; a signal counts as 1. */
export async function runVisibly(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<number> {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: 'inherit',
  });
  const pass = (): void => {
    child.kill('SIGTERM');
  };
  process.once('SIGTERM', pass);
  await once(child, 'close');
  process.off('SIGTERM', pass);
  return child.exitCode ?? 1;
}
