/**
 * Simpler variants of a case, the much simpler ones first: lists without some of their items, and texts in the
 * properties `freeTexts` without some of their characters. What is neither stays as it is.
 */
export function* simpler(value: unknown, freeTexts: readonly string[], isFree = false): Generator {
  if (Array.isArray(value)) {
    yield* withoutSome(value);
    for (const [index, item] of value.entries()) {
      for (const one of simpler(item, freeTexts, isFree)) yield value.with(index, one);
    }
  } else if (typeof value === 'string') {
    if (isFree) for (const left of withoutSome([...value])) yield left.join('');
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      for (const one of simpler(item, freeTexts, freeTexts.includes(key))) yield { ...value, [key]: one };
    }
  }
}

function* withoutSome<T>(list: readonly T[]): Generator<T[]> {
  for (let size = list.length; size >= 1; size = Math.floor(size / 2)) {
    for (let from = 0; from < list.length; from += size) yield list.toSpliced(from, size);
  }
}

export interface ShrinkLimits {
  readonly freeTexts: readonly string[];
  /** Checks at most. */
  readonly checks: number;
}

/**
 * The simplest case near `failing` that fails as well: whenever a simpler one does, it goes on from there.
 */
export async function shrink<Case>(
  failing: Case,
  fails: (one: Case) => Promise<boolean>,
  { freeTexts, checks }: ShrinkLimits,
): Promise<Case> {
  let simplest = failing;
  for (let left = checks; ;) {
    let found = false;
    for (const one of simpler(simplest, freeTexts)) {
      if ((left -= 1) < 0) return simplest;
      if (!(await fails(one as Case))) continue;
      simplest = one as Case;
      found = true;
      break;
    }
    if (!found) return simplest;
  }
}
