import type { WriteStream } from 'node:fs';
import { createWriteStream } from 'node:fs';

/** Everything that was done, counted by kind and written down with its time, and everything that was wrong. */
export class Journal {
  readonly counts = new Map<string, number>();
  readonly failures: string[] = [];
  readonly #file: WriteStream;
  readonly #begun = performance.now();

  constructor(path: string) {
    this.#file = createWriteStream(path);
  }

  get seconds(): number {
    return (performance.now() - this.#begun) / 1000;
  }

  /** How much was done whose kind fits. */
  total(fits: (kind: string) => boolean = () => true): number {
    return [...this.counts].reduce((sum, [kind, count]) => sum + (fits(kind) ? count : 0), 0);
  }

  did(kind: string, text: string): void {
    this.counts.set(kind, (this.counts.get(kind) ?? 0) + 1);
    this.note(text);
  }

  note(text: string): void {
    this.#file.write(`${this.seconds.toFixed(2)} ${text}\n`);
  }

  failed(text: string): void {
    this.failures.push(`${this.seconds.toFixed(0)} s: ${text}`);
    this.note(`WRONG: ${text}`);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#file.end(resolve));
  }
}
