import { describeError } from '../../client/describeError.ts';
import type { Disposable } from '../../client/emitter.ts';
import { Emitter } from '../../client/emitter.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import { noSupervisor } from '../reachSupervisor.ts';
import { Refusal } from './refusal.ts';

/** How to reach the supervisor of the folder that is served. */
export interface Reach {
  readonly folder: string;
  readonly join: () => Promise<SupervisorClient | null>;
  readonly start: () => Promise<SupervisorClient>;
}

/** Nobody tells when a supervisor comes; a look costs the reading of a folder. */
const lookMs = 1000;

/** Keeps a client of the folder's supervisor while there is one, and finds the next one when it comes. */
export class SupervisorLink implements Disposable {
  readonly #reach: Reach;
  #client: SupervisorClient | undefined;
  #joining: Promise<SupervisorClient | undefined> | undefined;
  #lookedAt = -Infinity;
  #timer: NodeJS.Timeout | undefined;
  /** Why the last look found none, where there may be one. */
  #failure: string | undefined;
  #disposed = false;
  readonly #didConnect = new Emitter<[SupervisorClient]>();
  readonly #didLose = new Emitter<[]>();
  readonly onDidConnect = this.#didConnect.on;
  readonly onDidLose = this.#didLose.on;

  constructor(reach: Reach) {
    this.#reach = reach;
  }

  get folder(): string {
    return this.#reach.folder;
  }

  /** The client, if there is one just now. */
  get client(): SupervisorClient | undefined {
    return this.#client;
  }

  /** Joins the supervisor if there is one, and looks for it from now on. */
  async open(): Promise<void> {
    await this.#join();
    this.#lookLater();
  }

  /** The client. Throws a `Refusal` when no supervisor is there. */
  async require(): Promise<SupervisorClient> {
    const client = this.#client ?? (await this.#join());
    if (client === undefined) throw new Refusal('no_supervisor', this.whyNone);
    return client;
  }

  /** A sentence for those who ask while there is no client. */
  get whyNone(): string {
    return this.#failure ?? noSupervisor(this.#reach.folder);
  }

  /** The client of a supervisor that is started where there is none. */
  async ensure(): Promise<SupervisorClient> {
    return this.#client ?? (await this.#join(true)) ?? this.#adopt(await this.#reach.start());
  }

  dispose(): void {
    this.#disposed = true;
    clearTimeout(this.#timer);
    this.#client?.dispose();
    this.#client = undefined;
  }

  #lookLater(): void {
    if (this.#disposed) return;
    this.#timer = setTimeout(() => void this.#join().finally(() => this.#lookLater()), lookMs);
  }

  /** Everybody who asks while it is looked shares the look; `now` looks even if somebody just has. */
  #join(now = false): Promise<SupervisorClient | undefined> {
    if (this.#client !== undefined || this.#disposed) return Promise.resolve(this.#client);
    if (!now && this.#joining === undefined && performance.now() - this.#lookedAt < lookMs / 4) {
      return Promise.resolve(undefined);
    }
    this.#joining ??= this.#look().finally(() => {
      this.#lookedAt = performance.now();
      this.#joining = undefined;
    });
    return this.#joining;
  }

  async #look(): Promise<SupervisorClient | undefined> {
    try {
      const client = await this.#reach.join();
      this.#failure = undefined;
      return client === null ? this.#client : this.#adopt(client);
    } catch (error) {
      this.#failure = describeError(error);
      return undefined;
    }
  }

  #adopt(client: SupervisorClient): SupervisorClient {
    if (this.#disposed || this.#client !== undefined) {
      client.dispose();
      return this.#client ?? client;
    }
    this.#client = client;
    client.onDidClose(() => {
      if (this.#client !== client) return;
      this.#client = undefined;
      this.#didLose.fire();
    });
    this.#didConnect.fire(client);
    return client;
  }
}
