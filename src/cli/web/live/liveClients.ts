import type { Disposable } from '../../../client/emitter.ts';
import { Refusal } from '../refusal.ts';
import type { Channel } from './channel.ts';
import type { LiveSources, LiveWishes } from './liveClient.ts';
import { LiveClient } from './liveClient.ts';

const mostClients = 64;

/** Everybody who is told live. */
export class LiveClients implements Disposable {
  readonly #sources: LiveSources;
  readonly #clients = new Set<LiveClient>();

  constructor(sources: LiveSources) {
    this.#sources = sources;
  }

  get count(): number {
    return this.#clients.size;
  }

  /** Why nobody more is taken, or undefined. */
  refusal(): Refusal | undefined {
    if (this.#clients.size < mostClients) return undefined;
    return new Refusal(
      'too_many_streams',
      `${mostClients} live clients are connected, and no more are taken.`,
    );
  }

  /** Tells a client; disposing what is returned forgets it, which its channel does when it has closed. */
  add(channel: Channel, wishes: LiveWishes): Disposable {
    const client = new LiveClient(channel, this.#sources, wishes);
    this.#clients.add(client);
    return {
      dispose: () => {
        client.dispose();
        this.#clients.delete(client);
      },
    };
  }

  /** Sends all of them away. */
  dispose(): void {
    for (const client of this.#clients) client.end('The server ends.');
    this.#clients.clear();
  }
}
