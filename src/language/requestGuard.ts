import type { CancellationToken, RemoteConsole } from 'vscode-languageserver/node';
import { ResponseError } from 'vscode-languageserver/node';

/** Makes a handler that answers whatever happens, so that one strange file never silences the server. */
export type Guard = <P, R>(
  name: string,
  nothing: R,
  work: (params: P) => R | Promise<R>,
) => (params: P, token: CancellationToken) => Promise<R>;

/**
 * Handlers that answer with `nothing` where the request was given up meanwhile or `work` failed, which is logged. A
 * `ResponseError` is meant for the user.
 */
export function createGuard(console: Pick<RemoteConsole, 'error'>): Guard {
  return (name, nothing, work) => async (params, token) => {
    if (token.isCancellationRequested) return nothing;
    try {
      return await work(params);
    } catch (error) {
      if (error instanceof ResponseError) throw error;
      console.error(`${name}: ${describe(error)}`);
      return nothing;
    }
  };
}

/** An error as the log shows it. */
export function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
