import type { Disposable } from '../../../client/emitter.ts';
import type { SupervisorClient } from '../../../client/supervisorClient.ts';
import type { EventParams, Result } from '../../../protocol/contract.ts';
import { findProcess } from '../findProcess.ts';
import { Refusal } from '../refusal.ts';
import type { SupervisorLink } from '../supervisorLink.ts';

type Batches = EventParams<'logs'>['batches'];

/** Nobody reads more lines of an instance at once; the newest of a burst are sent, and the others counted by nobody. */
const mostLines = 1000;
/** As many as a supervisor keeps of an instance: what comes later is told from its first line on. */
const everything = 5000;

export interface LogWish {
  /** Ids of apps and instances, as in an address. */
  readonly names: readonly string[];
  /** Lines of each instance to begin with. */
  readonly tail: number;
}

/** Follows the logs of apps by name, through restarts, scaling and other supervisors. */
export class LogFollow implements Disposable {
  readonly #link: SupervisorLink;
  readonly #wish: LogWish;
  readonly #take: (batches: Batches) => void;
  readonly #listening: Disposable[];
  /** Instances that are followed, at the supervisor of `#client`. */
  #followed = new Set<string>();
  #client: SupervisorClient | undefined;
  #disposed = false;

  constructor(link: SupervisorLink, wish: LogWish, take: (batches: Batches) => void) {
    this.#link = link;
    this.#wish = wish;
    this.#take = take;
    this.#listening = [
      link.onDidConnect((client) => this.#begin(client, this.#isKnown(client) ? 0 : everything)),
    ];
    if (link.client !== undefined) this.#begin(link.client, wish.tail);
  }

  dispose(): void {
    this.#disposed = true;
    for (const one of this.#listening) one.dispose();
    const instances = [...this.#followed];
    // Where the connection has gone, so have the subscriptions.
    if (this.#link.client === this.#client && instances.length > 0) {
      this.#client?.request('logs/unsubscribe', { instances }).catch(() => undefined);
    }
  }

  /** Whether it is the supervisor that was followed before, so that its lines have been told. */
  #isKnown({ supervisor }: SupervisorClient): boolean {
    return this.#client?.supervisor.generation === supervisor.generation;
  }

  #begin(client: SupervisorClient, tail: number): void {
    this.#client = client;
    this.#followed = new Set();
    this.#listening.push(
      client.onLogs(({ batches }) => {
        const own = batches.filter(({ instance }) => this.#followed.has(instance));
        if (own.length > 0) this.#take(own);
      }),
      client.onDidChange(() => void this.#update(client, everything)),
    );
    void this.#update(client, tail);
  }

  async #update(client: SupervisorClient, tail: number): Promise<void> {
    const { snapshot } = client;
    const wanted = new Set(this.#wish.names.flatMap((name) => instancesOf(name)));
    const live = new Set(snapshot.instances.map(({ id }) => id));
    for (const id of this.#followed) if (!live.has(id)) this.#followed.delete(id);
    const added = [...wanted].filter((id) => !this.#followed.has(id) && !this.#asked.has(id));
    if (added.length === 0) return;
    for (const id of added) this.#asked.add(id);
    let answer: Result<'logs/subscribe'>;
    try {
      answer = await client.request('logs/subscribe', { instances: added, tail, most: mostLines });
    } catch {
      // It was scaled away meanwhile, or the supervisor has gone; the next change or supervisor begins anew.
      return;
    } finally {
      for (const id of added) this.#asked.delete(id);
    }
    if (this.#disposed) {
      client.request('logs/unsubscribe', { instances: added }).catch(() => undefined);
      return;
    }
    for (const id of added) this.#followed.add(id);
    const tails = answer.batches.filter(({ lines }) => lines.length > 0);
    if (tails.length > 0) this.#take(tails.map((batch) => ({ ...batch, dropped: 0 })));

    function instancesOf(name: string): string[] {
      try {
        return findProcess(name, snapshot).instances.map(({ id }) => id);
      } catch (error) {
        // Another app has come under that name, or the app has gone.
        if (error instanceof Refusal) return [];
        throw error;
      }
    }
  }

  /** Instances that the supervisor was asked to follow and has not answered. */
  readonly #asked = new Set<string>();
}
