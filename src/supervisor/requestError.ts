import { ResponseError } from 'vscode-jsonrpc/node';
import type { ErrorName } from '../protocol/errors.ts';
import { errorCodes } from '../protocol/errors.ts';

/** A refusal that a client may show: a name and facts, no text. */
export function requestError(
  name: ErrorName,
  facts: Readonly<Record<string, unknown>> = {},
): ResponseError<object> {
  return new ResponseError(errorCodes[name], name, { name, ...facts });
}
