import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { EventParams } from '../../protocol/contract.ts';
import type { InstanceInfo, LogLine, Snapshot } from '../../protocol/model.ts';
import type { LoggedLine } from '../logPrinter.ts';
import { HeldNotes } from './heldNotes.ts';
import { ringLines } from './instanceHistory.ts';
import { lifeNotes } from './lifeNotes.ts';

type Batch = EventParams<'logs'>['batches'][number];

export interface FollowerOptions {
  /** The instances to follow, in a state of the supervisor. */
  readonly choose: (snapshot: Snapshot) => readonly InstanceInfo[];
  /** Prints the last lines of these instances; `subscribe` gives the last in memory, once, and lets the rest come. */
  readonly begin: (
    instances: readonly InstanceInfo[],
    subscribe: (instance: string, tail?: number) => Promise<readonly LogLine[]>,
  ) => Promise<void>;
  /** Makes instances known to whoever prints. */
  readonly add: (instances: readonly InstanceInfo[]) => void;
  readonly show: (lines: readonly LoggedLine[]) => void;
  readonly note: (instance: string, text: string) => void;
  /** So many lines came too fast. */
  readonly lost: (instance: string, count: number) => void;
}

/** Shows what instances write, and what becomes of them; those that appear later are followed too. */
export class Follower {
  readonly #client: SupervisorClient;
  readonly #options: FollowerOptions;
  readonly #notes: HeldNotes;
  readonly #followed = new Map<string, InstanceInfo>();
  /** What comes while the last lines are still being read. */
  #early: Batch[] | undefined = [];

  constructor(client: SupervisorClient, options: FollowerOptions) {
    this.#client = client;
    this.#options = options;
    this.#notes = new HeldNotes((instance, text) => options.note(instance, text));
  }

  /** Follows until the supervisor ends (`closed`), or `until` resolves. */
  async follow(until: Promise<void>): Promise<'closed' | 'until'> {
    const client = this.#client;
    const closed = new Promise<'closed'>((resolve) => client.onDidClose(() => resolve('closed')));
    client.onLogs(({ batches }) => {
      for (const batch of batches) this.#take(batch);
    });
    const failed = new Promise<never>((_resolve, reject) => {
      client.onDidChange((snapshot) => {
        this.#update(snapshot).catch(reject);
      });
    });
    const first = this.#options.choose(client.snapshot);
    for (const one of first) this.#followed.set(one.id, one);
    this.#options.add(first);
    try {
      await this.#options.begin(first, (instance, tail) => this.#subscribe(instance, tail));
      const early = this.#early ?? [];
      this.#early = undefined;
      for (const batch of early) this.#take(batch);
      return await Promise.race([closed, failed, until.then(() => 'until' as const)]);
    } finally {
      this.#notes.end();
    }
  }

  async #subscribe(instance: string, tail = ringLines): Promise<readonly LogLine[]> {
    const { batches } = await this.#client.request('logs/subscribe', { instances: [instance], tail });
    return batches[0]?.lines ?? [];
  }

  /** Says what has happened, and follows what has come. An instance that is new has said nothing yet that is old. */
  async #update(snapshot: Snapshot): Promise<void> {
    const present = new Map(snapshot.instances.map((one) => [one.id, one]));
    for (const id of this.#followed.keys()) {
      if (present.has(id)) continue;
      this.#followed.delete(id);
      this.#notes.add({ instance: id, text: 'gone', begins: null });
    }
    const added: InstanceInfo[] = [];
    for (const [id, before] of this.#followed) {
      const after = present.get(id) ?? before;
      this.#followed.set(id, after);
      for (const note of lifeNotes(before, after)) this.#notes.add(note);
    }
    for (const one of this.#options.choose(snapshot)) {
      if (this.#followed.has(one.id)) continue;
      this.#followed.set(one.id, one);
      added.push(one);
      for (const note of lifeNotes(undefined, one)) this.#notes.add(note);
    }
    this.#options.add(added);
    for (const { id } of added) {
      const lines = await this.#subscribe(id);
      if (lines.length > 0) this.#take({ instance: id, lines, dropped: 0 });
    }
  }

  #take(batch: Batch): void {
    if (this.#early !== undefined) {
      this.#early.push(batch);
      return;
    }
    const { instance, lines, dropped } = batch;
    if (dropped > 0) this.#options.lost(instance, dropped);
    let from = 0;
    for (const [index, { at }] of lines.entries()) {
      if (!this.#notes.hasBefore(instance, at)) continue;
      this.#showLines(instance, lines.slice(from, index));
      from = index;
      this.#notes.releaseBefore(instance, at);
    }
    this.#showLines(instance, lines.slice(from));
  }

  #showLines(instance: string, lines: readonly LogLine[]): void {
    if (lines.length > 0) this.#options.show(lines.map((line) => ({ instance, ...line })));
  }
}
