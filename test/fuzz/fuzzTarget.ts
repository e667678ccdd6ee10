import type { Random } from './random.ts';

/** Something that must hold whatever comes in, and how what comes in is made up. */
export interface FuzzTarget<Case = unknown> {
  /** Kebab-case; also the folder of its kept cases. */
  readonly name: string;
  /** What holds for every case, in words. */
  readonly property: string;
  /** How many cases its unit test looks at: about a second's worth. */
  readonly quick: number;
  /** The properties of a case in which any part of a text may be left out; of a list it always may. */
  readonly freeTexts?: readonly string[];
  /** A case by the dice: plain JSON, so that it can be kept in a file. */
  make(random: Random): Case;
  /** Throws, or rejects, when the property does not hold. */
  check(one: Case): void | Promise<void>;
  /** Gives back what the checks share, such as a server. */
  close?(): Promise<void>;
}
