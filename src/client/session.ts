import type { Disposable } from './emitter.ts';
import { Emitter } from './emitter.ts';
import type { SupervisorClient } from './supervisorClient.ts';

/**
 * `idle`: nobody needed a supervisor yet, or it ended in order. `lost`: it could not be reached; `ensure` tries
 * again.
 */
export type SessionState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'connected'; readonly client: SupervisorClient }
  | { readonly kind: 'lost'; readonly error: unknown };

/** What a session needs of the world. */
export interface SessionDependencies {
  /** Joins a live supervisor; null when there is none. */
  readonly join: () => Promise<SupervisorClient | null>;
  /** Joins or starts one. */
  readonly start: () => Promise<SupervisorClient>;
  /** Whether the last supervisor went without ending in order, so that what it ran waits for the next one. */
  readonly crashed: () => Promise<boolean>;
  /** Resolves after so many milliseconds, or rejects when the signal aborts. */
  readonly delay: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

const backOffMs = [1000, 2000, 4000];
/** A connection that held this long ends the row of failures. */
const steadyMs = 30_000;

/**
 * Keeps a client for one folder. When the connection drops it joins the supervisor again, or starts one where the
 * last one crashed: after 1, 2 and 4 seconds, then it is lost.
 */
export class SupervisorSession implements Disposable {
  #dependencies: SessionDependencies;
  #state: SessionState = { kind: 'idle' };
  #didChangeState = new Emitter<[SessionState]>();
  #disposal = new AbortController();
  #attempt: Promise<SupervisorClient> | undefined;
  #failures = 0;
  #connectedAt = 0;

  readonly onDidChangeState = this.#didChangeState.on;

  constructor(dependencies: SessionDependencies) {
    this.#dependencies = dependencies;
  }

  get state(): SessionState['kind'] {
    return this.#state.kind;
  }

  /** Why the supervisor is lost. */
  get error(): unknown {
    return this.#state.kind === 'lost' ? this.#state.error : undefined;
  }

  get client(): SupervisorClient | undefined {
    return this.#state.kind === 'connected' ? this.#state.client : undefined;
  }

  /** Connects when a supervisor is there already, and leaves things alone when none is. */
  async join(): Promise<SupervisorClient | undefined> {
    if (this.client !== undefined || this.#attempt !== undefined) return this.client ?? this.#attempt;
    const client = await this.#dependencies.join();
    if (client === null) return this.client;
    if (this.client !== undefined || this.#attempt !== undefined) {
      client.dispose();
      return this.client ?? this.#attempt;
    }
    return this.#adopt(client);
  }

  /** The client, connecting or starting the supervisor first. Rejects with what kept it from that. */
  ensure(): Promise<SupervisorClient> {
    if (this.client !== undefined) return Promise.resolve(this.client);
    this.#failures = 0;
    return this.#connect(() => this.#dependencies.start());
  }

  /** Leaves at once; the supervisor's lease begins. */
  dispose(): void {
    this.#disposal.abort();
    this.#didChangeState.clear();
    this.client?.dispose();
    this.#state = { kind: 'idle' };
  }

  /** Everybody who wants a client while one is on its way shares the attempt. */
  #connect(attempt: () => Promise<SupervisorClient>): Promise<SupervisorClient> {
    this.#attempt ??= (async () => {
      this.#become({ kind: 'connecting' });
      let client: SupervisorClient;
      try {
        client = await attempt();
      } catch (error) {
        // First, so that whoever hears that it is lost can try again.
        this.#attempt = undefined;
        this.#become({ kind: 'lost', error });
        throw error;
      }
      this.#attempt = undefined;
      return this.#adopt(client);
    })();
    return this.#attempt;
  }

  #adopt(client: SupervisorClient): SupervisorClient {
    if (this.#disposal.signal.aborted) {
      client.dispose();
      throw new Error('The session was disposed while it was connecting.');
    }
    this.#connectedAt = this.#dependencies.now();
    client.onDidClose(() => {
      this.#reconnect().catch((error: unknown) => {
        // A failed attempt has said so itself, and somebody may be at the next one already.
        if (this.#attempt === undefined && this.#state.kind === 'connecting') {
          this.#become({ kind: 'lost', error });
        }
      });
    });
    this.#become({ kind: 'connected', client });
    return client;
  }

  async #reconnect(): Promise<void> {
    if (this.#dependencies.now() - this.#connectedAt >= steadyMs) this.#failures = 0;
    this.#become({ kind: 'connecting' });
    const { join, crashed } = this.#dependencies;
    const live = await join();
    const isTaken = this.#attempt !== undefined || this.client !== undefined;
    if (live !== null) {
      if (isTaken) live.dispose();
      else this.#adopt(live);
      return;
    }
    if (isTaken) return;
    if (!(await crashed())) {
      if (this.#attempt === undefined && this.client === undefined) this.#become({ kind: 'idle' });
      return;
    }
    await this.#connect(() => this.#startWithBackOff());
  }

  async #startWithBackOff(): Promise<SupervisorClient> {
    for (;;) {
      const wait = backOffMs[this.#failures];
      if (wait === undefined) throw new Error('The supervisor ended again and again.');
      this.#failures += 1;
      await this.#dependencies.delay(wait, this.#disposal.signal);
      try {
        return await this.#dependencies.start();
      } catch (error) {
        if (this.#failures === backOffMs.length) throw error;
      }
    }
  }

  #become(state: SessionState): void {
    if (this.#disposal.signal.aborted) return;
    if (state.kind === this.#state.kind && state.kind !== 'connected') return;
    this.#state = state;
    this.#didChangeState.fire(state);
  }
}
