/**
 * JSON-RPC error codes of Drover, in the range that JSON-RPC 2.0 leaves to applications.
 * `data` of every error is `{ name, ...facts }`; texts are made by the client.
 */
export const errorCodes = {
  /** The first request was not `initialize`, or its token was wrong. */
  unauthorized: -32001,
  /** Client and supervisor speak different protocol versions; `data.protocol` is the supervisor's. */
  protocolMismatch: -32002,
  /** Parameters do not fit the contract; `data.detail` says where. */
  invalidParams: -32602,
  /** A selector matched nothing; `data.target` is it. */
  noMatch: -32003,
  /** A selector fits apps of several files; `data.candidates` lists their ids. */
  ambiguous: -32004,
  /** The supervisor is stopping and takes no more requests. */
  shuttingDown: -32005,
  /** There is nothing that `state/save` has kept. */
  nothingSaved: -32006,
  /** A defect of the supervisor; its log has the stack. */
  internal: -32603,
} as const;

export type ErrorName = keyof typeof errorCodes;
