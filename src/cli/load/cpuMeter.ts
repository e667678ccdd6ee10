import { cpus } from 'node:os';
import type { SupervisorClient } from '../../client/supervisorClient.ts';

/** A sample is of the second before it. */
const sampleMs = 1000;

/** The CPU of instances over a time, from the supervisor's samples. */
export class CpuMeter {
  readonly #samples: { readonly at: number; readonly cpu: ReadonlyMap<string, number> }[] = [];

  /** Measures until the client has gone. */
  constructor(client: SupervisorClient) {
    client.onMetrics(({ at, rows }) => {
      this.#samples.push({ at, cpu: new Map(rows.map(({ instance, cpu }) => [instance, cpu])) });
    });
  }

  /** Percent of one core, on average between two epoch times; less whoever was not measured. */
  between(from: number, to: number): ReadonlyMap<string, number> {
    // Half a second before or after is the lesser evil than a measurement without a sample.
    const slack = sampleMs / 2;
    const inside = this.#samples.filter(({ at }) => at >= from + slack && at <= to + slack);
    const ids = new Set(inside.flatMap(({ cpu }) => [...cpu.keys()]));
    return new Map([...ids].map((id) => [id, average(inside.flatMap(({ cpu }) => cpu.get(id) ?? []))]));
  }
}

/** The CPU time of everything on this machine but this process, from when this is made. */
export class MachineClock {
  readonly #begun = performance.now();
  readonly #machine = busyMs();
  readonly #own = process.cpuUsage();

  /** Percent of one core, until now. */
  busy(): number {
    const own = process.cpuUsage(this.#own);
    const ownMs = (own.user + own.system) / 1000;
    return ((busyMs() - this.#machine - ownMs) / (performance.now() - this.#begun)) * 100;
  }
}

function busyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
