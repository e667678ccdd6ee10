import type { Platform } from '../platform/platform.ts';

/** Has Node open the inspector of a process, whatever its program does. Ends one that handles no such signal. */
export function wakeInspector(pid: number, platform: Pick<Platform, 'signal'>): void {
  if (process.platform !== 'win32') {
    platform.signal(pid, 'SIGUSR1');
    return;
  }
  // Windows has no such signal. It is what `node inspect -p` does there, and the types do not name it.
  (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid);
}
