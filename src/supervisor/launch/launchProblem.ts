import type { Problem } from '../../protocol/model.ts';

/** A launch that cannot come to be, thrown on the way to the process and told as `failed`. */
export class LaunchFailure extends Error {
  readonly problem: Problem;

  constructor(code: string, data: Readonly<Record<string, string>>) {
    super(code);
    this.problem = { code, data, severity: 'error' };
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file, or the interpreter named in its first line does not exist',
  EACCES: 'it may not be executed; check its permissions (chmod +x)',
  ENOEXEC: 'it is neither a program nor a script with an interpreter in its first line',
  EAGAIN: 'the system allows no more processes',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open on this system',
  ENOMEM: 'memory is short',
  EPERM: 'it is not permitted; changing to another user needs root',
  E2BIG: 'its arguments and environment are too long',
};

/** What a failed start is told as, whatever was thrown. `command` is quoted. */
export function launchProblem(error: unknown, command: string): Problem {
  if (error instanceof LaunchFailure) return error.problem;
  const code = errorCode(error);
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error));
  return { code: 'spawn-failed', data: { command, reason }, severity: 'error' };
}

export function errorCode(error: unknown): string {
  const code: unknown =
    typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
