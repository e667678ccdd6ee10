import { isDeepStrictEqual } from 'node:util';
import type { LogSpec } from '../../ecosystem/appSpec.ts';
import type { LogLine, LogOutput, Problem } from '../../protocol/model.ts';
import type { LineBlock } from './lineFramer.ts';
import { LineFramer } from './lineFramer.ts';
import { compileLineFormat } from './lineFormat.ts';
import type { LogBlock } from './logBlock.ts';
import { decodeBlock } from './logBlock.ts';
import type { LogFile } from './logFiles.ts';
import { logFiles } from './logFiles.ts';
import type { LogNames } from './logPaths.ts';
import { logPaths } from './logPaths.ts';
import { LogRing } from './logRing.ts';
import type { StartTimer } from './startTimer.ts';
import { startTimer } from './startTimer.ts';

export interface InstanceLogOptions extends Omit<LogNames, 'app' | 'index' | 'instances'> {
  /** `name` when absent. */
  readonly app?: string;
  /** 0 when absent. */
  readonly index?: number;
  /** 1 when absent. */
  readonly instances?: number;
  readonly spec: LogSpec;
  /** Told once when a file begins to be unwritable. */
  readonly onProblem?: (problem: Problem) => void;
}

export type LogStream = 'out' | 'err';

type Framers = Readonly<Record<LogStream, readonly LineFramer[]>>;

export interface Disposable {
  dispose(): void;
}

interface Follower {
  readonly take: (block: LogBlock) => void;
  readonly onEnd: () => void;
}

/**
 * The output of one instance over all its launches: files, the last lines in memory, and whoever follows it.
 * Bytes go to the files in blocks of whole lines as they are, unless the app asks for a format; nothing is decoded
 * before somebody looks.
 */
export class InstanceLog {
  /** Absolute paths; a file is there once something has been written to it. */
  files: readonly string[] = [];
  readonly #ring = new LogRing();
  readonly #followers = new Set<Follower>();
  readonly #framers = new Map<number, Framers>();
  #wanted: Omit<InstanceLogOptions, 'onProblem'> | undefined;
  #format: ((block: LogBlock) => Buffer) | undefined;
  #opened: readonly LogFile[] = [];
  #filesOf: Record<LogStream, readonly LogFile[]> = { out: [], err: [] };
  #full: Promise<unknown> | undefined;
  /** Launches that may still say something. */
  readonly #speaking = new Set<number>();
  #silent: (() => void) | undefined;

  constructor(options: InstanceLogOptions) {
    this.configure(options);
  }

  /** Other files and another format from now on; the lines in memory and those who follow stay. */
  configure({ onProblem, ...wanted }: InstanceLogOptions): void {
    if (isDeepStrictEqual(wanted, this.#wanted)) return;
    this.#wanted = wanted;
    const { dir, name, app = name, index = 0, instances = 1, spec } = wanted;
    this.#format = compileLineFormat(spec, { app, index });
    const paths = logPaths(spec, { dir, name, app, index, instances });
    const open = new Map<string, LogFile>();
    const fileAt = (path: string | null): LogFile[] => {
      if (path === null) return [];
      const file = open.get(path) ?? logFiles.open(path, (error) => onProblem?.(unwritable(path, error)));
      open.set(path, file);
      return [file];
    };
    const [out, error, both] = [fileAt(paths.out), fileAt(paths.error), fileAt(paths.combined)];
    const before = this.#opened;
    this.#filesOf = { out: [...new Set([...out, ...both])], err: [...new Set([...error, ...both])] };
    this.#opened = [...open.values()];
    this.files = [...open.keys()];
    // After the new ones are open, so that a file that stays is not closed in between.
    for (const file of before) {
      file.close().catch((error: unknown) => onProblem?.(unwritable(file.path, Object(error) as Error)));
    }
  }

  /** How each of the files is to be read. */
  get outputs(): LogOutput[] {
    const { spec, instances = 1 } = this.#wanted ?? {};
    return this.#opened.map((file) => ({
      path: file.path,
      streams: (['out', 'err'] as const).filter((stream) => this.#filesOf[stream].includes(file)),
      merged: spec?.merge === true && instances > 1,
      dateFormat: spec?.dateFormat ?? null,
      json: spec?.json ?? false,
    }));
  }

  /**
   * Takes output as it comes. `launch` keeps the lines of two launches apart that overlap in a reload. A promise
   * means that the files are far behind: read on when it resolves.
   */
  write(stream: LogStream, chunk: Buffer, launch = 0): Promise<void> | undefined {
    for (const framer of this.#framersOf(launch)[stream]) framer.push(chunk);
    const full = this.#full;
    this.#full = undefined;
    return full?.then(() => undefined);
  }

  /** A launch whose output `close` waits for. */
  beginLaunch(launch: number): void {
    this.#speaking.add(launch);
  }

  /** Both streams of a launch have ended: an unfinished last line counts as a line. Who is silent keeps no file open. */
  endLaunch(launch = 0): void {
    const framers = this.#framers.get(launch);
    for (const framer of [...(framers?.out ?? []), ...(framers?.err ?? [])]) framer.end();
    this.#framers.delete(launch);
    this.#speaking.delete(launch);
    if (this.#speaking.size > 0) return;
    this.#silent?.();
    void this.reopen();
  }

  /** Whether more may come from a launch that has begun. */
  isSpeaking(launch: number): boolean {
    return this.#speaking.has(launch);
  }

  /** The last `count` lines, oldest first, of at most 5,000 that are kept; of one launch only, when it is given. */
  tail(count: number, launch?: number): LogLine[] {
    return this.#ring.tail(count, launch);
  }

  /** Calls `listener` with every line from now on. */
  subscribe(listener: (lines: readonly LogLine[]) => void): Disposable {
    return this.subscribeBlocks((block) => {
      if (block.count > 0) listener(decodeBlock(block));
    });
  }

  /**
   * As `subscribe`, undecoded: for followers that drop what is too much. `onEnd` is called after the last block, when
   * the log is closed.
   */
  subscribeBlocks(take: (block: LogBlock) => void, onEnd: () => void = () => undefined): Disposable {
    const follower = { take, onEnd };
    this.#followers.add(follower);
    return { dispose: () => this.#followers.delete(follower) };
  }

  /** Closes the files until the next line, which goes to new ones where the old ones have been moved away. */
  async reopen(): Promise<void> {
    await Promise.all(this.#opened.map((file) => file.reopen()));
  }

  /** Empties the files and forgets the lines in memory. */
  async clear(): Promise<void> {
    this.#ring.clear();
    await Promise.all(this.#opened.map((file) => file.truncate()));
    if (this.#speaking.size === 0) await this.reopen();
  }

  /** Resolves when everything written so far is in the files. */
  async flush(): Promise<void> {
    await Promise.all(this.#opened.map((file) => file.flush()));
  }

  /** Resolves when what has begun to speak has ended, and the files are complete and closed. */
  async close(): Promise<void> {
    if (this.#speaking.size > 0) await new Promise<void>((resolve) => (this.#silent = resolve));
    for (const launch of [...this.#framers.keys()]) this.endLaunch(launch);
    const followers = [...this.#followers];
    this.#followers.clear();
    for (const { onEnd } of followers) onEnd();
    const opened = this.#opened;
    // A closed file would be opened again by a write.
    this.#opened = [];
    this.#filesOf = { out: [], err: [] };
    await Promise.all(opened.map((file) => file.close()));
  }

  #framersOf(launch: number): Framers {
    const known = this.#framers.get(launch);
    if (known !== undefined) return known;
    const framers = { out: this.#framersFor('out', launch), err: this.#framersFor('err', launch) };
    this.#framers.set(launch, framers);
    return framers;
  }

  /** Whoever looks sees a line that is not finished after a while; files with a format get whole lines only. */
  #framersFor(stream: LogStream, launch: number): readonly LineFramer[] {
    // Who the bytes come from, so that a file never glues the lines of two sources together.
    const source = {};
    const arrived = (lines: LineBlock): LogBlock => ({ ...lines, stream, launch, at: Date.now() });
    if (this.#format !== undefined) {
      return [
        new LineFramer((lines) => this.#show(arrived(lines)), startTimer),
        new LineFramer((lines) => this.#file(arrived(lines), source), noTimer),
      ];
    }
    const take = (block: LogBlock): void => {
      this.#file(block, source);
      this.#show(block);
    };
    return [new LineFramer((lines) => take(arrived(lines)), startTimer)];
  }

  #show(block: LogBlock): void {
    this.#ring.push(block);
    for (const { take } of this.#followers) take(block);
  }

  #file(block: LogBlock, source: object): void {
    const files = this.#filesOf[block.stream];
    if (files.length === 0) return;
    const bytes = this.#format === undefined ? block.bytes : this.#format(block);
    for (const file of files) this.#full = file.write(bytes, source) ?? this.#full;
  }
}

const noTimer: StartTimer = () => () => undefined;

function unwritable(path: string, error: Error): Problem {
  return { code: 'log-unwritable', severity: 'warning', data: { path, reason: error.message } };
}
