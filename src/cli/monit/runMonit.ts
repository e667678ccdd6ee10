import type { ReadStream, WriteStream } from 'node:tty';
import { describeError } from '../../client/describeError.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { MetricsRow } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { painterFor } from '../colours.ts';
import { frame, layOut } from './frame.ts';
import type { MonitState } from './monitState.ts';
import { beginMonit, keptLines, withLogs, withMetrics, withSnapshot } from './monitState.ts';
import type { MonitAction } from './pressKey.ts';
import { pressKey } from './pressKey.ts';
import { readKeys } from './readKeys.ts';
import { Screen } from './screen.ts';

export interface MonitOptions {
  readonly client: SupervisorClient;
  readonly input: ReadStream;
  readonly output: WriteStream;
  readonly env: NodeJS.ProcessEnv;
  /** How often measurements are shown. */
  readonly intervalMs: number;
}

/** Why it is over. */
export type MonitEnd = 'quit' | 'supervisor gone';

/** Shows the instances in the whole terminal, and does what keys ask for, until it is quit. */
export async function runMonit(options: MonitOptions): Promise<MonitEnd> {
  const monit = new Monit(options);
  try {
    return await monit.run();
  } finally {
    monit.end();
  }
}

const endingSignals = { SIGINT: 2, SIGTERM: 15, SIGHUP: 1 } as const;

class Monit {
  readonly #options: MonitOptions;
  readonly #screen: Screen;
  readonly #cleanUp: (() => void)[] = [];
  #state: MonitState;
  /** The newest measurement that has not been shown. */
  #measured: readonly MetricsRow[] | undefined;
  #samples = 0;
  /** Whose logs are wanted, and whose the supervisor has been asked for. */
  #followed: string | null = null;
  #subscribed: string | null = null;
  #following: Promise<void> = Promise.resolve();
  #finish: ((end: MonitEnd) => void) | undefined;
  #fail: ((error: unknown) => void) | undefined;

  constructor(options: MonitOptions) {
    this.#options = options;
    const { client, input, output } = options;
    this.#screen = new Screen(input, output);
    this.#state = beginMonit(client.supervisor.folder, client.snapshot, Date.now());
  }

  async run(): Promise<MonitEnd> {
    const { client, input, output, intervalMs } = this.#options;
    const ended = new Promise<MonitEnd>((resolve, reject) => {
      this.#finish = resolve;
      this.#fail = reject;
    });
    client.onDidClose(() => this.#finish?.('supervisor gone'));
    client.onDidChange((snapshot) => this.#become(withSnapshot(this.#state, snapshot)));
    client.onMetrics(({ rows }) => this.#take(rows));
    client.onLogs(({ batches }) => {
      for (const { instance, lines } of batches) {
        if (instance === this.#state.selected) this.#become(withLogs(this.#state, lines));
      }
    });
    const onData = (chunk: Buffer): void => this.#press(chunk.toString('utf8'));
    const onResize = (): void => {
      this.#screen.forget();
      this.#draw();
    };
    input.on('data', onData);
    output.on('resize', onResize);
    const timer = setInterval(() => this.#sample(), intervalMs);
    this.#cleanUp.push(
      () => clearInterval(timer),
      () => input.off('data', onData),
      () => output.off('resize', onResize),
    );
    for (const [signal, number] of Object.entries(endingSignals)) {
      const onSignal = (): void => process.exit(128 + number);
      process.on(signal, onSignal);
      this.#cleanUp.push(() => process.off(signal, onSignal));
    }
    this.#screen.open();
    this.#become(this.#state);
    await client.request('metrics/watch', { on: true });
    return await ended;
  }

  end(): void {
    for (const act of this.#cleanUp) act();
    this.#screen.close();
  }

  /** The first two are shown at once: CPU is there from the second on. */
  #take(rows: readonly MetricsRow[]): void {
    this.#measured = rows;
    this.#samples += 1;
    if (this.#samples <= 2) this.#sample();
  }

  #sample(): void {
    const rows = this.#measured;
    this.#measured = undefined;
    const now = Date.now();
    this.#become(rows === undefined ? { ...this.#state, now } : withMetrics(this.#state, rows, now));
  }

  #press(input: string): void {
    for (const key of readKeys(input)) {
      const { rows } = this.#screen.size;
      const { list, logs } = layOut(this.#state, rows);
      const page = Math.max(1, (this.#state.focus === 'logs' ? logs : list) - 1);
      const { state, action } = pressKey(this.#state, key, page);
      this.#become(state);
      if (action !== undefined) this.#act(action);
    }
  }

  #act(action: MonitAction): void {
    if (action.kind === 'quit') this.#finish?.('quit');
    else if (action.kind === 'suspend') this.#suspend();
    else {
      this.#request(action).then(
        (message) => this.#become({ ...this.#state, message }),
        (error: unknown) => this.#become({ ...this.#state, message: describeError(error) }),
      );
    }
  }

  async #request({ method, params, done }: MonitAction & { readonly kind: 'request' }): Promise<string> {
    const { outcomes } = await this.#options.client.request(method, params);
    const failure = outcomes.find(({ ok }) => !ok);
    if (failure === undefined) return done;
    return failure.problem === null ? 'It failed.' : describeProblem(failure.problem);
  }

  #suspend(): void {
    this.#screen.close();
    process.once('SIGCONT', () => {
      this.#screen.open();
      this.#draw();
    });
    process.kill(process.pid, 'SIGTSTP');
  }

  #become(state: MonitState): void {
    this.#state = state;
    if (state.selected !== this.#followed) {
      this.#followed = state.selected;
      // In order, so that the last one selected is the one that is subscribed in the end.
      this.#following = this.#following.then(() => this.#follow(state.selected));
      this.#following.catch((error: unknown) => this.#fail?.(error));
    }
    this.#draw();
  }

  async #follow(instance: string | null): Promise<void> {
    // Keys may be faster than answers.
    if (instance !== this.#followed) return;
    const { client } = this.#options;
    const before = this.#subscribed;
    this.#subscribed = instance;
    if (before !== null) await client.request('logs/unsubscribe', { instances: [before] });
    if (instance === null || !client.snapshot.instances.some(({ id }) => id === instance)) return;
    const { batches } = await client.request('logs/subscribe', {
      instances: [instance],
      tail: keptLines,
      most: keptLines,
    });
    const lines = batches[0]?.lines ?? [];
    if (this.#state.selected === instance) this.#become(withLogs({ ...this.#state, logs: [] }, lines));
  }

  #draw(): void {
    const { output, env } = this.#options;
    const { rows, columns } = this.#screen.size;
    if (rows > 0 && columns > 0) {
      this.#screen.draw(frame(this.#state, { rows, columns, paint: painterFor(output, env) }));
    }
  }
}
