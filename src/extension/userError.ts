/** An error whose message people may read: a sentence that says what happened and what to do. */
export class UserError extends Error {
  override readonly name = 'UserError';
}
