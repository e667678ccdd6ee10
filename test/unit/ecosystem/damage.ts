/** Whole numbers from 0 to below a bound. */
export type Random = (below: number) => number;

/** Numbers that look random and are the same for a seed. */
export function randomFrom(seed: number): Random {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** What stands in ecosystem files of every language, and breaks them elsewhere. */
const pieces = [
  ...['{', '}', '[', ']', '(', '"', "'", '`', ':', ',', '\n', '  ', '- ', '#', '='],
  ...['${', '*a', '&a ', '<<: *a', '=>', 'apps', 'name'],
];

/** A file as a slip of the hand, a broken merge or a lost half leaves it. */
export function damage(text: string, random: Random): string {
  let damaged = text;
  for (let cuts = random(4); cuts >= 0; cuts--) {
    const at = random(damaged.length + 1);
    const gap = random(10) === 0 ? random(damaged.length) : random(6);
    const piece = random(5) < 2 ? '' : (pieces[random(pieces.length)] ?? '');
    damaged = damaged.slice(0, at) + piece + damaged.slice(at + gap);
  }
  return damaged;
}
