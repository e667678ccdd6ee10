/** An error whose message people may read: a sentence that says what happened and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';

  /** Whether it is one. What is loaded on demand is a bundle with a class of its own, so the name decides. */
  static is(error: unknown): error is UserError {
    return error instanceof Error && error.name === 'UserError';
  }
}
