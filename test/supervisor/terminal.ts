import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import type { TestWorkspace } from './testWorkspace.ts';
import { repository } from './testWorkspace.ts';
import { waitFor } from './waitFor.ts';

const run = promisify(execFile);

let terminals = 0;

/** A real terminal in which `drover` runs, in the workspace's folder: tmux, with a server of its own. */
export class Terminal implements AsyncDisposable {
  readonly #socket: string;
  readonly #env: NodeJS.ProcessEnv;

  private constructor(socket: string, env: NodeJS.ProcessEnv) {
    this.#socket = socket;
    this.#env = env;
  }

  /** Runs a line of shell there, in which `drover` is the bundled command. Its exit code is shown as `[code]` below. */
  static async run(
    workspace: TestWorkspace,
    line: string,
    {
      columns = 80,
      rows = 24,
      env = {},
    }: { columns?: number; rows?: number; env?: Record<string, string> } = {},
  ): Promise<Terminal> {
    const bin = join(workspace.root, 'bin');
    const cli = join(repository, 'dist/cli.cjs');
    mkdirSync(bin, { recursive: true });
    writeFileSync(join(bin, 'drover'), `#!/bin/sh\nexec '${process.execPath}' '${cli}' "$@"\n`, {
      mode: 0o755,
    });
    const PATH = `${bin}${delimiter}${workspace.env['PATH'] ?? ''}`;
    const surroundings = {
      ...workspace.env,
      TMUX: undefined,
      DROVER_HOME: '',
      LC_ALL: 'C.UTF-8',
      PATH,
      ...env,
    };
    const terminal = new Terminal(join(workspace.root, `tmux-${terminals++}`), surroundings);
    // Ctrl+C ends what runs, and not the shell that tells how.
    const script = `trap : INT; ${line}; echo "[$?]"; exec sleep 1000`;
    const size = ['-x', String(columns), '-y', String(rows)];
    await terminal.#tmux('new-session', '-d', ...size, '-c', workspace.folder, '/bin/sh', '-c', script);
    return terminal;
  }

  /** What is on the screen, without empty lines at the end; with colours as they were written. */
  async screen({ colours = false }: { colours?: boolean } = {}): Promise<string> {
    const { stdout } = await this.#tmux('capture-pane', '-p', ...(colours ? ['-e'] : []));
    return stdout.trimEnd();
  }

  /** Presses keys by tmux's names, or types what is none. */
  async press(...keys: readonly string[]): Promise<void> {
    await this.#tmux('send-keys', '--', ...keys);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await this.#tmux('resize-window', '-x', String(columns), '-y', String(rows));
  }

  /** The screen as soon as it fits; fails with what it is instead after ten seconds. */
  async until(fits: RegExp | ((screen: string) => boolean)): Promise<string> {
    let last = '';
    try {
      return await waitFor(String(fits), async () => {
        last = await this.screen();
        return (typeof fits === 'function' ? fits(last) : fits.test(last)) && last;
      });
    } catch (error) {
      throw new Error(`The terminal shows:\n${last}`, { cause: error });
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    execFileSync('tmux', ['-S', this.#socket, 'kill-server'], { stdio: 'ignore' });
    return Promise.resolve();
  }

  #tmux(...args: readonly string[]): Promise<{ stdout: string }> {
    return run('tmux', ['-u', '-S', this.#socket, '-f', '/dev/null', ...args], { env: this.#env });
  }
}
