import { array, boolean, count, literal, nullable, number, object, string } from './shape.ts';
import type { Infer } from './shape.ts';
import { problem } from './model.ts';

/** How much of the work one instance did. */
export const loadShare = object({
  /** As users see it called. */
  name: string,
  /** HTTP requests that came to it; null where it does not tell. */
  requests: nullable(count),
  /** 0 to 1; null where it is not known. */
  share: nullable(number),
});
export type LoadShare = Infer<typeof loadShare>;

/** What so many instances came to. */
export const loadRow = object({
  instances: count,
  /** Answered, of whatever status. */
  requests: count,
  perSecond: number,
  /** How many times the rate of the first row. */
  factor: nullable(number),
  /** Milliseconds; null where nothing was answered. */
  latency: nullable(object({ p50: number, p97_5: number, p99: number, max: number })),
  /** Requests that were never answered: refused, cut off, or too late. */
  errors: count,
  non2xx: count,
  /** Processes that ended meanwhile. */
  exits: count,
  /** Percent of one core that all instances took together; null where it was not measured. */
  cpu: nullable(number),
  /** Percent of one core that all other programs of this machine took; null where it was not measured. */
  othersCpu: nullable(number),
  shares: array(loadShare),
  /** What the shares are of. */
  sharesOf: literal('requests', 'cpu', 'nothing'),
  /** The part of its time, 0 to 1, in which the busiest generator had something to do. */
  generatorBusy: number,
});
export type LoadRow = Infer<typeof loadRow>;

/** What `drover load --json` prints. */
export const loadReport = object({
  app: string,
  id: string,
  /** As the generator asked for it. */
  request: object({ method: string, path: string }),
  connections: count,
  /** Of each row. */
  seconds: number,
  /** Of this machine, which the generator shares with the app. */
  cores: count,
  /** Threads that sent requests. */
  generators: count,
  rows: array(loadRow),
  warnings: array(problem),
  /** Rows are missing: it was interrupted, or a number of instances could not be had. */
  isPartial: boolean,
  /** What the app had before, and has again unless it was to be kept; 0 where it did not run. */
  before: count,
  kept: boolean,
});
export type LoadReport = Infer<typeof loadReport>;

/** What `drover load --progress` prints to stderr, one JSON document a line. */
export const loadProgress = object({
  phase: literal('starting', 'scaling', 'warming', 'measuring', 'restoring'),
  /** Of the row; 0 before the first. */
  instances: count,
  /** From 0. */
  step: count,
  steps: count,
});
export type LoadProgress = Infer<typeof loadProgress>;
