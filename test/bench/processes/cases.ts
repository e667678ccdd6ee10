import type { Figure } from '../figures.ts';
import { bestPeer, floorOf, median } from '../figures.ts';
import type { Outcome, Table } from '../row.ts';

/** One thing that all contenders were measured at. */
export interface Case {
  /** Heads its column. */
  readonly name: string;
  readonly figures: readonly Figure[];
  /** How many times as long as the floor Drover may take; no limit when absent. */
  readonly limit?: number;
}

/** A line for each contender, a column for each case: median milliseconds, and how many times the floor's they are. */
export function caseTable(cases: readonly Case[]): Table {
  const names = new Set(cases.flatMap(({ figures }) => figures.map(({ name }) => name)));
  return {
    header: ['', ...cases.map(({ name }) => name)],
    rows: [...names].map((name) => [name, ...cases.map((one) => cell(one, name))]),
  };
}

/** A sentence wherever Drover takes longer than the limit allows, or than a peer. */
export function exceededBy(cases: readonly Case[]): readonly string[] {
  return cases.flatMap(({ name, figures, limit = Infinity }) => {
    const [floor, peer] = [floorOf(figures), bestPeer(figures)];
    return figures
      .filter(({ role }) => role === 'drover')
      .flatMap(({ name: who, samples }) => {
        const own = median(samples);
        const ratio = floor === undefined ? 0 : own / median(floor.samples);
        return [
          ...(ratio > limit
            ? [`${name}: ${who} takes ${times(ratio)} the floor's time, more than ${limit}.`]
            : []),
          ...(peer !== undefined && median(peer.samples) < own
            ? [`${name}: ${who} is behind ${peer.name}.`]
            : []),
        ];
      });
  });
}

export function outcomeOf(cases: readonly Case[], absent: readonly string[]): Outcome {
  return { table: caseTable(cases), exceeded: exceededBy(cases), absent, raw: cases };
}

function cell({ figures }: Case, name: string): string {
  const figure = figures.find((one) => one.name === name);
  if (figure === undefined) return '–';
  const floor = floorOf(figures);
  const own = median(figure.samples);
  const shown = own < 10 ? own.toFixed(1) : String(Math.round(own));
  return floor === undefined || floor === figure ? shown : `${shown} (${times(own / median(floor.samples))})`;
}

function times(ratio: number): string {
  return `${ratio.toFixed(2)}x`;
}
