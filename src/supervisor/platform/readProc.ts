import { closeSync, openSync, readSync } from 'node:fs';

let shared = Buffer.allocUnsafe(64 * 1024);

/**
 * The bytes of a small file below /proc, or undefined when it cannot be read (the process has ended, or belongs
 * to somebody else). The result is a view that the next call overwrites.
 *
 * Synchronous and with one shared buffer: such a read never waits for a disk, and a pass over all processes
 * takes a third of the time that `readFileSync` needs.
 */
export function readProc(path: string): Buffer | undefined {
  return readFile(path, false);
}

/** The same of a file that the kernel gives away in one piece, such as all of a process: no second read tells its end. */
export function readProcRecord(path: string): Buffer | undefined {
  return readFile(path, true);
}

function readFile(path: string, isRecord: boolean): Buffer | undefined {
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    let length = 0;
    for (;;) {
      const room = shared.length - length;
      const read = readSync(fd, shared, length, room, null);
      length += read;
      if (read === 0 || (isRecord && read < room)) return shared.subarray(0, length);
      if (length === shared.length) shared = Buffer.concat([shared], shared.length * 2);
    }
  } catch {
    // ESRCH: it ended between open and read.
    return undefined;
  } finally {
    closeSync(fd);
  }
}
