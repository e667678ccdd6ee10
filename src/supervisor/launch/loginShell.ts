import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { homedir, userInfo } from 'node:os';
import { basename } from 'node:path';
import { scrubEnvironment } from '../../ecosystem/scrubEnvironment.ts';

/** How the user's login shell would search: asked only when something is not found otherwise. */
export interface LoginShell {
  /** Absolute path of the shell; undefined where there is none to ask, as on Windows. */
  readonly file: string | undefined;
  /** Its PATH; undefined when it does not tell it in time. */
  path(): Promise<string | undefined>;
}

export interface LoginShellOptions {
  readonly file: string | undefined;
  /** The environment the shell starts from. */
  readonly env: Readonly<Record<string, string>>;
  /** 10 s, as VS Code gives it. */
  readonly limitMs?: number;
  /** How long an answer holds, a missing one included: 60 s. */
  readonly keepMs?: number;
  readonly now?: () => number;
}

/** A shell that is started anew for an answer older than `keepMs`, and once for all who ask meanwhile. */
export function createLoginShell({
  file,
  env,
  limitMs = 10_000,
  keepMs = 60_000,
  now = Date.now,
}: LoginShellOptions): LoginShell {
  let answer: { readonly at: number; readonly path: Promise<string | undefined> } | undefined;
  return {
    file,
    path() {
      if (file === undefined) return Promise.resolve(undefined);
      if (answer === undefined || now() - answer.at > keepMs) {
        answer = { at: now(), path: askPath(file, env, limitMs) };
      }
      return answer.path;
    },
  };
}

/** The shell of the user who runs this process, from `SHELL` or the system's list of users. */
export function userLoginShell(): LoginShell {
  const { XDG_RUNTIME_DIR: _dropped, ...env } = scrubEnvironment(process.env);
  return createLoginShell({ file: findShell(), env: { ...env, VSCODE_RESOLVING_ENVIRONMENT: '1' } });
}

function findShell(): string | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    return process.env['SHELL'] || userInfo().shell || undefined;
  } catch {
    // A container's user need not be on the list.
    return undefined;
  }
}

/**
 * The arguments with which a shell reads all of its start-up files and runs `command`. csh takes `-l` only alone,
 * PowerShell has words.
 */
export function loginArguments(shell: string, command: string): readonly string[] {
  const name = basename(shell).toLowerCase();
  if (/^(?:pwsh|powershell)/.test(name)) return ['-Login', '-Command', command];
  if (/^t?csh$/.test(name)) return ['-i', '-c', command];
  return ['-i', '-l', '-c', command];
}

/** The words around the answer keep it apart from what start-up files print. */
function askPath(
  shell: string,
  env: Readonly<Record<string, string>>,
  limitMs: number,
): Promise<string | undefined> {
  const mark = randomBytes(12).toString('hex');
  // All of these are programs as well as built-ins, so that any shell understands it.
  const command = `printf ${mark}; printenv PATH; printf ${mark}`;
  const child = spawn(shell, loginArguments(shell, command), {
    cwd: homedir(),
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  });
  return readAnswer(child, mark, limitMs);
}

/** Output beyond this is not an answer. */
const keptCharacters = 1_000_000;

/** A shell that has answered may finish what its start-up files began, within the limit. */
function readAnswer(child: ChildProcess, mark: string, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = '';
    const end = (): void => {
      child.stdout?.destroy();
      if (child.exitCode === null && child.signalCode === null) killGroup(child);
      resolve(undefined);
    };
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      const [, path, rest] = text.split(mark);
      if (rest !== undefined) resolve(path?.trim() || undefined);
      if (text.length > keptCharacters) end();
    });
    child.once('error', end);
    child.once('close', end);
    // A program that the shell leaves behind may hold the pipe for ever.
    setTimeout(end, limitMs).unref();
  });
}

/** The shell leads a group, and what hangs may be below it. */
function killGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // All of them have left.
  }
}
