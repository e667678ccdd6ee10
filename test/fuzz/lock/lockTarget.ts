import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generationFile, generationsIn, socketFile } from '../../../src/protocol/rendezvous.ts';
import {
  acquireGeneration,
  prepareFolder,
  removeLowerGenerations,
  removeSocket,
} from '../../../src/supervisor/lock.ts';
import type { FuzzTarget } from '../fuzzTarget.ts';
import { Stepped, asCall, interceptCalls } from './stepped.ts';

interface LockCase {
  /** What earlier supervisors left in the folder. */
  readonly left: readonly { readonly generation: number; readonly what: 'dead' | 'damaged' | 'other boot' }[];
  readonly steps: readonly {
    /**
     * Another process starts; one does its next calls, is killed, or ends in order; or the owner is killed and another
     * one starts and does so many calls at once.
     */
    readonly does: 'start' | 'step' | 'kill' | 'end' | 'takeover';
    /** Which of those that are there, counted over and over; -1 is the newest. */
    readonly who: number;
    /** How many of its calls, as long as it is at something. */
    readonly times: number;
  }[];
}

/** Few, so that they are used again soon. */
const pids = [101, 102, 103, 104];

let restore: (() => void) | undefined;

export const lockTarget: FuzzTarget<LockCase> = {
  name: 'lock',
  property:
    'however many supervisors start at once, and wherever they are killed, never do two own the folder, one of them always does in the end, and none stumbles over another',
  quick: 150,
  make: (random) => ({
    left: random.list(random.between(0, 3), () => ({
      generation: random.between(1, 6),
      what: random.pick(['dead', 'damaged', 'other boot'] as const),
    })),
    steps: random.list(random.between(10, 60), () => ({
      does: random.pick(['start', 'step', 'step', 'step', 'takeover', 'kill', 'end']),
      who: random.chance(0.3) ? -1 : random.chance(0.3) ? 0 : random.between(0, 12),
      times: random.pick([1, 1, random.between(2, 8), 20]),
    })),
  }),
  check({ left, steps }) {
    restore ??= interceptCalls();
    const dir = mkdtempSync(join(tmpdir(), 'drover-fuzz-lock-'));
    try {
      const folder = new LockedFolder(dir);
      for (const { generation, what } of left) folder.leave(generation, what);
      for (const step of steps) folder.do(step);
      folder.finish();
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
  close: async () => {
    restore?.();
    restore = undefined;
  },
};

/** A process that wants to own the folder. */
interface Starter {
  readonly pid: number;
  readonly startTime: string;
  /** What it is doing; undefined while it only serves. */
  work: Stepped | undefined;
  /** The generation that it owns; undefined until then. */
  owns: number | undefined;
}

class LockedFolder {
  readonly #dir: string;
  readonly #living: Starter[] = [];
  #starts = 0;
  #highest = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  leave(generation: number, what: LockCase['left'][number]['what']): void {
    const boot = what === 'other boot' ? 'boot-0' : 'boot-1';
    const owner = { pid: pids[0], start: '0', boot, token: 'old', protocol: 1 };
    const text = JSON.stringify(owner);
    writeFileSync(join(this.#dir, generationFile(generation)), what === 'damaged' ? text.slice(0, 20) : text);
    writeFileSync(join(this.#dir, socketFile(generation)), '');
    this.#highest = Math.max(this.#highest, generation);
  }

  do({ does, who, times }: LockCase['steps'][number]): void {
    if (does === 'start') {
      this.#start();
      return;
    }
    if (does === 'takeover') {
      const owner = this.#living.find(({ owns }) => owns !== undefined);
      if (owner !== undefined) this.#remove(owner);
      this.#start();
    }
    const index = does === 'takeover' || who < 0 ? -1 : who % Math.max(1, this.#living.length);
    const one = this.#living.at(index);
    if (one === undefined) return;
    if (does === 'kill') this.#remove(one);
    else if (does === 'end') this.#end(one);
    else for (let count = 0; count < times && one.work !== undefined; count += 1) this.#step(one);
  }

  /**
   * Whoever is at something gets to its end; then one more starts, and the folder has one owner, whose lock is the
   * highest. A starter that was killed may have left a lower one, which nobody heeds: the next owner removes it.
   */
  finish(): void {
    this.#settle();
    this.#start();
    this.#settle();
    const first = this.#owner();
    const highest = generationsIn(readdirSync(this.#dir))[0];
    assert.equal(highest, first.owns, 'the highest lock in the folder');
    this.#remove(first);
    this.#start();
    this.#settle();
    const owns = this.#owner().owns ?? 0;
    const files = readdirSync(this.#dir).filter((name) => !name.startsWith('draft.'));
    const own = [generationFile(owns), socketFile(owns)];
    assert.deepEqual(files.toSorted(), own.toSorted(), 'what is left in the folder');
  }

  /** The only one; whoever does not own the folder by now has gone. */
  #owner(): Starter {
    const [owner, ...others] = this.#living.filter(({ owns }) => owns !== undefined);
    assert.ok(
      owner !== undefined && others.length === 0,
      `${others.length + (owner ? 1 : 0)} own the folder`,
    );
    return owner;
  }

  #settle(): void {
    for (let one = this.#busy; one !== undefined; one = this.#busy) this.#step(one);
  }

  get #busy(): Starter | undefined {
    return this.#living.find(({ work }) => work !== undefined);
  }

  #start(): void {
    const pid = pids.find((free) => this.#living.every((one) => one.pid !== free));
    if (pid === undefined) return;
    this.#starts += 1;
    const starter: Starter = { pid, startTime: String(this.#starts), work: undefined, owns: undefined };
    starter.work = new Stepped(() => this.#run(starter));
    this.#living.push(starter);
  }

  /** What a supervisor does at its start. */
  #run(starter: Starter): void {
    prepareFolder(this.#dir);
    const generation = acquireGeneration(this.#dir, {
      bootId: () => 'boot-1',
      startTime: (pid) => asCall(() => this.#living.find((one) => one.pid === pid)?.startTime ?? null),
    });
    if (generation === undefined) return;
    starter.owns = generation.number;
    writeFileSync(join(this.#dir, socketFile(generation.number)), '');
    removeLowerGenerations(this.#dir, generation.number);
  }

  #end(starter: Starter): void {
    const { owns, work } = starter;
    if (owns === undefined || work !== undefined) return;
    starter.work = new Stepped(() => removeSocket(this.#dir, owns));
    starter.owns = undefined;
  }

  #step(starter: Starter): void {
    const { work } = starter;
    if (work === undefined) return;
    const owned = starter.owns;
    const { pid } = process;
    Object.defineProperty(process, 'pid', { value: starter.pid, configurable: true });
    try {
      work.step();
    } finally {
      Object.defineProperty(process, 'pid', { value: pid, configurable: true });
    }
    if (work.result === 'failed') throw work.error;
    if (work.result === 'returned') {
      starter.work = undefined;
      if (starter.owns === undefined) this.#remove(starter);
    }
    if (owned === undefined && starter.owns !== undefined) {
      assert.ok(starter.owns > this.#highest, `generation ${starter.owns} after ${this.#highest}`);
      this.#highest = starter.owns;
    }
    const owners = this.#living.filter(({ owns }) => owns !== undefined);
    assert.ok(owners.length <= 1, `${owners.length} own the folder`);
  }

  #remove(starter: Starter): void {
    this.#living.splice(this.#living.indexOf(starter), 1);
  }
}
