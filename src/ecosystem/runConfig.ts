import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { dirname } from 'node:path';
import { isRecord } from './optionReader.ts';

/** What a config file is run by. */
export interface ConfigRunner {
  /** The user's Node, on which config files are evaluated. */
  readonly node: string;
  /** Absolute path of configRunner.cjs. */
  readonly script: string;
  /** A Node that can take types out (22.13 and later), such as the supervisor's own; null for none. */
  readonly fallbackNode: string | null;
  /** What config files see as `process.env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Longer answers are not read to their end: the reader is the supervisor, and must not run out of memory. */
const maxAnswerBytes = 16 * 1024 * 1024;
const lineFeed = 10;

/** What came of running the config runner once. */
export type RunnerOutcome =
  | {
      readonly kind: 'value';
      readonly value: unknown;
      readonly dropped: readonly { readonly path: readonly (string | number)[]; readonly type: string }[];
    }
  | {
      readonly kind: 'failure';
      readonly failure: 'syntax' | 'threw' | 'module' | 'typescript' | 'pending';
      readonly message: string;
      readonly module: string | undefined;
      readonly line: number | undefined;
      readonly column: number | undefined;
    }
  | { readonly kind: 'timeout' }
  /** The answer was longer than this. */
  | { readonly kind: 'tooLong'; readonly limitBytes: number }
  /** The process ended without an answer. */
  | { readonly kind: 'ended'; readonly exit: string }
  /** `isMissing`: there is no such Node. */
  | { readonly kind: 'unstartable'; readonly reason: string; readonly isMissing: boolean };

export interface RunRequest {
  readonly node: string;
  readonly runner: ConfigRunner;
  readonly mode: 'evaluate' | 'strip';
  readonly file: string;
  readonly nodeArgs?: readonly string[];
  /** JavaScript to evaluate in place of the file's text. */
  readonly source?: string;
  readonly timeoutMs: number;
}

/**
 * Runs the config runner in a process group of its own, at most 256 MB of heap, and kills the whole group as soon
 * as there is an answer or the time is up.
 */
export function runConfig(request: RunRequest): Promise<RunnerOutcome> {
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = startRunner(request);
    } catch (error) {
      // Node throws at once for an environment that is too large.
      resolve(unstartable(error));
      return;
    }
    const { source, timeoutMs } = request;
    let settled = false;
    const settle = (outcome: RunnerOutcome): void => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      killGroup(child);
      resolve(outcome);
    };
    const timer = setTimeout(() => settle({ kind: 'timeout' }), timeoutMs);
    const chunks: Buffer[] = [];
    let bytes = 0;
    const pipe = child.stdio[3];
    if (pipe !== null && pipe !== undefined) {
      pipe.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > maxAnswerBytes) return settle({ kind: 'tooLong', limitBytes: maxAnswerBytes });
        const end = chunk.indexOf(lineFeed);
        chunks.push(end === -1 ? chunk : chunk.subarray(0, end));
        if (end !== -1) settle(decode(Buffer.concat(chunks).toString('utf8')));
      });
      pipe.on('error', (error: Error) => settle({ kind: 'ended', exit: error.message }));
    }
    child.on('error', (error) => settle(unstartable(error)));
    // Whatever the file started may hold the pipe open; without it `close` comes after the last byte.
    child.on('exit', () => killGroup(child));
    child.on('close', (code, signal) =>
      settle({
        kind: 'ended',
        exit: signal ?? (code === 134 ? 'SIGABRT, possibly out of memory' : `exit code ${code ?? 0}`),
      }),
    );
    if (source !== undefined && child.stdin !== null) {
      // A runner that is gone already is told by `close`.
      child.stdin.on('error', () => undefined);
      child.stdin.end(source);
    }
  });
}

function startRunner({ node, runner, mode, file, nodeArgs = [], source }: RunRequest): ChildProcess {
  return spawn(node, ['--max-old-space-size=256', ...nodeArgs, runner.script, mode, file], {
    cwd: dirname(file),
    env: {
      ...runner.env,
      NODE_OPTIONS: '',
      ELECTRON_RUN_AS_NODE: '1',
      ...(source === undefined ? {} : { DROVER_CONFIG_SOURCE: 'stdin' }),
    },
    stdio: [source === undefined ? 'ignore' : 'pipe', 'ignore', 'ignore', 'pipe'],
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

function unstartable(error: unknown): RunnerOutcome {
  const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
  return { kind: 'unstartable', reason: error instanceof Error ? error.message : String(error), isMissing };
}

function decode(line: string): RunnerOutcome {
  const message = parseLine(line);
  if (!isRecord(message)) return { kind: 'ended', exit: 'no answer' };
  if (message['ok'] === true) {
    const dropped = Array.isArray(message['dropped']) ? message['dropped'] : [];
    return { kind: 'value', value: message['value'], dropped };
  }
  const error = isRecord(message['error']) ? message['error'] : {};
  const kinds = ['syntax', 'threw', 'module', 'typescript', 'pending'] as const;
  const optionalNumber = (value: unknown): number | undefined =>
    typeof value === 'number' ? value : undefined;
  return {
    kind: 'failure',
    failure: kinds.find((kind) => kind === error['kind']) ?? 'threw',
    message: String(error['message']),
    module: typeof error['module'] === 'string' ? error['module'] : undefined,
    line: optionalNumber(error['line']),
    column: optionalNumber(error['column']),
  };
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    // The file has written to the pipe itself.
    return null;
  }
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    // Nothing of the group is left.
    if (!(error instanceof Error && 'code' in error && (error.code === 'ESRCH' || error.code === 'EPERM')))
      throw error;
  }
}
