import crypto from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

type Call = (...args: never[]) => unknown;

/** How a call ended; it ends the same way each time its function is run again. */
type Ended = { readonly value: unknown } | { readonly error: unknown };

/** Thrown where a function is to wait. */
class Pause extends Error {}

/** How calls go while a stepped function runs. */
let running: Stepped['call'] | undefined;

/**
 * A synchronous function that does one file system call per `step`. To go on where it was it is run again from its
 * beginning, with what its earlier calls came to; so between two steps others may do theirs.
 */
export class Stepped {
  /** null until it has come to its end. */
  result: 'returned' | 'failed' | null = null;
  error: unknown;
  readonly #run: () => void;
  readonly #ended: Ended[] = [];
  #at = 0;
  #mayCall = false;

  constructor(run: () => void) {
    this.#run = run;
  }

  step(): void {
    this.#at = 0;
    this.#mayCall = true;
    running = (make, waits) => this.call(make, waits);
    try {
      this.#run();
      this.result = 'returned';
    } catch (error) {
      if (error instanceof Pause) return;
      this.result = 'failed';
      this.error = error;
    } finally {
      running = undefined;
    }
  }

  /** Makes a call, or tells what it came to the first time. Those of a step are the first that waits, and what does not. */
  call(make: () => unknown, waits: boolean): unknown {
    const known = this.#ended[this.#at];
    if (known === undefined) {
      if (waits && !this.#mayCall) throw new Pause();
      if (waits) this.#mayCall = false;
      this.#ended.push(end(make));
    }
    const ended = this.#ended[this.#at];
    this.#at += 1;
    if (ended === undefined) throw new Error('a call without an end');
    if ('error' in ended) throw ended.error;
    return ended.value;
  }
}

/** Lets what asks about the world outside of files be a call like theirs. */
export function asCall<T>(make: () => T): T {
  return running === undefined ? make() : (running(make, true) as T);
}

function end(make: () => unknown): Ended {
  const outer = running;
  // What a file system call does inside is not a call of its own.
  running = undefined;
  try {
    return { value: make() };
  } catch (error) {
    return { error };
  } finally {
    running = outer;
  }
}

const waiting = [
  'writeFileSync',
  'linkSync',
  'readdirSync',
  'readFileSync',
  'unlinkSync',
  'mkdirSync',
  'lstatSync',
] as const;

/** Makes the calls of stepped functions wait for their steps; those of all others are as ever. Returns the way back. */
export function interceptCalls(): () => void {
  const owners: readonly (readonly [Record<string, Call>, string, boolean])[] = [
    ...waiting.map((name) => [fs as never, name, true] as const),
    [crypto as never, 'randomBytes', false],
  ];
  const originals = owners.map(([owner, name]) => owner[name]);
  for (const [index, [owner, name, waits]] of owners.entries()) {
    const original = originals[index];
    if (original === undefined) continue;
    owner[name] = (...args) =>
      running === undefined ? original(...args) : running(() => original(...args), waits);
  }
  syncBuiltinESMExports();
  return () => {
    for (const [index, [owner, name]] of owners.entries()) {
      const original = originals[index];
      if (original !== undefined) owner[name] = original;
    }
    syncBuiltinESMExports();
  };
}
