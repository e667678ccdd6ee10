/** Whom a figure belongs to. The floor does only what physics asks, and is a yardstick, not a product. */
export type Role = 'floor' | 'drover' | 'peer';

/** What one contender came to in one row. */
export interface Figure {
  readonly name: string;
  readonly role: Role;
  /** In the unit of the row, warm-up dropped. */
  readonly samples: readonly number[];
}

export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** The sample that `share` (0 to 1) of all do not exceed. */
export function quantile(samples: readonly number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? NaN;
}

/** The floor's figure among those of a row; undefined in a row without one. */
export function floorOf(figures: readonly Figure[]): Figure | undefined {
  return figures.find(({ role }) => role === 'floor');
}

/** The peer with the lowest median; undefined when none took part. */
export function bestPeer(figures: readonly Figure[]): Figure | undefined {
  const peers = figures.filter(({ role }) => role === 'peer');
  return peers.toSorted((a, b) => median(a.samples) - median(b.samples))[0];
}
