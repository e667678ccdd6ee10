import { closeSync, constants, openSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { InputResult } from './instanceOutput.ts';

/** Up to this many bytes (PIPE_BUF) go into a pipe as a whole or not at all. */
const wholeBytes = 4096;
/** A program that is busy reads on within this; one that leaves its input full for longer does not read it. */
const patienceMs = 500;
const lookAgainMs = 20;

/**
 * Writes `text` to the FIFO that a program has as its stdin. It is opened for this only, without waiting, so that an
 * instance that is never written to costs nothing. `isOpen` tells whether the FIFO is still that program's.
 */
export async function writeInput(path: string, text: string, isOpen: () => boolean): Promise<InputResult> {
  let rest = Buffer.from(text);
  let quietSince = performance.now();
  while (isOpen()) {
    const written = writeSome(path, rest);
    if (written === undefined) return 'none';
    rest = rest.subarray(written);
    if (rest.length === 0) return 'taken';
    if (written > 0) quietSince = performance.now();
    else if (performance.now() - quietSince > patienceMs) return 'full';
    await pause(lookAgainMs);
  }
  return 'none';
}

/** How many bytes the pipe took; undefined when nobody has it open for reading. */
function writeSome(path: string, bytes: Buffer): number | undefined {
  let fd: number | undefined;
  let written = 0;
  try {
    fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    while (written < bytes.length) {
      written += writeSync(fd, bytes, written, Math.min(wholeBytes, bytes.length - written));
    }
    return written;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EAGAIN') return written;
    if (code === 'ENXIO' || code === 'EPIPE') return undefined;
    throw error;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}
