import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import type { TestContext } from 'node:test';
import { createPlatform } from '../../src/supervisor/platform/createPlatform.ts';
import type { ProcessTarget } from '../../src/supervisor/stop/processTree.ts';
import { killTarget } from '../../src/supervisor/stop/processTree.ts';

export const platform = createPlatform();

export interface Started {
  readonly child: ChildProcess;
  readonly target: ProcessTarget;
  /** Code and signal. */
  readonly exited: Promise<readonly [code: number | null, signal: string | null]>;
  /** The next line on its stdout. */
  line(): Promise<string>;
}

/** Starts a program in its own group with its own token; whatever is left of it is killed after the test. */
export function start(
  t: TestContext,
  command: readonly [string, ...string[]],
  options: Partial<ProcessTarget> = {},
): Started {
  const token = options.token ?? `test:${randomBytes(6).toString('hex')}:1:web/0`;
  const child = spawn(command[0], command.slice(1), {
    detached: options.ownGroup ?? true,
    env: { ...process.env, DROVER_INSTANCE: token },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = child.pid ?? 0;
  const target = { pid, start: platform.startTime(pid), ownGroup: true, treekill: true, ...options, token };
  t.after(() => killTarget(platform, { ...target, treekill: true }));
  const exited = new Promise<readonly [number | null, string | null]>((resolve) => {
    child.on('exit', (code, signal) => {
      resolve([code, signal]);
    });
  });
  let text = '';
  let ended = false;
  let wake = (): void => undefined;
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    wake();
  });
  child.stdout.on('end', () => {
    ended = true;
    wake();
  });
  const line = async (): Promise<string> => {
    for (;;) {
      const end = text.indexOf('\n');
      if (end !== -1) {
        const found = text.slice(0, end);
        text = text.slice(end + 1);
        return found;
      }
      if (ended) throw new Error(`${command.join(' ')} ended without printing a line.`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return { child, target, exited, line };
}

/** Runs `script` in bash. */
export function startShell(t: TestContext, script: string, options: Partial<ProcessTarget> = {}): Started {
  return start(t, ['bash', '-c', script], options);
}
