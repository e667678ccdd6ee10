import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';

export interface PeerCommand {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** What it says goes to the end of this file. */
  readonly log: string;
}

/** Starts a program in a process group of its own; disposing of it ends the whole group. */
export function startPeer({ file, args, cwd, env, log }: PeerCommand): AsyncDisposable {
  const output = openSync(log, 'a');
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1', ...env },
    stdio: ['ignore', output, output],
    detached: true,
  });
  closeSync(output);
  const exited = once(child, 'exit');
  return {
    [Symbol.asyncDispose]: async () => {
      const { pid } = child;
      if (pid === undefined) return;
      try {
        process.kill(-pid, 'SIGKILL');
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
      }
      await exited;
    },
  };
}
