import type { Problem } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import { ClientError } from './clientError.ts';
import { RpcError } from './rpcError.ts';

/**
 * What went wrong as a problem code with its facts, so that whoever shows it can translate it. Anything that is
 * neither an answer of the supervisor nor a failure to reach it is a defect and becomes `internal`.
 */
export function problemOf(error: unknown): Pick<Problem, 'code' | 'data'> {
  if (error instanceof ClientError) return { code: error.code, data: error.data };
  if (!(error instanceof RpcError)) {
    return { code: 'internal', data: { detail: error instanceof Error ? error.message : String(error) } };
  }
  const text = (key: string) => String(error.data[key] ?? '');
  switch (error.name) {
    case 'noMatch':
      return text('target') === 'all'
        ? { code: 'no-apps', data: {} }
        : { code: 'no-match', data: { target: text('target') } };
    case 'ambiguous':
      return {
        code: 'ambiguous',
        data: { target: text('target'), candidates: listOf(error.data['candidates']) },
      };
    case 'protocolMismatch':
      return { code: 'protocol-mismatch', data: { protocol: text('protocol') } };
    case 'shuttingDown':
      return { code: 'supervisor-stopping', data: {} };
    case 'nothingSaved':
      return { code: 'nothing-saved', data: {} };
    case 'unauthorized':
      return { code: 'unauthorized', data: {} };
    case 'invalidParams':
    case 'internal':
    case 'unknown':
      return { code: 'internal', data: { detail: text('detail') === '' ? error.message : text('detail') } };
  }
}

/** The sentence for an error of `client/`: English, unless `translate` knows its text in another language. */
export function describeError(error: unknown, translate?: (text: string) => string): string {
  return describeProblem(problemOf(error), translate);
}

function listOf(value: unknown): string {
  return Array.isArray(value) ? value.map((one) => `"${String(one)}"`).join(', ') : '';
}
