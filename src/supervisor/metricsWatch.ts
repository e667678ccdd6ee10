import type { EventParams } from '../protocol/contract.ts';
import type { ClientSession } from './clientSession.ts';
import type { Instance } from './instance.ts';
import type { Told } from './memoryLimits.ts';
import { findExcess } from './memoryLimits.ts';
import type { LoopLag } from './metrics/loopLag.ts';
import type { MetricsOptions, MetricsSample } from './metrics/metrics.ts';
import { Metrics } from './metrics/metrics.ts';
import type { Platform } from './platform/platform.ts';

/** While a client watches. */
const watchedMs = 1000;

/** While only memory limits are to be kept; PM2 looks every 30 s. */
const limitsMs = 5000;

/** Ports of programs that do not tell are looked up this often, in samples: it costs more than a sample. */
const samplesPerLook = 5;

/** What is measured: the instances as they are at the moment. */
interface Measured {
  readonly instances: readonly (Pick<
    Instance,
    'id' | 'pid' | 'port' | 'children' | 'setChildren' | 'setPort'
  > & { readonly process: { readonly loopLag: Pick<LoopLag, 'measure' | 'value'> } | undefined })[];
}

type Watching = Pick<ClientSession, 'watchesMetrics' | 'watchesEventLoops' | 'notify'>;

export interface MemoryOptions {
  /** Bytes (`max_memory_restart`) by instance id, of the instances that run, have a limit and may be restarted. */
  readonly limits: () => ReadonlyMap<string, number>;
  /** The instance and the processes below it use more than their limit. Once for each process of an instance. */
  readonly onExceeded: (instance: string, usage: { readonly bytes: number; readonly limit: number }) => void;
}

/** Measures while any client watches or any instance has a memory limit, and tells those that care. */
export class MetricsWatch {
  #watching: readonly Watching[] = [];
  readonly #unread = new WeakSet<Watching>();
  #samples = 0;
  #told: Told = new Map();
  /** Who was silent, and who listened, when all of them were looked at last. */
  #lookedFor: string | undefined;
  readonly #metrics: Metrics;
  readonly #platform: Platform;
  readonly #measured: Measured;
  readonly #memory: MemoryOptions;

  constructor(
    platform: Platform,
    measured: Measured,
    memory: MemoryOptions,
    sampling: Pick<MetricsOptions, 'measure' | 'startTimer' | 'now'> = {},
  ) {
    this.#platform = platform;
    this.#measured = measured;
    this.#memory = memory;
    this.#metrics = new Metrics({
      ...sampling,
      platform,
      roots: () => this.#roots(),
      onSample: (sample) => this.#take(sample),
      onError: logFailure,
    });
  }

  setSessions(sessions: readonly Watching[]): void {
    this.#watching = sessions.filter(({ watchesMetrics }) => watchesMetrics);
    this.#measureLags();
    this.refresh();
  }

  /** To be called when instances have started or ended, or their limits have changed. Cheap. */
  refresh(): void {
    if (this.#watching.length > 0) this.#metrics.setPeriod(watchedMs);
    else this.#metrics.setPeriod(this.#memory.limits().size > 0 ? limitsMs : null);
  }

  dispose(): void {
    this.#metrics.dispose();
  }

  /** Whoever has started since is asked with the next sample. */
  #measureLags(): void {
    const on = this.#watching.some(({ watchesEventLoops }) => watchesEventLoops);
    for (const { process } of this.#measured.instances) process?.loopLag.measure(on);
  }

  #roots(): Map<string, number> {
    const pids = this.#measured.instances.map(({ id, pid }) => [id, pid] as const);
    return new Map(pids.filter((entry): entry is readonly [string, number] => entry[1] !== null));
  }

  #take({ at, rows, roots, children }: MetricsSample): void {
    this.#measureLags();
    const lags = new Map(this.#measured.instances.map(({ id, process }) => [id, process?.loopLag.value]));
    const told = rows.map((row) => ({ ...row, lag: lags.get(row.instance) ?? null }));
    for (const session of this.#watching) this.#tell(session, { at, rows: told });
    for (const instance of this.#measured.instances) {
      const below = instance.pid === null ? [] : (children.get(instance.id) ?? []);
      if (below.length > 0 || instance.children.length > 0) instance.setChildren(below);
    }
    if (this.#samples++ % samplesPerLook === 0) this.#lookForPorts().catch(logFailure);
    this.#keepLimits(rows, roots);
  }

  /** Whoever has not read the sample before gets the next one that there is then. */
  #tell(session: Watching, sample: EventParams<'metrics'>): void {
    if (this.#unread.has(session)) return;
    this.#unread.add(session);
    void session.notify('metrics', sample).finally(() => this.#unread.delete(session));
  }

  #keepLimits(rows: MetricsSample['rows'], measuredRoots: MetricsSample['roots']): void {
    const pids = this.#roots();
    // Whoever was restarted while it was measured is not to pay for its predecessor.
    const current = rows.filter(({ instance }) => measuredRoots.get(instance) === pids.get(instance));
    const { excess, told } = findExcess(current, pids, this.#memory.limits(), this.#told);
    this.#told = told;
    for (const { instance, bytes, limit } of excess) this.#memory.onExceeded(instance, { bytes, limit });
  }

  /** Programs without the preload shim do not tell where they listen; the system does. */
  async #lookForPorts(): Promise<void> {
    const silent = this.#measured.instances.filter(({ pid, port }) => pid !== null && port === null);
    if (silent.length === 0) return;
    const treeOf = ({ pid, children }: Measured['instances'][number]): number[] => [
      pid ?? 0,
      ...children.map((child) => child.pid),
    ];
    const pids = silent.flatMap(treeOf);
    const mark = this.#platform.listenMark?.();
    const lookedFor = mark === undefined ? undefined : `${mark} ${pids.join()}`;
    if (lookedFor !== undefined && lookedFor === this.#lookedFor) return;
    this.#lookedFor = lookedFor;
    const ports = await this.#platform.listeningPorts(pids);
    for (const instance of silent) {
      const port = treeOf(instance).flatMap((pid) => ports.get(pid) ?? [])[0];
      if (port !== undefined) instance.setPort(port);
    }
  }
}

/** The next sample tries again. */
function logFailure(error: unknown): void {
  console.error(`metrics: ${String(error)}`);
}
