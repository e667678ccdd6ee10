import { describeProblem } from '../../protocol/problems.ts';
import type { InstanceInfo, LogLine, Snapshot } from '../../protocol/model.ts';
import { ClientError } from '../clientError.ts';
import type { SupervisorClient } from '../supervisorClient.ts';
import { namedInstances } from './namedInstances.ts';
import { DroverError } from './droverError.ts';

export interface FollowOptions {
  /** Lines of each instance that come first, of the last 5,000 that the supervisor keeps; none by default. */
  readonly lines?: number;
  /** False: ends after these. */
  readonly follow?: boolean;
  readonly signal?: AbortSignal;
}

export interface LoggedLine extends LogLine {
  /** Instance id. */
  readonly instance: string;
  /** `web-2`, or just `web` where the app has one instance. */
  readonly name: string;
  /** App id. */
  readonly app: string;
  /** Lines of the instance left out before this one, because they were read too slowly; its log file has them. */
  readonly dropped: number;
}

/** Lines that wait for whoever takes them one by one. */
const waitingLimit = 100_000;

/** See `Drover.logs`. */
export async function* followLogs(
  client: SupervisorClient,
  selectors: readonly string[],
  { lines: tail = 0, follow = true, signal }: FollowOptions,
): AsyncGenerator<LoggedLine, void, void> {
  const first = namedInstances(selectors, client.snapshot);
  if ('problem' in first) throw new DroverError(describeProblem(first.problem), first.problem.code);
  if (signal?.aborted === true) return;
  const known = new Map<string, InstanceInfo>();
  const waiting = new WaitingLog();
  const stop = (): void => waiting.end();
  const take = (instance: string, lines: readonly LogLine[], dropped = 0): void => {
    const info = known.get(instance);
    if (info !== undefined) waiting.add(info, lines, dropped);
  };
  const subscribe = async (snapshot: Snapshot, count: number): Promise<void> => {
    const chosen = namedInstances(selectors, snapshot);
    // Another app has come under that name, or all have gone: those known already are followed on.
    const added = 'problem' in chosen ? [] : chosen.instances.filter(({ id }) => !known.has(id));
    if (added.length === 0) return;
    for (const instance of added) known.set(instance.id, instance);
    const { batches } = await client.request('logs/subscribe', {
      instances: added.map(({ id }) => id),
      tail: count,
    });
    const lines = batches.flatMap((batch) => batch.lines.map((line) => ({ line, instance: batch.instance })));
    for (const { line, instance } of lines.toSorted((a, b) => a.line.at - b.line.at)) take(instance, [line]);
  };
  const listening = [
    client.onLogs(({ batches }) => {
      for (const { instance, lines, dropped } of batches) take(instance, lines, dropped);
    }),
    // What is new has said nothing yet that is not wanted.
    client.onDidChange((snapshot) => {
      subscribe(snapshot, ringLines).catch((error: unknown) => waiting.fail(error));
    }),
    client.onDidClose(() => waiting.fail(new ClientError('connection-lost'))),
  ];
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await subscribe(client.snapshot, tail);
    if (!follow) waiting.end();
    yield* waiting;
  } finally {
    signal?.removeEventListener('abort', stop);
    for (const listener of listening) listener.dispose();
    if (known.size > 0 && !waiting.failed) {
      await client.request('logs/unsubscribe', { instances: [...known.keys()] });
    }
  }
}

/** The supervisor keeps no more than this many lines of an instance. */
const ringLines = 5000;

/** Lines on their way from events to a loop. */
class WaitingLog {
  #lines: LoggedLine[] = [];
  #wake: (() => void) | undefined;
  #ended = false;
  #error: unknown;
  failed = false;

  add({ id: instance, name, app }: InstanceInfo, lines: readonly LogLine[], dropped: number): void {
    for (const [index, line] of lines.entries()) {
      const before = index === 0 ? dropped : 0;
      this.#lines.push({ ...line, instance, name, app, dropped: before + this.#makeRoom(instance) });
    }
    this.#wake?.();
  }

  end(): void {
    this.#ended = true;
    this.#wake?.();
  }

  fail(error: unknown): void {
    if (this.#ended) return;
    this.failed = true;
    this.#error = error;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<LoggedLine, void, void> {
    for (;;) {
      const lines = this.#lines;
      this.#lines = [];
      yield* lines;
      if (this.#lines.length > 0) continue;
      if (this.failed) throw this.#error;
      if (this.#ended) return;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** How many older lines of the instance went for a new one. */
  #makeRoom(instance: string): number {
    if (this.#lines.length < waitingLimit) return 0;
    const kept = this.#lines.filter((line) => line.instance !== instance);
    const gone = this.#lines.filter((line) => line.instance === instance);
    this.#lines = kept;
    return gone.reduce((sum, { dropped }) => sum + 1 + dropped, 0);
  }
}
