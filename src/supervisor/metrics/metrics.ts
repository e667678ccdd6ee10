import type { ChildProcessInfo, MetricsRow } from '../../protocol/model.ts';
import type { StartTimer } from '../logs/startTimer.ts';
import { startTimer } from '../logs/startTimer.ts';
import type { Platform, ProcessRow } from '../platform/platform.ts';
import { CommandCache } from './commandCache.ts';
import { createMeasure } from './cpuMeter.ts';
import type { MeasureProcesses, Usage } from './measureProcesses.ts';
import { ProcessTrees } from './processTrees.ts';

/** What the system knows of an instance. */
export type MeasuredRow = Omit<MetricsRow, 'lag'>;

/** CPU and memory of all instances at one moment. */
export interface MetricsSample {
  /** Epoch milliseconds. */
  readonly at: number;
  /** One for each instance that is alive. */
  readonly rows: readonly MeasuredRow[];
  /** The root process of each instance as it was when measuring began, by instance id. */
  readonly roots: ReadonlyMap<string, number>;
  /** The processes below each instance that is alive, by instance id; parents first. */
  readonly children: ReadonlyMap<string, readonly ChildProcessInfo[]>;
}

export interface MetricsOptions {
  readonly platform: Platform;
  /** The root process of each instance that has one, by instance id. */
  readonly roots: () => ReadonlyMap<string, number>;
  readonly onSample: (sample: MetricsSample) => void;
  readonly onError: (error: unknown) => void;
  readonly measure?: MeasureProcesses;
  readonly startTimer?: StartTimer;
  /** Milliseconds of a clock that never jumps. */
  readonly now?: () => number;
}

/** Samples all instances with their whole process trees, as often as somebody wants it to. */
export class Metrics {
  readonly #options: MetricsOptions;
  readonly #trees: ProcessTrees;
  readonly #commands: CommandCache;
  readonly #measure: MeasureProcesses;
  readonly #now: () => number;
  #periodMs: number | null = null;
  #lastBegin = -Infinity;
  #isSampling = false;
  #cancelTimer: (() => void) | undefined;

  constructor(options: MetricsOptions) {
    this.#options = options;
    this.#trees = new ProcessTrees(options.platform);
    this.#commands = new CommandCache(options.platform);
    this.#measure = options.measure ?? createMeasure(options.platform);
    this.#now = options.now ?? ((): number => performance.now());
  }

  /**
   * Samples every `ms` milliseconds, null for never. The first sample comes at once, or that long after the last
   * one: CPU is counted from then, and over a moment it would be a guess.
   */
  setPeriod(ms: number | null): void {
    if (ms === this.#periodMs) return;
    this.dispose();
    this.#periodMs = ms;
    if (ms === null) return;
    const restMs = this.#lastBegin + ms - this.#now();
    if (restMs > 0) this.#tickIn(restMs, ms);
    else this.#tick(ms);
  }

  dispose(): void {
    this.#periodMs = null;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** One sample, whether on or off. CPU of a process never measured before is 0. */
  async sample(): Promise<MetricsSample> {
    const roots = this.#options.roots();
    const trees = await this.#trees.find(roots.values());
    const pids = new Set([...trees.values()].flatMap((tree) => tree.map((row) => row.pid)));
    const usage = pids.size === 0 ? {} : await this.#measure([...pids]);
    const rows: MeasuredRow[] = [];
    const children = new Map<string, ChildProcessInfo[]>();
    for (const [instance, root] of roots) {
      const tree = (trees.get(root) ?? []).filter(({ pid }) => isMeasured(usage[pid]));
      if (tree.length === 0) continue;
      let cpu = 0;
      let memory = 0;
      for (const { pid } of tree) {
        cpu += usage[pid]?.cpu ?? 0;
        memory += usage[pid]?.memory ?? 0;
      }
      rows.push({ instance, cpu, memory });
      children.set(
        instance,
        tree.filter(({ pid }) => pid !== root).map((row) => this.#child(row)),
      );
    }
    this.#commands.endRound();
    return { at: Date.now(), rows, roots, children };
  }

  #child(row: ProcessRow): ChildProcessInfo {
    return { pid: row.pid, ppid: row.ppid, command: this.#commands.get(row) };
  }

  #tickIn(delayMs: number, periodMs: number): void {
    this.#cancelTimer = (this.#options.startTimer ?? startTimer)(() => this.#tick(periodMs), delayMs);
  }

  #tick(periodMs: number): void {
    this.#tickIn(periodMs, periodMs);
    // A sample that takes longer than the period is waited for.
    if (this.#isSampling) return;
    const { onSample, onError } = this.#options;
    this.#isSampling = true;
    this.#lastBegin = this.#now();
    this.sample()
      .then((sample) => {
        if (this.#periodMs !== null) onSample(sample);
      })
      .catch(onError)
      .finally(() => {
        this.#isSampling = false;
      });
  }
}

function isMeasured(usage: Usage | null | undefined): boolean {
  return usage !== undefined && usage !== null;
}
