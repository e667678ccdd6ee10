import { execFileSync } from 'node:child_process';
import { constants, openSync } from 'node:fs';
import { Socket } from 'node:net';

/** What an instance says of itself when it listens. */
export interface Sighting {
  readonly pid: number;
  /** By the clock of `clock`. */
  readonly at: number;
  /** CPU time that it has used until then, milliseconds. */
  readonly cpuMs: number;
}

/** Milliseconds by a clock that all processes of a machine share. */
export function clock(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

const patienceMs = 30_000;

/**
 * A FIFO in which instances say that they listen, and when it was: what is measured does not depend on when this
 * process gets to look, nor on what whoever started them believes.
 */
export class Beacon implements Disposable {
  readonly #socket: Socket;
  #seen: Sighting[] = [];
  #told: () => void = () => undefined;
  #rest = '';

  constructor(path: string) {
    execFileSync('mkfifo', ['-m', '600', path]);
    // Opened for both it has a writer always, and so no end.
    const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
    this.#socket = new Socket({ fd, readable: true, writable: false });
    this.#socket.setEncoding('utf8').on('data', (text: string) => this.#read(text));
  }

  /** The first `count` instances that listened after `since`, in that order; throws when fewer do in time. */
  async listening(count: number, since: number): Promise<readonly Sighting[]> {
    const end = clock() + patienceMs;
    for (;;) {
      const found = this.#seen.filter(({ at }) => at >= since);
      if (found.length >= count) {
        this.#seen = [];
        return found.toSorted((a, b) => a.at - b.at).slice(0, count);
      }
      const left = end - clock();
      if (left <= 0) throw new Error(`${found.length} of ${count} instances listen after ${patienceMs} ms`);
      await this.#next(left);
    }
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  #next(withinMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#told = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [pid = NaN, at = NaN, cpu = NaN] = line.split(' ').map(Number);
      this.#seen.push({ pid, at: at / 1e6, cpuMs: cpu / 1e3 });
    }
    this.#told();
  }
}

/** A server that says so when it listens, on the port in LISTEN (0 for any). */
export const serverText = `
const { appendFileSync } = require('node:fs');
const { createServer } = require('node:http');
createServer((_, response) => response.end(String(process.pid))).listen(Number(process.env.LISTEN), '127.0.0.1', () => {
  const at = process.hrtime.bigint();
  const { user, system } = process.cpuUsage();
  appendFileSync(process.env.BEACON, process.pid + ' ' + at + ' ' + (user + system) + '\\n');
});
`;
