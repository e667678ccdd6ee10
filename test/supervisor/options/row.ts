import type { RowApp } from './rowApp.ts';

export type Options = Readonly<Record<string, unknown>>;

/** One thing that an option does, shown by an app that runs. */
export interface Row {
  /** As `optionTable` names it. */
  readonly option: string;
  /** What is seen; with the option, the name of the test. */
  readonly shows: string;
  /** The app as written in the ecosystem file. It is given a `name` unless `called` says what it is called without. */
  readonly app: Options;
  readonly called?: string;
  /** Apps beside it, with their names. */
  readonly others?: readonly Options[];
  readonly check: (app: RowApp) => Promise<void>;
  /** Why it cannot be shown on this machine. */
  readonly skip?: string | undefined;
  /** Why it is not there yet: the check must fail, so that this is taken away once it is. */
  readonly notYet?: string;
}

export type Rows = readonly Row[];
