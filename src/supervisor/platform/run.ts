import { execFile, execFileSync } from 'node:child_process';

/** Times are compared with those that another process was told, whatever its language and time zone. */
const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };

const limits = {
  env,
  encoding: 'utf8',
  timeout: 10_000,
  maxBuffer: 64 * 1024 * 1024,
  windowsHide: true,
} as const;

/**
 * What a program of the system prints, empty when it fails: `ps`, `lsof` and `tasklist` end with code 1 when
 * nothing matches. Whoever reads the text takes "nothing there" for the answer then.
 */
export function run(program: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(program, args, limits, (_error, stdout) => resolve(stdout));
  });
}

/** As `run`, for the few answers that are needed at once. */
export function runNow(program: string, args: readonly string[]): string {
  try {
    return execFileSync(program, args, { ...limits, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
