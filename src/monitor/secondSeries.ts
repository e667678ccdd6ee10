import type { MonitorSample } from '../protocol/monitor.ts';

/** What is measured of each instance, in the order of a sample's values. */
export const measures = ['cpu', 'memory', 'lag', 'restarts'] as const;
export type Measure = (typeof measures)[number];

/** The longest time that can be shown, in seconds. */
export const keptSeconds = 15 * 60;
/** Fewer seconds than this without a sample are no gap: samples come a little late, and folders at their own times. */
const bridgedSeconds = 3;

/** No chart has more points than this: it has about two pixels for each. */
const mostPoints = 300;

/** The points of a chart: `step` seconds from each of these times on (epoch seconds). */
export interface TimeSpan {
  readonly times: readonly number[];
  readonly step: number;
}

/** So many seconds up to the last one. Points keep their times while these pass, so that lines do not flicker. */
export function timeSpan(last: number, seconds: number): TimeSpan {
  const step = Math.ceil(seconds / mostPoints);
  const count = Math.floor(seconds / step);
  const end = last - (last % step);
  return { times: Array.from({ length: count }, (_, index) => end - (count - 1 - index) * step), step };
}

/**
 * The samples of the last 15 minutes, one place for each second. Every second has its place, so that the samples of
 * several folders stand below each other.
 */
export class SecondSeries {
  /** Which second a place holds now. */
  readonly #seconds = new Float64Array(keptSeconds).fill(Number.NaN);
  /** By instance, all measures of a place side by side. */
  readonly #values = new Map<string, Float32Array>();
  #last = 0;

  /** The second of the newest sample (epoch); 0 before the first. */
  get last(): number {
    return this.#last;
  }

  add({ at, instances, values }: MonitorSample): void {
    const second = Math.floor(at / 1000);
    if (second <= this.#last - keptSeconds) return;
    this.#last = Math.max(this.#last, second);
    const place = second % keptSeconds;
    if (this.#seconds[place] !== second) this.#begin(place, second);
    for (const [index, instance] of instances.entries()) {
      const from = index * measures.length;
      this.#of(instance).set(values.subarray(from, from + measures.length), place * measures.length);
    }
  }

  /** Forgets every instance that is not among these. */
  keep(instances: ReadonlySet<string>): void {
    for (const instance of this.#values.keys()) if (!instances.has(instance)) this.#values.delete(instance);
  }

  /** The value in a second; NaN when it is not known. */
  value(instance: string, measure: Measure, second: number): number {
    const place = second % keptSeconds;
    if (this.#seconds[place] !== second) return Number.NaN;
    return this.#values.get(instance)?.[place * measures.length + measures.indexOf(measure)] ?? Number.NaN;
  }

  /** The highest value of each point, as uPlot wants them: null breaks the line, undefined does not. */
  column(instance: string, measure: Measure, { times, step }: TimeSpan): (number | null | undefined)[] {
    const bridged = Math.ceil(bridgedSeconds / step);
    const column: (number | null | undefined)[] = [];
    let missing = bridged;
    for (const time of times) {
      const value = this.#highest(instance, measure, { from: time, step });
      if (Number.isNaN(value)) {
        missing += 1;
        column.push(undefined);
        continue;
      }
      if (missing >= bridged) column.fill(null, Math.max(0, column.length - missing));
      missing = 0;
      column.push(value);
    }
    return column;
  }

  #highest(
    instance: string,
    measure: Measure,
    { from, step }: { readonly from: number; readonly step: number },
  ): number {
    let highest = Number.NaN;
    for (let second = from; second < from + step; second += 1) {
      const value = this.value(instance, measure, second);
      if (!(value <= highest)) highest = Number.isNaN(value) ? highest : value;
    }
    return highest;
  }

  #begin(place: number, second: number): void {
    this.#seconds[place] = second;
    const from = place * measures.length;
    for (const values of this.#values.values()) values.fill(Number.NaN, from, from + measures.length);
  }

  #of(instance: string): Float32Array {
    const known = this.#values.get(instance);
    if (known !== undefined) return known;
    const values = new Float32Array(keptSeconds * measures.length).fill(Number.NaN);
    this.#values.set(instance, values);
    return values;
  }
}
