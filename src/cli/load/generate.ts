import { createHistogram } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { ThreadResult, ThreadTask } from './loadThread.ts';

/** What all threads together came to. */
export interface LoadCount {
  readonly requests: number;
  readonly perSecond: number;
  readonly errors: number;
  readonly non2xx: number;
  /** Milliseconds; null where nothing was answered. */
  readonly latency: {
    readonly p50: number;
    readonly p97_5: number;
    readonly p99: number;
    readonly max: number;
  } | null;
  /** Of the busiest thread, 0 to 1. */
  readonly generatorBusy: number;
}

/** Threads that send the same requests, each over its own connections. */
export class Generator {
  readonly #threads: readonly Worker[];

  /** `script` is the bundle of `loadThread.ts`. */
  constructor(script: string, task: ThreadTask, threads: number) {
    this.#threads = divide(task, threads).map((part) => new Worker(script, { workerData: part }));
  }

  /** Sends as many requests as are answered, for so many seconds. Rejects when `signal` ends it. */
  async run(seconds: number, signal: AbortSignal): Promise<LoadCount> {
    const end = (): void => void this.end();
    signal.addEventListener('abort', end);
    try {
      const results = this.#threads.map((thread) => resultOf(thread));
      for (const thread of this.#threads) thread.postMessage(seconds);
      return sum(await Promise.all(results));
    } finally {
      signal.removeEventListener('abort', end);
    }
  }

  async end(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }
}

/** The same task for each thread, with its part of the connections, which go on with the urls where the last ended. */
export function divide(task: ThreadTask, threads: number): ThreadTask[] {
  const { urls, connections } = task;
  return Array.from({ length: threads }, (_, index): ThreadTask => {
    const from = Math.floor((connections * index) / threads);
    const to = Math.floor((connections * (index + 1)) / threads);
    const first = from % urls.length;
    return { ...task, urls: [...urls.slice(first), ...urls.slice(0, first)], connections: to - from };
  }).filter((part) => part.connections > 0);
}

export function sum(results: readonly ThreadResult[]): LoadCount {
  const total = (of: (result: ThreadResult) => number): number =>
    results.reduce((all, result) => all + of(result), 0);
  const latencies = createHistogram();
  for (const result of results) latencies.add(result.latencies);
  const requests = total(({ answered }) => answered);
  const at = (percent: number): number => latencies.percentile(percent) / 1000;
  return {
    requests,
    perSecond: total(({ inTime, seconds }) => inTime / seconds),
    errors: total(({ sent, answered }) => Math.max(0, sent - answered)),
    non2xx: total(({ non2xx }) => non2xx),
    latency: requests === 0 ? null : { p50: at(50), p97_5: at(97.5), p99: at(99), max: latencies.max / 1000 },
    generatorBusy: Math.max(0, ...results.map(({ busy }) => busy)),
  };
}

function resultOf(thread: Worker): Promise<ThreadResult> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('The load generator has ended.')));
  });
}
