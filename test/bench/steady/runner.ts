import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../figures.ts';

/** A program that a runner is to run, in a folder of its own. */
export class Job implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), 'drover-bench-'));
  readonly folder = join(this.root, 'project');
  readonly instances: number;
  readonly isCluster: boolean;
  /** Absolute. A script is run by this Node. */
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The one that instances are to share, where Drover has to be told; null when the program tells. */
  readonly port: number | null;

  /** `source` is the text of a Node script, or the program and its arguments. */
  constructor(
    source: string | readonly [program: string, ...args: string[]],
    {
      instances = 1,
      isCluster = false,
      env = {},
      port = null,
    }: Partial<Pick<Job, 'instances' | 'isCluster' | 'env' | 'port'>> = {},
  ) {
    this.instances = instances;
    this.isCluster = isCluster;
    this.env = env;
    this.port = port;
    mkdirSync(this.folder);
    if (typeof source === 'string') {
      this.program = join(this.folder, 'app.js');
      this.args = [];
      writeFileSync(this.program, source);
    } else {
      [this.program, ...this.args] = source;
    }
  }

  get isScript(): boolean {
    return this.program.endsWith('.js');
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** A runner that is up, and has started nothing yet. */
export interface Running extends AsyncDisposable {
  /** The process that everything goes through. */
  readonly daemon: number;
  /** Asks for all instances. Some answer before those are there: see `pids`. */
  start(): Promise<unknown>;
  /** Until nothing of it is left. */
  stop(): Promise<unknown>;
  /** What a connected client asks for a list. */
  list(): Promise<unknown>;
  /** Of the instances that there are now. */
  pids(): Promise<readonly number[]>;
  /** Of what the first instance wrote to stdout, the oldest first. */
  logs(): Promise<readonly string[]>;
  /** Calls back with what is written to stdout from now on. Absent where that takes another program. */
  follow?(onText: (text: string) => void): Promise<unknown>;
  /** Starts the command that follows the output, with its stdout and stderr as pipes. Absent where it reads the file. */
  followingCommand?(): ChildProcessWithoutNullStreams;
}

export interface Runner {
  readonly name: string;
  readonly role: Role;
  /** A file without which it cannot take part. */
  readonly needs?: string;
  readonly open: (job: Job) => Promise<Running>;
}

/** Those that can take part, and a sentence for each that cannot. */
export function present(runners: readonly Runner[]): {
  readonly runners: readonly Runner[];
  readonly absent: readonly string[];
} {
  const isHere = ({ needs }: Runner): boolean => needs === undefined || existsSync(needs);
  return {
    runners: runners.filter(isHere),
    absent: runners
      .filter((runner) => !isHere(runner))
      .map(({ name, needs }) => `${name} did not take part: there is no ${needs ?? ''}.`),
  };
}

const pollMs = 2;
const patienceMs = 60_000;

/** Asks until it is so; throws with `what` when it does not come to be. */
export async function eventually(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Not within ${patienceMs / 1000} s: ${what}`);
    await pause(pollMs);
  }
}

/** Starts everything and waits until all instances are there. */
export async function startAll(running: Running, job: Job): Promise<readonly number[]> {
  await running.start();
  let pids: readonly number[] = [];
  await eventually(`${job.instances} instances`, async () => {
    pids = await running.pids();
    return pids.length === job.instances;
  });
  return pids;
}
