import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { TestWorkspace } from './testWorkspace.ts';
import { repository } from './testWorkspace.ts';

export interface CommandResult {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Drover {
  /** Runs `drover` in the workspace's folder, or in another one, to its end. */
  readonly run: (args: readonly string[], cwd?: string) => Promise<CommandResult>;
  /** Starts `drover` and leaves it running. */
  readonly spawn: (args: readonly string[]) => ChildProcessWithoutNullStreams;
}

/** The bundled command, in the shell environment of a workspace. */
export function droverIn(workspace: TestWorkspace): Drover {
  const cli = join(repository, 'dist/cli.cjs');
  const env = { ...workspace.env, DROVER_HOME: '' };
  return {
    run: (args, cwd = workspace.folder) =>
      new Promise((resolve) => {
        const child = execFile(process.execPath, [cli, ...args], { cwd, env }, (_error, out, err) => {
          resolve({ code: child.exitCode, out, err });
        });
      }),
    spawn: (args) => spawn(process.execPath, [cli, ...args], { cwd: workspace.folder, env }),
  };
}
