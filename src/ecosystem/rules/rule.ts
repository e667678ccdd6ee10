import type { Problem } from '../../protocol/model.ts';
import type { ValuePath } from '../report.ts';
import type { Node, PropertyNode, Span } from '../tree/node.ts';
import type { CheckedFile } from './checkedFile.ts';

/** A hint is about style, or about how another tool sees the file; an error keeps an app from starting. */
export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** What a finding or a fix says: a sentence is found by the code and filled with the data. */
export interface Saying {
  readonly code: string;
  readonly data: Readonly<Record<string, string>>;
}

/** Replaces what stands at a span; of two edits neither touches the other's span. */
export interface Edit extends Span {
  readonly newText: string;
}

/** A change of the file that makes a finding go away. */
export interface Fix extends Saying {
  readonly edits: readonly Edit[];
  /** The one that is meant nearly always. */
  readonly isPreferred: boolean;
}

/** Something that is wrong with a file, or worth knowing about it; its code is that of its rule. */
export interface Finding extends Span, Saying {
  readonly severity: Severity;
  readonly fixes: readonly Fix[];
}

/** A finding as its rule tells it; without a severity of its own it has that of the rule. */
export interface Found extends Span {
  readonly data: Readonly<Record<string, string>>;
  readonly severity?: Severity;
  readonly fixes?: readonly Fix[];
}

/** A problem that reading the apps has brought up, with what stands at its place. */
export interface PlacedProblem {
  readonly problem: Problem;
  readonly path: ValuePath;
  readonly property: PropertyNode | null;
  readonly node: Node | null;
  readonly span: Span;
}

export interface RuleExample {
  /** The name that the file of the example has; its ending tells the language. */
  readonly file: string;
  readonly bad: string;
  /** What the first fix makes of it, or what to write instead where there is no fix. */
  readonly good: string;
  /** What else the finding needs; for the tests only. */
  readonly facts?: {
    readonly files?: readonly string[];
    readonly cpus?: number;
    readonly runningApps?: readonly string[];
    readonly isModule?: boolean;
  };
}

/** One thing that is checked. */
export interface Rule {
  /** Kebab-case; what settings, documentation and clients know it by. */
  readonly code: string;
  /** Unless its finding or the user's settings say otherwise. */
  readonly severity: Severity;
  /** With `{name}` for data; without one, that of the supervisor's problem of this code. */
  readonly sentence?: string;
  /** Documentation, in Markdown: why, what happens otherwise, what to do. */
  readonly about: string;
  readonly examples: readonly RuleExample[];
  /** Looks for it; a rule without is about a problem that reading the apps brings up. */
  readonly find?: (file: CheckedFile) => Iterable<Found>;
  /** Where such a problem stands more exactly, and what mends it; null when it is not to be told after all. */
  readonly refine?: (placed: PlacedProblem, file: CheckedFile) => Partial<Found> | null;
}
