import { ask } from './devProject.ts';

const everyMs = 20;

/**
 * Asks for `/` every 20 ms as a browser does: each time by a new connection, and once more where a connection was
 * closed before the answer began.
 */
export class Poller {
  readonly answers: string[] = [];
  readonly errors: string[] = [];
  readonly #port: number;
  readonly #open = new Set<Promise<void>>();
  readonly #timer: NodeJS.Timeout;

  constructor(port: number) {
    this.#port = port;
    this.#timer = setInterval(() => this.#poll(), everyMs);
  }

  /** Asks no more; resolves when every question has got its answer or its error. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#open);
  }

  #poll(): void {
    const polled = this.#ask()
      .then(
        (answer) => void this.answers.push(answer),
        (error: unknown) => void this.errors.push(String(error)),
      )
      .finally(() => this.#open.delete(polled));
    this.#open.add(polled);
  }

  async #ask(): Promise<string> {
    try {
      return await ask(this.#port);
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ECONNRESET') return ask(this.#port);
      throw error;
    }
  }
}
