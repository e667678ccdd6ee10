import { setTimeout as delay } from 'node:timers/promises';
import { ClientError } from '../../src/client/clientError.ts';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { Actor } from './actor.ts';
import { answered } from './actor.ts';
import { CommandLine } from './commandLine.ts';
import { Dice } from './dice.ts';
import type { Journal } from './journal.ts';
import type { Look } from './looks.ts';
import { commandLook, windowLook } from './looks.ts';
import { certainty, chooseOperation, partialOperation } from './operations.ts';
import type { SoakFolder } from './soakFolder.ts';
import type { Subject } from './subject.ts';
import { Vandal } from './vandal.ts';
import { Window } from './window.ts';

export interface BustleOptions {
  readonly seed: number;
  readonly folder: SoakFolder;
  readonly subjects: readonly Subject[];
  /** Sees everything and does nothing. */
  readonly observer: SupervisorClient;
  readonly journal: Journal;
}

/** A crash of so long ago has been recovered from, and explains nothing any more. */
const crashEffectMs = 10_000;
const certainAfter = 5;

/** Two windows, the command line, somebody who kills and somebody who comes and goes, all at once. */
export class Bustle {
  readonly windows: readonly Window[];
  readonly #drover: CommandLine;
  readonly #options: BustleOptions;
  readonly #dice = new Map<string, Dice>();
  #stopped = new AbortController();

  constructor(options: BustleOptions) {
    this.#options = options;
    this.windows = [new Window('window 1', options.folder), new Window('window 2', options.folder)];
    this.#drover = new CommandLine(options.folder);
  }

  /** Resolves after `ms`, when all has been answered that was asked. `onCall`: ends it earlier. */
  async run(ms: number, signal: AbortSignal): Promise<void> {
    this.#stopped = new AbortController();
    const { signal: stopped } = this.#stopped;
    const { observer, folder } = this.#options;
    const vandal = new Vandal(this.#diceOf('vandal'), observer, folder.workspace.location.key);
    await Promise.all(this.windows.map((window) => window.open()));
    const loops = [
      ...this.windows.map((window) => this.#loop(window.name, [300, 1500], () => this.#windowStep(window))),
      this.#loop('drover', [1000, 3500], () => this.#commandStep()),
      this.#loop('vandal', [500, 2500], async () => this.#strike(vandal)),
      this.#loop('visitor', [4000, 15_000], () => this.#visit()),
    ];
    await delay(ms, undefined, { signal: AbortSignal.any([signal, stopped]) }).catch(() => undefined);
    this.#stopped.abort();
    await Promise.all(loops);
    for (const window of this.windows) window.close();
  }

  #diceOf(name: string): Dice {
    const dice = this.#dice.get(name) ?? new Dice(this.#options.seed, name);
    this.#dice.set(name, dice);
    return dice;
  }

  /** A step, and then so many milliseconds of rest. What a step meets with that must not be is written down. */
  async #loop(name: string, rest: readonly [number, number], step: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopped;
    const dice = this.#diceOf(`${name} rests`);
    while (!signal.aborted) {
      await delay(dice.between(...rest), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return;
      try {
        await step();
      } catch (error) {
        this.#options.journal.failed(`${name}: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  async #windowStep(window: Window): Promise<void> {
    const dice = this.#diceOf(window.name);
    if (dice.chance(0.03)) await this.#leaveInTheMiddle(window, dice);
    else if (dice.chance(0.03)) await this.#comeAgain(window);
    else if (dice.chance(0.4)) await this.#look(windowLook(window, dice), window.name);
    else if (dice.chance(0.08)) await this.#everybodyAtOnce(window, dice);
    else await this.#operate(window, dice);
  }

  async #commandStep(): Promise<void> {
    const dice = this.#diceOf('drover');
    if (dice.chance(0.4)) await this.#look(commandLook(this.#drover, dice), 'drover');
    else await this.#operate(this.#drover, dice);
  }

  async #look({ kind, of = '', run }: Look, name: string): Promise<void> {
    await run();
    this.#options.journal.did(`look: ${kind}`, `${name}: ${kind} ${of}`);
  }

  async #operate(actor: Actor, dice: Dice): Promise<void> {
    const { folder, subjects, journal } = this.#options;
    const subject = dice.pick(subjects);
    await subject.exclusively(async () => {
      const begun = performance.now();
      const wasIntricate = isIntricate(subject);
      const operation = chooseOperation(actor, { subject, dice, folder });
      journal.note(`${actor.name}: ${operation.text} …`);
      const refused = await operation.run();
      operation.model();
      journal.did(operation.kind, `${actor.name}: ${operation.text}: ${refused ?? 'done'}`);
      const isCrashed = subject.crashedAt > begun - crashEffectMs;
      const isExpected = isCrashed || subject.models.some(({ app }) => app.end === 'errored');
      if (refused !== null && !isExpected) journal.failed(`${actor.name}: ${operation.text}: ${refused}`);
      // A crash in the middle decides what becomes of instances that were stopped one by one.
      const isOpen = isCrashed && (wasIntricate || isIntricate(subject));
      if (refused !== null || isOpen) await this.#makeCertain(actor, subject);
    });
  }

  /** Everybody acts on the same app at the same moment. */
  async #everybodyAtOnce(window: Window, dice: Dice): Promise<void> {
    const { subjects, journal } = this.#options;
    const subject = dice.pick(subjects.filter(({ models }) => models.every(({ exists }) => exists)));
    await subject.exclusively(async () => {
      const actors = [...this.windows, this.#drover, window];
      const operations = actors.map((actor) => ({ actor, ...partialOperation(actor, subject, dice) }));
      journal.note(operations.map(({ actor, text }) => `${actor.name}: ${text}`).join(', '));
      // The other window may just be closing.
      await Promise.all(
        operations.map(({ run, actor }) => (actor === window ? run() : run().catch(unlessLost))),
      );
      journal.did('all at once', `all at once: ${subject.target}`);
      await this.#makeCertain(window, subject);
    });
  }

  async #leaveInTheMiddle(window: Window, dice: Dice): Promise<void> {
    const { subjects, journal } = this.#options;
    const subject = dice.pick(subjects.filter(({ models }) => models.every(({ exists }) => exists)));
    await subject.exclusively(async () => {
      const { text, run } = partialOperation(window, subject, dice);
      // It is never answered, and rejects when the window has gone.
      run().catch(() => undefined);
      await delay(dice.between(0, 100));
      window.close();
      await window.open();
      journal.did('window closed in the middle of an operation', `${window.name}: ${text}, and gone`);
      await this.#makeCertain(window, subject);
    });
  }

  async #comeAgain(window: Window): Promise<void> {
    window.close();
    await window.open();
    this.#options.journal.did('window closed and opened', `${window.name} comes again`);
  }

  async #makeCertain(actor: Actor, subject: Subject): Promise<void> {
    const { journal } = this.#options;
    for (let attempt = 1; attempt <= certainAfter; attempt += 1) {
      const { text, run, model } = certainty(actor, subject);
      const refused = await run();
      model();
      journal.note(`${actor.name}: ${text}: ${refused ?? 'done'}`);
      if (refused === null || subject.models.some(({ app }) => app.end === 'errored')) return;
    }
    journal.failed(`${subject.target} could not be restarted ${certainAfter} times in a row`);
  }

  #strike(vandal: Vandal): void {
    const { subjects, journal } = this.#options;
    const struck = vandal.strike(this.#diceOf('vandal').pick(subjects));
    if (struck !== undefined) journal.did(struck.kind, struck.text);
  }

  /** Wants to see everything, and goes again. */
  async #visit(): Promise<void> {
    const { folder, journal } = this.#options;
    const client = await answered('a visitor connects', folder.connect('gateway'));
    const instances = client.snapshot.instances.map(({ id }) => id);
    await answered('a visitor watches', client.request('metrics/watch', { on: true, eventLoop: true }));
    // Whatever is scaled away in between is refused.
    await client.request('logs/subscribe', { instances, tail: 5000 }).catch(() => undefined);
    await client.request('timeline/subscribe', { instances }).catch(() => undefined);
    await delay(this.#diceOf('visitor').between(100, 3000));
    client.dispose();
    journal.did('visitor', 'a visitor has come and gone');
  }
}

function unlessLost(error: unknown): void {
  if (!(error instanceof ClientError) || error.code !== 'connection-lost') throw error;
}

function isIntricate({ models }: Subject): boolean {
  return models.some((model) => model.isPartial || model.isPending);
}
