import type { Outcome } from '../../protocol/contract.ts';

/** Something that was asked for did not come about. The message is a sentence for people, one a line where several failed. */
export class DroverError extends Error {
  override readonly name = 'DroverError';
  /** A problem code such as `no-match`, `exited` or `timeout`; the first one where several failed. */
  readonly code: string;
  /** What became of each app or instance that failed, with the last lines it wrote; empty where nothing was begun. */
  readonly outcomes: readonly Outcome[];

  constructor(message: string, code: string, outcomes: readonly Outcome[] = [], cause?: unknown) {
    super(message, cause === undefined ? {} : { cause });
    this.code = code;
    this.outcomes = outcomes;
  }
}
