import type { MonitorLine } from '../protocol/monitor.ts';

/** So many of the newest lines are shown. */
export const shownLines = 500;

export type LogLevel = 'error' | 'warning' | 'debug' | 'plain';

const levels: readonly (readonly [LogLevel, RegExp])[] = [
  ['error', /\b(?:error|fatal|panic|critical|uncaught|exception)\b/i],
  ['warning', /\bwarn(?:ing)?\b/i],
  ['debug', /\b(?:debug|trace|verbose)\b/i],
];

/** The level that a line names within its first words. */
export function levelOf({ text, stream }: Pick<MonitorLine, 'text' | 'stream'>): LogLevel {
  const start = text.slice(0, 120);
  const named = levels.find(([, pattern]) => pattern.test(start))?.[0];
  return named ?? (stream === 'err' ? 'warning' : 'plain');
}

/** Holds what comes while the list is paused, the newest lines only. */
export class LogBuffer {
  #lines: MonitorLine[] = [];
  #skipped = 0;

  add(lines: readonly MonitorLine[], skipped: number): void {
    this.#lines.push(...lines);
    const excess = Math.max(0, this.#lines.length - shownLines);
    this.#lines.splice(0, excess);
    this.#skipped += skipped + excess;
  }

  take(): { readonly lines: readonly MonitorLine[]; readonly skipped: number } {
    const taken = { lines: this.#lines, skipped: this.#skipped };
    this.#lines = [];
    this.#skipped = 0;
    return taken;
  }
}
