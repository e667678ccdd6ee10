import { randomFrom } from '../fuzz/random.ts';

/** Chance, the same for the same seed and name. */
export class Dice {
  readonly #random: () => number;

  /** `name` sets it apart from the dice of others with the same seed. */
  constructor(seed: number, name: string) {
    const own = [...name].reduce(
      (hash, letter) => Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 16_777_619),
      seed,
    );
    this.#random = randomFrom(own);
  }

  chance(probability: number): boolean {
    return this.#random() < probability;
  }

  /** A whole number from `low` up to, but not, `high`. */
  between(low: number, high: number): number {
    return Math.floor(low + this.#random() * (high - low));
  }

  pick<T>(from: readonly T[]): T {
    const found = from[this.between(0, from.length)];
    if (found === undefined) throw new Error('There is nothing to choose from.');
    return found;
  }
}
