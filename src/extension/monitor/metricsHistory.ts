import type { EventParams } from '../../protocol/contract.ts';
import type { InstanceInfo } from '../../protocol/model.ts';
import type { MonitorSample } from '../../protocol/monitor.ts';

const keptMs = 15 * 60 * 1000;

/** CPU, memory, lag and restarts. */
const measures = 4;

/**
 * What was measured of one folder in the last 15 minutes while anybody looked, be it the view: a monitor that is
 * opened then begins with it. 64 instances take about 1 MB.
 */
export class MetricsHistory {
  #samples: MonitorSample[] = [];

  /** Oldest first. */
  get samples(): readonly MonitorSample[] {
    return this.#samples;
  }

  /** Every client of the supervisor is told the same sample; it counts once. */
  add(sample: MonitorSample): void {
    const last = this.#samples.at(-1);
    if (last !== undefined && sample.at <= last.at) return;
    this.#samples.push(sample);
    const first = this.#samples.findIndex(({ at }) => at > sample.at - keptMs);
    this.#samples.splice(0, first);
  }
}

/** A sample as the page takes it. */
export function toSample(
  { at, rows }: EventParams<'metrics'>,
  instances: readonly Pick<InstanceInfo, 'id' | 'restarts'>[],
  keyOf: (instance: string) => string,
): MonitorSample {
  const restarts = new Map(instances.map((one) => [one.id, one.restarts]));
  const values = new Float32Array(rows.length * measures);
  for (const [index, { instance, cpu, memory, lag }] of rows.entries()) {
    values.set([cpu, memory, lag ?? Number.NaN, restarts.get(instance) ?? 0], index * measures);
  }
  return { at, instances: rows.map(({ instance }) => keyOf(instance)), values };
}

/** What a sample says of these instances. */
export function sampleOf(sample: MonitorSample, keys: ReadonlySet<string>): MonitorSample {
  const kept = sample.instances.flatMap((key, index) => (keys.has(key) ? [index] : []));
  if (kept.length === sample.instances.length) return sample;
  const values = new Float32Array(kept.length * measures);
  for (const [to, from] of kept.entries()) {
    values.set(sample.values.subarray(from * measures, (from + 1) * measures), to * measures);
  }
  return { at: sample.at, instances: kept.map((index) => sample.instances[index] ?? ''), values };
}
