/** How often to measure, and with how many threads. */
export interface LoadPlan {
  /** Numbers of instances, fewest first. */
  readonly steps: readonly number[];
  readonly threads: number;
  /** Before each row, so that programs are compiled and caches full. */
  readonly warmUpSeconds: number;
}

const mostThreads = 4;

/** `1,2,4,max` as numbers, fewest first, each once; `max` is one per core. undefined for anything else. */
export function parseSteps(text: string, cores: number): number[] | undefined {
  const steps = text.split(',').map((part) => {
    const word = part.trim();
    if (word === 'max') return cores;
    return /^[1-9]\d{0,2}$/.test(word) ? Number(word) : undefined;
  });
  const known = steps.filter((step) => step !== undefined);
  return known.length === steps.length ? [...new Set(known)].sort((a, b) => a - b) : undefined;
}

/** 1, 2, 4 and so on, up to one per core, or to what the app has where that is more. */
export function usualSteps(instances: number, cores: number): number[] {
  const last = Math.max(instances, cores);
  const doubles = Array.from({ length: Math.ceil(Math.log2(last)) }, (_, power) => 2 ** power);
  return [...doubles, last];
}

/** Half of the cores send, so that one thread is not what limits an app that has many. */
export function planLoad(
  steps: readonly number[],
  { cores, connections, seconds }: { cores: number; connections: number; seconds: number },
): LoadPlan {
  return {
    steps,
    threads: Math.max(1, Math.min(mostThreads, Math.floor(cores / 2), connections)),
    warmUpSeconds: Math.min(2, Math.max(0.5, seconds / 5)),
  };
}
