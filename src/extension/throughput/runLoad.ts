import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { LoadProgress, LoadReport } from '../../protocol/load.ts';
import { loadProgress, loadReport } from '../../protocol/load.ts';
import { parse } from '../../protocol/shape.ts';
import { UserError } from '../userError.ts';

export interface LoadRun {
  /** Absolute path of the bundled command. */
  readonly cli: string;
  /** Of the supervisor. */
  readonly folder: string;
  /** Its id. */
  readonly app: string;
  readonly connections: number;
  /** For each number of instances. */
  readonly seconds: number;
  readonly env: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadProgress) => void;
}

/**
 * Measures in a process of its own, which puts the app back also when it is ended. Resolves with what it has found
 * out, also where it was interrupted. Rejects with `UserError` and its sentence when that is nothing.
 */
export async function runLoad({ cli, folder, app, env, signal, ...run }: LoadRun): Promise<LoadReport> {
  const { connections, seconds, onProgress } = run;
  const args = ['load', app, '--json', '--progress', '-c', String(connections), '-d', String(seconds)];
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    env: { ...env, ELECTRON_RUN_AS_NODE: '1', DROVER_HOME: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const sentences: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    const progress = readProgress(line);
    if (progress === undefined) sentences.push(line);
    else onProgress(progress);
  });
  let document = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (document += text));
  const interrupt = (): void => void child.kill('SIGINT');
  signal.addEventListener('abort', interrupt);
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', () => resolve());
    });
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
  if (document === '') throw new UserError(sentences.join(' '));
  return parse(loadReport, JSON.parse(document));
}

function readProgress(line: string): LoadProgress | undefined {
  return line.startsWith('{') ? parse(loadProgress, JSON.parse(line)) : undefined;
}
