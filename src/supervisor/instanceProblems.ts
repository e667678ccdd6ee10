import type { Problem } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import type { InputResult } from './launch/instanceOutput.ts';

/** Why an instance was not given what it was to read; null when it was. */
export function inputProblem(result: InputResult, name: string): Problem | null {
  if (result === 'taken') return null;
  return { code: result === 'full' ? 'input-not-read' : 'input-none', severity: 'error', data: { name } };
}

/** It was not ready in time; `reason` is what its last health check said, null without one. */
export function notReady(timeoutMs: number, reason: string | null): Problem {
  const timeout = `${timeoutMs} ms`;
  return reason === null
    ? { code: 'not-ready', severity: 'error', data: { timeout } }
    : { code: 'check-failed', severity: 'error', data: { timeout, reason } };
}

/** So many health checks in a row have failed, the last one for `reason`. */
export function unhealthy({ reason, count }: { readonly reason: string; readonly count: number }): Problem {
  return { code: 'unhealthy', severity: 'warning', data: { reason, count: String(count) } };
}

/** It uses more memory than `max_memory_restart` allows; both in bytes. */
export function memoryExceeded({
  bytes,
  limit,
}: {
  readonly bytes: number;
  readonly limit: number;
}): Problem {
  return {
    code: 'memory-exceeded',
    severity: 'warning',
    data: { used: megabytes(bytes), limit: megabytes(limit) },
  };
}

export function spawnFailed(command: string, error: unknown): Problem {
  return { code: 'spawn-failed', severity: 'error', data: { command, reason: String(error) } };
}

/**
 * A successor failed by `cause`, and what ran before serves on: a warning. `file` is the one whose change it was to take
 * over; null when somebody asked for the reload.
 */
export function reloadFailed(cause: Problem, file: string | null): Problem {
  const data = { reason: describeProblem(cause), cause: cause.code };
  const common = { severity: 'warning', ...(cause.app === undefined ? {} : { app: cause.app }) } as const;
  return file === null
    ? { code: 'reload-failed', data, ...common }
    : { code: 'watch-reload-failed', data: { ...data, file }, ...common };
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
