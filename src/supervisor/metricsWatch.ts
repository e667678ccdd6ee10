import type { ClientSession } from './clientSession.ts';
import type { Instance } from './instance.ts';
import type { MetricsSample } from './metrics/metrics.ts';
import { Metrics } from './metrics/metrics.ts';
import type { Platform } from './platform/platform.ts';

/** Ports of programs that do not tell are looked up this often, in samples: it costs more than a sample. */
const samplesPerLook = 5;

/** What is measured: the instances as they are at the moment. */
interface Measured {
  readonly instances: readonly Instance[];
}

/** Measures while any client watches, and tells those that do. */
export class MetricsWatch {
  #watching: readonly ClientSession[] = [];
  #samples = 0;
  readonly #metrics: Metrics;
  readonly #platform: Platform;
  readonly #measured: Measured;

  constructor(platform: Platform, measured: Measured) {
    this.#platform = platform;
    this.#measured = measured;
    this.#metrics = new Metrics({
      platform,
      roots: () => this.#roots(),
      onSample: (sample) => this.#take(sample),
      onError: (error) => console.error(`metrics: ${String(error)}`),
    });
  }

  setSessions(sessions: readonly ClientSession[]): void {
    this.#watching = sessions.filter(({ watchesMetrics }) => watchesMetrics);
    this.#metrics.setOn(this.#watching.length > 0);
  }

  dispose(): void {
    this.#metrics.dispose();
  }

  #roots(): Map<string, number> {
    const pids = this.#measured.instances.map(({ id, pid }) => [id, pid] as const);
    return new Map(pids.filter((entry): entry is readonly [string, number] => entry[1] !== null));
  }

  #take({ at, rows, children }: MetricsSample): void {
    for (const session of this.#watching) void session.notify('metrics', { at, rows });
    for (const instance of this.#measured.instances) {
      instance.setChildren(instance.pid === null ? [] : (children.get(instance.id) ?? []));
    }
    if (this.#samples++ % samplesPerLook === 0) void this.#lookForPorts();
  }

  /** Programs without the preload shim do not tell where they listen; the system does. */
  async #lookForPorts(): Promise<void> {
    const silent = this.#measured.instances.filter(({ pid, port }) => pid !== null && port === null);
    if (silent.length === 0) return;
    const treeOf = ({ pid, children }: Instance): number[] => [
      pid ?? 0,
      ...children.map((child) => child.pid),
    ];
    const ports = await this.#platform.listeningPorts(silent.flatMap(treeOf));
    for (const instance of silent) {
      const port = treeOf(instance).flatMap((pid) => ports.get(pid) ?? [])[0];
      if (port !== undefined) instance.setPort(port);
    }
  }
}
