import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, futimesSync, openSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * The time, in epoch milliseconds with a fraction, by the clock that systems stamp files with: whatever is changed after
 * this call has no earlier `ctime`. That clock lags behind `Date.now`, by up to 10 ms on Linux. Since Linux 6.13 a file
 * that was asked for its time gets an exact one with the next change, and no file an earlier one after that.
 */
export function fileTime(folder = tmpdir()): number {
  const path = join(folder, `drover-${randomUUID()}`);
  let file: number;
  try {
    file = openSync(path, 'wx', 0o600);
  } catch {
    // No space, no descriptor or no right to write: as exact as can be.
    return Date.now();
  }
  try {
    unlinkSync(path);
    const { atime, mtime } = fstatSync(file);
    futimesSync(file, atime, mtime);
    // A folder of another machine may have its clock, which may go ahead.
    return Math.min(fstatSync(file).ctimeMs, Date.now() + 1);
  } finally {
    closeSync(file);
  }
}
