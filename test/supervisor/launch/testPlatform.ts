import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { Platform } from '../../../src/supervisor/platform/platform.ts';

const run = promisify(execFile);

/** The parts of the platform that launching needs. */
export const testPlatform: Pick<Platform, 'makeFifos' | 'signal' | 'startTime' | 'portOwner'> = {
  async makeFifos(paths) {
    await run('mkfifo', ['-m', '600', ...paths]);
  },
  signal(pid, signal) {
    try {
      return process.kill(pid, signal);
    } catch {
      return false;
    }
  },
  startTime(pid) {
    try {
      return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19] ?? null;
    } catch {
      return null;
    }
  },
  portOwner: () => Promise.resolve({ pid: process.pid, command: 'test' }),
};
