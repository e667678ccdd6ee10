import { describeProblem } from '../protocol/problems.ts';

/** The ways in which reaching a supervisor fails; each is a problem code with a sentence in `protocol/problems.ts`. */
export type ClientErrorCode =
  | 'connection-lost'
  | 'protocol-mismatch'
  | 'runtime-path-long'
  | 'runtime-unsafe'
  | 'supervisor-silent'
  | 'supervisor-not-started'
  | 'supervisor-stopping';

/** Reaching the supervisor failed for a reason that people can act on. The message is the English sentence. */
export class ClientError extends Error {
  readonly code: ClientErrorCode;
  readonly data: Readonly<Record<string, string>>;

  constructor(code: ClientErrorCode, data: Readonly<Record<string, string>> = {}) {
    super(describeProblem({ code, data }));
    this.name = 'ClientError';
    this.code = code;
    this.data = data;
  }
}
