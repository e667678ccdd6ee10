import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { NodeMajor } from '../nodes.ts';
import { nodeBinary } from '../nodes.ts';

/** A folder in which nothing is but one Node, as on a machine without an editor and without this repository. */
export class CleanMachine implements Disposable {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'drover-'));
  readonly project = path.join(this.folder, 'project');
  readonly home = path.join(this.folder, 'home');
  readonly env: Record<string, string>;

  constructor(node: NodeMajor) {
    for (const name of ['project', 'home', 'bin', 'run', 'tmp']) {
      mkdirSync(path.join(this.folder, name), { mode: 0o700 });
    }
    symlinkSync(nodeBinary(node), path.join(this.folder, 'bin', 'node'));
    this.env = {
      HOME: this.home,
      PATH: `${path.join(this.folder, 'bin')}:/usr/bin:/bin`,
      TMPDIR: path.join(this.folder, 'tmp'),
      XDG_RUNTIME_DIR: path.join(this.folder, 'run'),
    };
  }

  write(name: string, text: string): void {
    writeFileSync(path.join(this.project, name), text);
  }

  /** Runs a program in the project to its end. */
  run(
    file: string,
    args: readonly string[],
    env: Record<string, string> = {},
  ): Promise<{ readonly code: number | null; readonly out: string; readonly err: string }> {
    return new Promise((resolve) => {
      const options = { cwd: this.project, env: { ...this.env, ...env } };
      const child = execFile(file, args, options, (_error, out, err) => {
        resolve({ code: child.exitCode, out, err });
      });
      child.stdin?.end();
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true });
  }
}
