import type { Figure } from './figures.ts';
import { bestPeer, floorOf, median, quantile } from './figures.ts';
import type { Table } from './row.ts';

/** Milliseconds of all contenders, as ratios to the floor and to the best peer first. */
export function timeTable(figures: readonly Figure[]): Table {
  const floor = floorOf(figures);
  const peer = bestPeer(figures);
  return {
    header: ['', 'x floor', 'x best peer', 'median ms', '10 % to 90 %', 'worst ms'],
    rows: figures.map((figure) => {
      const { name, samples } = figure;
      return [
        name,
        ratio(figure, floor),
        ratio(figure, peer),
        ms(median(samples)),
        `${ms(quantile(samples, 0.1))} to ${ms(quantile(samples, 0.9))}`,
        ms(Math.max(...samples)),
      ];
    }),
  };
}

function ratio({ samples }: Figure, to: Figure | undefined): string {
  return to === undefined ? '–' : (median(samples) / median(to.samples)).toFixed(2);
}

function ms(value: number): string {
  return value < 10 ? value.toFixed(1) : Math.round(value).toString();
}
