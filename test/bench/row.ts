/** A table of cells as text: the first column is the contender. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Outcome {
  readonly table: Table;
  /** A sentence for each limit of DESIGN section 9 that was exceeded. */
  readonly exceeded: readonly string[];
  /** A sentence for each contender that could not take part, with the reason. */
  readonly absent: readonly string[];
  /** The raw samples, for `--json`. */
  readonly raw: unknown;
}

export interface RunOptions {
  /** How often each contender is measured, besides the warm-up. */
  readonly rounds: number;
}

/** One subject of the benchmark. */
export interface Row {
  /** For `--only`. */
  readonly name: string;
  readonly title: string;
  /** What is measured and how, in a sentence or two. */
  readonly about: string;
  readonly rounds: number;
  readonly run: (options: RunOptions) => Promise<Outcome>;
}
