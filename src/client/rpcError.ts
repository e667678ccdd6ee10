import type { ErrorName } from '../protocol/errors.ts';
import { errorCodes } from '../protocol/errors.ts';

/** The supervisor answered a request with an error. `data` carries the facts that `protocol/errors.ts` names. */
export class RpcError extends Error {
  readonly code: number;
  override readonly name: ErrorName | 'unknown';
  readonly data: Readonly<Record<string, unknown>>;

  constructor(code: number, message: string, data: unknown) {
    super(message);
    this.code = code;
    this.name = nameOf(code);
    this.data = typeof data === 'object' && data !== null ? { ...data } : {};
  }
}

function nameOf(code: number): ErrorName | 'unknown' {
  for (const name of Object.keys(errorCodes) as ErrorName[]) {
    if (errorCodes[name] === code) return name;
  }
  return 'unknown';
}
