import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { StartTimer } from '../logs/startTimer.ts';
import { startTimer } from '../logs/startTimer.ts';
import type { ProcessUsage } from './platform.ts';

/** What /proc counts CPU time in, whatever the kernel was built with (USER_HZ). */
const tickMs = 10;
/** AT_PAGESZ in /proc/self/auxv. */
const pageSizeEntry = 6n;

/** Longer than a stat line, which the kernel gives in one read. */
const line = Buffer.allocUnsafeSlow(4096);
/** More processes than that are looked at without keeping anything open. */
const mostOpen = 256;
/** Nobody asks as seldom as that. */
const forgottenMs = 10_000;

/**
 * Reads what processes use, for somebody who asks for the same ones again and again: their files stay open in between,
 * which halves the cost of a look. Those that nobody asks for any more are closed within two times `forgottenMs`.
 */
export class ProcUsages {
  readonly #folder: string;
  readonly #startTimer: StartTimer;
  #open = new Map<number, number>();
  #asked = new Set<number>();
  #isSweeping = false;

  /** `folder` is `/proc`, `timer` the process's own when absent. */
  constructor(folder = '/proc', timer: StartTimer = startTimer) {
    this.#folder = folder;
    this.#startTimer = timer;
  }

  /** Of one process; undefined when it has ended, or is a zombie. */
  read(pid: number): ProcessUsage | undefined {
    this.#asked.add(pid);
    const text = this.#readOpen(pid) ?? this.#readAnew(pid);
    return text === undefined ? undefined : parseProcUsage(text, pageSize());
  }

  /** The file belongs to a process, not to a pid: of one that has ended nothing can be read. */
  #readOpen(pid: number): string | undefined {
    const fd = this.#open.get(pid);
    const text = fd === undefined ? undefined : readLine(fd);
    if (fd !== undefined && text === undefined) this.#close(pid, fd);
    return text;
  }

  #readAnew(pid: number): string | undefined {
    const fd = openStat(`${this.#folder}/${pid}/stat`);
    if (fd === undefined) return undefined;
    const text = readLine(fd);
    this.#open.set(pid, fd);
    if (text === undefined || this.#open.size > mostOpen) this.#close(pid, fd);
    else this.#sweepLater();
    return text;
  }

  #close(pid: number, fd: number): void {
    this.#open.delete(pid);
    closeSync(fd);
  }

  #sweepLater(): void {
    if (this.#isSweeping) return;
    this.#isSweeping = true;
    this.#startTimer(() => {
      this.#isSweeping = false;
      for (const [pid, fd] of this.#open) if (!this.#asked.has(pid)) this.#close(pid, fd);
      this.#asked.clear();
      if (this.#open.size > 0) this.#sweepLater();
    }, forgottenMs);
  }
}

function openStat(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch {
    // It has ended, or no more files can be opened: the next look tries again.
    return undefined;
  }
}

function readLine(fd: number): string | undefined {
  try {
    return line.toString('latin1', 0, readSync(fd, line, 0, line.length, 0));
  } catch {
    // ESRCH: it has ended.
    return undefined;
  }
}

/** Reads one `/proc/PID/stat`, whose command may hold anything: fields are counted from the last `)`. */
export function parseProcUsage(text: string, pageBytes: number): ProcessUsage | undefined {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ', 22);
  const [state, start, pages] = [fields[0], fields[19], fields[21]];
  if (state === 'Z' || state === 'X' || start === undefined || pages === undefined) return undefined;
  return {
    cpuMs: (Number(fields[11]) + Number(fields[12])) * tickMs,
    memory: Number(pages) * pageBytes,
    start,
  };
}

let knownPageSize: number | undefined;

function pageSize(): number {
  return (knownPageSize ??= parsePageSize(readFileSync('/proc/self/auxv')));
}

/** Reads what the kernel told a program of 64 bits at its start: pairs of a kind and a value. */
export function parsePageSize(auxv: Buffer): number {
  for (let at = 0; at + 16 <= auxv.length; at += 16) {
    if (auxv.readBigUInt64LE(at) === pageSizeEntry) return Number(auxv.readBigUInt64LE(at + 8));
  }
  return 4096;
}
