import { execFile } from 'node:child_process';
import type { Platform } from './platform.ts';

/** What Linux and macOS do alike. */
export const posix: Pick<Platform, 'signalGroup' | 'mayHaveGroup' | 'signal' | 'makeFifos'> = {
  signalGroup: (pgid, signal) => pgid > 1 && send(-pgid, signal),
  mayHaveGroup: (pgid) => pgid > 1 && send(-pgid, 0),
  signal: (pid, signal) => pid > 0 && send(pid, signal),
  makeFifos,
};

function send(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ESRCH') return false;
    // macOS answers EPERM for a group that holds zombies only; elsewhere it is a process of another user.
    if (code === 'EPERM') return process.platform !== 'darwin' || target > 0;
    throw error;
  }
}

function makeFifos(paths: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('mkfifo', ['-m', '600', '--', ...paths], (error, _stdout, stderr) => {
      if (error === null) resolve();
      else reject(new Error(`mkfifo failed: ${stderr.trim() || error.message}`));
    });
  });
}
