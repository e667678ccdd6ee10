/** A message for the person at the terminal: a sentence saying what happened and what to do. */
export class UserError extends Error {
  /** 1: failed or nothing matched; 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.name = 'UserError';
    this.exitCode = exitCode;
  }
}
