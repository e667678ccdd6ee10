import type { LoadRow } from '../../protocol/load.ts';

type Counts = ReadonlyMap<string, number | null>;

export interface Worked {
  readonly id: string;
  readonly name: string;
}

/**
 * What each instance did: the requests that came to it between two counts, or where programs do not tell, or their
 * children answer for them, its part of the CPU time.
 */
export function sharesOf(
  instances: readonly Worked[],
  { before, after, cpu }: { before: Counts; after: Counts; cpu: ReadonlyMap<string, number> },
): Pick<LoadRow, 'shares' | 'sharesOf'> {
  const requests = instances.map(({ id }) => difference(before.get(id), after.get(id)));
  if (total(requests) > 0) {
    return { sharesOf: 'requests', shares: shared(instances, requests, requests) };
  }
  const times = instances.map(({ id }) => cpu.get(id) ?? null);
  const isKnown = total(times) > 0;
  const none = instances.map(() => null);
  return { sharesOf: isKnown ? 'cpu' : 'nothing', shares: shared(instances, isKnown ? times : none, none) };
}

function shared(
  instances: readonly Worked[],
  amounts: readonly (number | null)[],
  requests: readonly (number | null)[],
): LoadRow['shares'] {
  const all = total(amounts);
  return instances.map(({ name }, index) => {
    const amount = amounts[index] ?? null;
    return { name, requests: requests[index] ?? null, share: amount === null ? null : amount / all };
  });
}

/** A process that came in between has counted from its own beginning, and what its predecessor did is lost. */
function difference(before: number | null | undefined, after: number | null | undefined): number | null {
  if (typeof before !== 'number' || typeof after !== 'number') return null;
  return after < before ? null : after - before;
}

function total(amounts: readonly (number | null)[]): number {
  return amounts.reduce<number>((sum, amount) => sum + (amount ?? 0), 0);
}
