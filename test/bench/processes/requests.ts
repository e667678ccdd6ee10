import { Agent, get } from 'node:http';

const everyMs = 3;
const giveUpMs = 5000;

/** Asks a port 300 times a second, on new connections and on kept ones in turn, and counts what goes wrong. */
export class Requests {
  asked = 0;
  failed = 0;
  readonly #port: number;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 8 });
  readonly #pending = new Set<Promise<void>>();
  readonly #timer = setInterval(() => this.#ask(), everyMs);

  constructor(port: number) {
    this.#port = port;
  }

  /** Asks no more, and waits for what is still to be answered. */
  async end(): Promise<void> {
    clearInterval(this.#timer);
    await Promise.all(this.#pending);
    this.#agent.destroy();
  }

  #ask(): void {
    this.asked += 1;
    const agent = this.asked % 2 === 0 ? this.#agent : false;
    const answered = new Promise<void>((resolve) => {
      const options = { host: '127.0.0.1', port: this.#port, agent, timeout: giveUpMs };
      const request = get(options, (response) => {
        response.resume();
        response.on('end', resolve);
        response.on('error', fail);
      });
      const fail = (): void => {
        this.failed += 1;
        resolve();
      };
      request.on('timeout', () => request.destroy(new Error('it is not answered')));
      request.on('error', fail);
    });
    this.#pending.add(answered);
    void answered.then(() => this.#pending.delete(answered));
  }
}
