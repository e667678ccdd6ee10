import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, parse } from 'node:path';
import type { AppPlan } from '../ecosystem/appSpec.ts';

/**
 * Writes `pid_file`. As PM2's, that of an app with several instances has the index before its extension. A file
 * that cannot be written is told in the supervisor's log: the app runs all the same.
 */
export function writePidFile(plan: AppPlan, index: number, pid: number): void {
  const path = pidPath(plan, index);
  if (path === null) return;
  attempt(path, () => {
    mkdirSync(dirname(path), { recursive: true });
    // A new file, not what somebody has linked that name to: such files often lie in /tmp.
    rmSync(path, { force: true });
    writeFileSync(path, `${pid}\n`, { flag: 'wx' });
  });
}

export function removePidFile(plan: AppPlan, index: number): void {
  const path = pidPath(plan, index);
  if (path !== null) attempt(path, () => rmSync(path, { force: true }));
}

function pidPath({ spec, instances }: AppPlan, index: number): string | null {
  if (spec.pidFile === null || instances <= 1) return spec.pidFile;
  const { dir, name, ext } = parse(spec.pidFile);
  return join(dir, `${name}-${index}${ext}`);
}

function attempt(path: string, act: () => void): void {
  try {
    act();
  } catch (error) {
    console.error(`pid_file ${path}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
