import type { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';

/** What one generator of requests came to, as autocannon counts it. */
export interface Counts {
  readonly what: string;
  readonly requests: number;
  /** Refused, reset and timed out. */
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
  /** Sent and never answered, for whatever reason: also where a connection was just closed, which is no error. */
  readonly unanswered: number;
  readonly perSecond: number;
}

export interface Generator {
  readonly what: string;
  readonly path: string;
  readonly connections: number;
  /** A connection for every request. */
  readonly reconnects?: boolean;
}

/** Paths as the servers of these tests understand them: an answer after so many milliseconds. */
export const kept: Generator = { what: 'kept connections', path: '/?ms=5', connections: 4 };
export const fresh: Generator = { what: 'new connections', path: '/?ms=5', connections: 2, reconnects: true };
export const slow: Generator = { what: 'slow requests', path: '/?ms=300', connections: 2, reconnects: true };

const usual = [kept, fresh, slow];

/** Several autocannons at once, each running until it is told to end. */
export class Load implements Disposable {
  readonly #running: readonly Running[];

  constructor(port: number, generators: readonly Generator[] = usual, host = '127.0.0.1') {
    this.#running = generators.map((generator) => fire(`http://${host}:${port}`, generator));
  }

  /** Resolves when so many requests have been answered. */
  async answered(count: number): Promise<void> {
    await Promise.all(this.#running.map(({ clients }) => answersOf(clients, count)));
  }

  /** Lets every request that is under way come to its end, so that none is cut off or left uncounted. */
  async finish(): Promise<Counts[]> {
    for (const { clients } of this.#running) {
      for (const client of clients) client.responseMax = client.reqsMade;
    }
    return await Promise.all(this.#running.map(({ counts }) => counts));
  }

  /** Ends it at once, where a test has failed. */
  [Symbol.dispose](): void {
    for (const { clients } of this.#running) for (const client of clients) client.destroy();
  }
}

export function shown({ what, requests, errors, timeouts, non2xx, unanswered, perSecond }: Counts): string {
  return `${what}: ${requests} requests (${perSecond}/s), ${errors} errors, ${timeouts} timeouts, ${non2xx} non-2xx, ${unanswered} unanswered`;
}

interface Running {
  readonly clients: readonly Client[];
  readonly counts: Promise<Counts>;
}

/** The parts of autocannon that are used here; it brings no types. */
interface Client extends EventEmitter {
  reqsMade: number;
  /** It ends when it has made so many requests and they are answered. */
  responseMax: number | undefined;
  reconnectRate: number | undefined;
  destroy(): void;
  _resetConnection(): void;
}

interface Options {
  readonly url: string;
  readonly connections: number;
  readonly reconnectRate?: number;
  /** Seconds. */
  readonly duration: number;
  readonly timeout: number;
  readonly sampleInt: number;
  readonly setupClient: (client: Client) => void;
}

interface Result {
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
  readonly duration: number;
  readonly requests: { readonly total: number };
}

const autocannon = createRequire(import.meta.url)('autocannon') as (options: Options) => PromiseLike<Result>;

function answersOf(clients: readonly Client[], count: number): Promise<void> {
  let answers = 0;
  return new Promise((resolve) => {
    for (const client of clients) {
      client.on('response', () => {
        answers += 1;
        if (answers === count) resolve();
      });
    }
  });
}

function fire(origin: string, { what, path, connections, reconnects = false }: Generator): Running {
  const clients: Client[] = [];
  let sent = 0;
  const follow = (client: Client): void => {
    clients.push(client);
    client.on('request', () => (sent += 1));
    reconnectAsTold(client, reconnects);
  };
  const options: Options = {
    url: `${origin}${path}`,
    connections,
    duration: 3600,
    timeout: 5,
    sampleInt: 100,
    setupClient: follow,
  };
  const counts = async (): Promise<Counts> => {
    const { errors, timeouts, non2xx, duration, requests } = await autocannon(options);
    const perSecond = Math.round(requests.total / duration);
    const unanswered = sent - requests.total;
    return { what, requests: requests.total, errors, timeouts, non2xx, unanswered, perSecond };
  };
  return { clients, counts: counts() };
}

/**
 * Two habits of autocannon would spoil the counts: after an answer that says `Connection: close` it writes the
 * next request to that connection, and an answer after which it reconnects is not counted.
 */
function reconnectAsTold(client: Client, always: boolean): void {
  let status = 0;
  let sentAt = 0;
  client.on('request', () => (sentAt = performance.now()));
  client.on(
    'headers',
    ({ statusCode, shouldKeepAlive }: { statusCode: number; shouldKeepAlive: boolean }) => {
      status = statusCode;
      client.reconnectRate = always || !shouldKeepAlive ? 1 : undefined;
    },
  );
  const reset = client._resetConnection.bind(client);
  client._resetConnection = () => {
    client.emit('response', status, 0, performance.now() - sentAt);
    reset();
  };
}
