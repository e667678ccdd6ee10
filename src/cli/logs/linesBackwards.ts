import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';

const chunkBytes = 256 * 1024;
const lineFeed = 0x0a;

/** A log file as it was at one moment: what is written to it later is not read. */
export interface OpenLog {
  /**
   * Its lines, newest first, then those of the older files beside it (`<path>.1`, `.2` …), in pieces. Older files that
   * were last written before `since` (epoch milliseconds) are left out, since all their lines are older.
   */
  readonly lines: (since: number | null) => AsyncGenerator<readonly string[]>;
  readonly close: () => Promise<void>;
}

/** Opens a log file; null where there is none. */
export async function openLog(path: string): Promise<OpenLog | null> {
  const handle = await openIfThere(path);
  if (handle === null) return null;
  const { size, ino, mtimeMs } = await handle.stat();
  return {
    async *lines(since) {
      if (since === null || mtimeMs >= since) yield* linesOf(handle, size);
      for (let age = 1; ; age++) {
        const older = await openIfThere(`${path}.${age}`);
        if (older === null) return;
        try {
          const stats = await older.stat();
          // The file that was just read, which has been moved away in the meantime.
          if (stats.ino === ino) continue;
          if (since !== null && stats.mtimeMs < since) return;
          yield* linesOf(older, stats.size);
        } finally {
          await older.close();
        }
      }
    },
    close: () => handle.close(),
  };
}

async function* linesOf(handle: FileHandle, size: number): AsyncGenerator<readonly string[]> {
  /** The beginning of the piece read before, whose line begins further up. */
  let rest = Buffer.alloc(0);
  for (let end = size; end > 0;) {
    const start = Math.max(0, end - chunkBytes);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(end - start), 0, end - start, start);
    const piece = Buffer.concat([buffer.subarray(0, bytesRead), rest]);
    end = start;
    const first = start === 0 ? 0 : piece.indexOf(lineFeed) + 1;
    rest = first === 0 && start > 0 ? piece : piece.subarray(0, first);
    const whole = start === 0 ? piece : piece.subarray(rest.length);
    if (whole.length === 0) continue;
    const texts = whole.toString('utf8').split('\n');
    if (texts.at(-1) === '') texts.pop();
    yield texts.map((text) => (text.endsWith('\r') ? text.slice(0, -1) : text)).reverse();
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    const handle = await open(path, 'r');
    if ((await handle.stat()).isFile()) return handle;
    // A device or a pipe keeps nothing that could be read.
    await handle.close();
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
