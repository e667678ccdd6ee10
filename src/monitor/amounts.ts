import type { Measure } from './secondSeries.ts';

const megabyte = 1024 * 1024;

/** As the view shows it: whole percent, megabytes, milliseconds; `–` for what is not known. */
export function formatAmount(measure: Measure, value: number): string {
  if (Number.isNaN(value)) return '–';
  switch (measure) {
    case 'cpu':
      return `${Math.round(value)}%`;
    case 'memory':
      return formatMemory(value);
    case 'lag':
      return value < 1000 ? `${Math.round(value)} ms` : `${(value / 1000).toFixed(1)} s`;
    case 'restarts':
      return String(Math.round(value));
  }
}

function formatMemory(bytes: number): string {
  const megabytes = Math.round(bytes / megabyte);
  return megabytes < 1024 ? `${megabytes} MB` : `${(megabytes / 1024).toFixed(1)} GB`;
}

/** What a chart is at least as high as, so that nothing looks like a mountain that is none. */
export const leastTop: Readonly<Record<Measure, number>> = {
  cpu: 10,
  memory: 16 * megabyte,
  lag: 20,
  restarts: 4,
};

/** The distances between the lines of a scale that read well. */
export const scaleSteps: Readonly<Record<Measure, readonly number[]>> = {
  cpu: [1, 2, 5, 10, 25, 50, 100, 200, 400, 800],
  memory: [4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096].map((size) => size * megabyte),
  lag: [5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000],
  restarts: [1, 2, 5, 10, 20, 50, 100, 1000],
};

/** Puts the arguments in place of `{0}`, `{1}` and so on. */
export function filled(text: string, ...args: readonly (string | number)[]): string {
  return text.replace(/\{(\d)\}/g, (mark, index: string) => String(args[Number(index)] ?? mark));
}
