import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import type { WatchSpec } from '../../../src/ecosystem/appSpec.ts';
import type { Problem } from '../../../src/protocol/model.ts';
import type { WatchTarget } from '../../../src/supervisor/watch/watches.ts';
import { Watches } from '../../../src/supervisor/watch/watches.ts';

const deadlineMs = 20_000;

/** A folder with files, and apps that watch it. */
export class WatchedProject {
  readonly outside: string;
  readonly folder: string;
  readonly watches: Watches;

  /** `name`: of the folder, below one that only this test has. */
  constructor(t: TestContext, { name = 'project', watches = new Watches() } = {}) {
    this.outside = mkdtempSync(join(tmpdir(), 'drover-'));
    this.folder = join(this.outside, name);
    this.watches = watches;
    mkdirSync(this.folder, { recursive: true });
    t.after(async () => {
      await this.watches.dispose();
      rmSync(this.outside, { recursive: true });
    });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text = ''): void {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
  }

  /** Watches for an app and is ready; null stops that. */
  async watch(
    spec: Partial<WatchSpec> | null = {},
    { id = 'web', ...target }: Partial<WatchTarget> & { readonly id?: string } = {},
  ): Promise<Told> {
    const told = new Told();
    const whole = spec && { paths: [this.folder], ignore: [], delayMs: null, options: {}, ...spec };
    this.watches.set(id, whole, {
      cwd: this.folder,
      script: null,
      gitignore: true,
      outputs: [],
      excluded: [],
      onChange: (files) => told.add(files),
      onDegraded: (problem) => told.problems.push(problem),
      ...target,
    });
    await this.watches.ready(id);
    return told;
  }
}

/** What a watch told, in order. */
export class Told {
  readonly fires: (readonly string[])[] = [];
  readonly problems: Problem[] = [];
  #read = 0;
  #wake = (): void => undefined;

  add(files: readonly string[]): void {
    this.fires.push(files);
    this.#wake();
  }

  /** The files of the next fire that was not asked for yet. */
  async next(): Promise<readonly string[]> {
    await this.until(() => this.fires.length > this.#read);
    return this.fires[this.#read++] ?? [];
  }

  /** Looks again after each fire. */
  async until(holds: () => boolean): Promise<void> {
    const end = Date.now() + deadlineMs;
    while (!holds()) {
      if (Date.now() >= end) assert.fail(`Only ${JSON.stringify(this.fires)} was told.`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, end - Date.now());
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
}

/** How many files and folders this process has the kernel watch; on Linux only. */
export function inotifyWatches(): number {
  return readdirSync('/proc/self/fdinfo')
    .map((fd) => readInfo(fd).match(/^inotify /gm)?.length ?? 0)
    .reduce((sum, count) => sum + count, 0);
}

/** The descriptor that the folder was listed by is gone by now. */
function readInfo(fd: string): string {
  try {
    return readFileSync(`/proc/self/fdinfo/${fd}`, 'utf8');
  } catch {
    return '';
  }
}
