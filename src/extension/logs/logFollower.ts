import type { LogLine } from '../../protocol/model.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';

/** Who shows the lines of instances. */
export interface LogReceiver {
  /** The last lines of before, oldest first: at the beginning, and again after a new connection. */
  begin(lines: readonly InstanceLine[]): void;
  /** `dropped` lines before these were left out on the way, because this window read too slowly. */
  append(instance: string, lines: readonly LogLine[], dropped: number): void;
}

export interface InstanceLine extends LogLine {
  /** Its id. */
  readonly instance: string;
}

export interface LogFollowerOptions {
  readonly model: FolderModel;
  /** The ids that are to be followed; asked again after every change of the folder. */
  readonly instances: () => readonly string[];
  /** How many lines of before are wanted, over all instances. */
  readonly tail: number;
  readonly receiver: LogReceiver;
  readonly onDefect: (operation: string, error: unknown) => void;
}

/** In a message, of which there are twenty a second: nobody here shows more. */
const linesPerMessage = 400;

/** Follows the output of instances over restarts and new connections; those that come join, those that go leave. */
export class LogFollower implements Disposable {
  readonly #options: LogFollowerOptions;
  readonly #store = new DisposableStore();
  readonly #asked = new Set<string>();
  /** Those whose tail has come: what comes before it is in it. */
  readonly #followed = new Set<string>();
  #hasBegun = false;
  #isDisposed = false;

  constructor(options: LogFollowerOptions) {
    this.#options = options;
    const { model } = options;
    this.#store.add(model.onDidReceiveLogs(({ batches }) => this.#receive(batches)));
    this.#store.add(model.onDidConnect((client) => this.#watched(this.#begin(client), client)));
    this.#store.add(model.onDidChange(() => this.#update()));
  }

  /** Resolves when the receiver has got the last lines. Rejects when there is no connection. */
  async start(): Promise<void> {
    const client = await this.#options.model.connected();
    if (!this.#hasBegun) await this.#begin(client);
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#store.dispose();
    this.#unsubscribe([...this.#asked]);
  }

  async #begin(client: SupervisorClient): Promise<void> {
    this.#hasBegun = true;
    this.#followed.clear();
    this.#asked.clear();
    const lines = await this.#subscribe(client, this.#options.instances());
    if (lines !== undefined) this.#options.receiver.begin(lines.slice(-this.#options.tail));
  }

  #update(): void {
    const { client } = this.#options.model.session;
    // While there is no connection, nobody knows what is gone.
    if (client === undefined || !this.#hasBegun) return;
    const wanted = this.#options.instances();
    this.#unsubscribe([...this.#asked].filter((id) => !wanted.includes(id)));
    const added = wanted.filter((id) => !this.#asked.has(id));
    if (added.length > 0) this.#watched(this.#join(client, added), client);
  }

  async #join(client: SupervisorClient, added: readonly string[]): Promise<void> {
    const lines = (await this.#subscribe(client, added)) ?? [];
    for (const line of lines) this.#options.receiver.append(line.instance, [line], 0);
  }

  /** The last lines in the order of their times; undefined when they are not wanted any more. */
  async #subscribe(
    client: SupervisorClient,
    ids: readonly string[],
  ): Promise<readonly InstanceLine[] | undefined> {
    for (const id of ids) this.#asked.add(id);
    try {
      const { batches } = await client.request('logs/subscribe', {
        instances: [...ids],
        tail: this.#options.tail,
        most: linesPerMessage,
      });
      if (this.#isDisposed || client !== this.#options.model.session.client) return undefined;
      for (const { instance } of batches) if (this.#asked.has(instance)) this.#followed.add(instance);
      return batches
        .flatMap(({ instance, lines }) => lines.map((line) => ({ ...line, instance })))
        .sort((a, b) => a.at - b.at);
    } catch (error) {
      // One of them has just gone: the rest is asked for with the change that tells so.
      for (const id of ids) this.#asked.delete(id);
      throw error;
    }
  }

  #unsubscribe(ids: readonly string[]): void {
    for (const id of ids) {
      this.#asked.delete(id);
      this.#followed.delete(id);
    }
    const { client } = this.#options.model.session;
    if (ids.length > 0 && client !== undefined) {
      this.#watched(client.request('logs/unsubscribe', { instances: [...ids] }), client);
    }
  }

  #receive(
    batches: readonly {
      readonly instance: string;
      readonly lines: readonly LogLine[];
      readonly dropped: number;
    }[],
  ): void {
    for (const { instance, lines, dropped } of batches) {
      if (this.#followed.has(instance)) this.#options.receiver.append(instance, lines, dropped);
    }
  }

  /** A request that ends with its connection is asked again on the next one. */
  #watched(work: Promise<unknown>, client: SupervisorClient): void {
    work.catch((error: unknown) => {
      if (!this.#isDisposed && client === this.#options.model.session.client) {
        this.#options.onDefect('logs', error);
      }
    });
  }
}
