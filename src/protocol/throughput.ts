import type { Infer } from './shape.ts';
import { object, union } from './shape.ts';

/**
 * What the page of a throughput measurement shows. Sentences and amounts are made by the extension, in the user's
 * language.
 */
export interface ThroughputView {
  readonly title: string;
  /** What was asked for, and how. */
  readonly description: string;
  /** Where the figures mean less than they seem to. */
  readonly notices: readonly string[];
  readonly chart: {
    readonly title: string;
    /** What it shows, for whoever does not see it. */
    readonly label: string;
    readonly points: readonly ThroughputPoint[];
  };
  readonly tables: readonly ThroughputTable[];
  readonly copy: string;
}

export interface ThroughputPoint {
  readonly instances: string;
  readonly perSecond: number;
  /** As it is written. */
  readonly amount: string;
}

export interface ThroughputTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** The first cell of each names it. */
  readonly rows: readonly (readonly string[])[];
}

/** The user wants the tables as Markdown. */
export const fromThroughput = union('type', { copy: object({}) });
export type FromThroughput = Infer<typeof fromThroughput>;
