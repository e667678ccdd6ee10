import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../protocol/contract.ts';
import type { Problem } from '../protocol/model.ts';
import type { App } from './app.ts';
import type { Wishes } from './appDesign.ts';
import type { Operations } from './operations/operations.ts';
import { succeeded } from './operations/operationTarget.ts';

/** What an app was before it was lent. */
export interface Loan {
  readonly wanted: boolean;
  /** The indexes of instances that were stopped one by one. */
  readonly stopped: readonly number[];
  readonly scaled: Wishes['scaled'];
}

/**
 * Apps that a client scales, starts and stops to find out what it brings. They get back what they had when the client
 * says so, and also when it has gone without a word.
 */
export class Loans {
  readonly #operations: Operations;
  readonly #loans = new Map<App, Loan & { readonly borrower: object }>();

  constructor(operations: Operations) {
    this.#operations = operations;
  }

  /** What a later supervisor is to make of an app that is lent; undefined for any other. */
  get(app: App): Loan | undefined {
    return this.#loans.get(app);
  }

  /** Why it cannot be lent; null when it is. */
  lend(app: App, borrower: object): Problem | null {
    if (this.#loans.has(app)) {
      return { code: 'load-busy', severity: 'error', data: { app: app.name } };
    }
    const stopped = app.planned.filter(({ wanted }) => !wanted).map(({ index }) => index);
    this.#loans.set(app, { wanted: app.wanted, stopped, scaled: app.design.wishes.scaled, borrower });
    return null;
  }

  /** The app gets back what it had, or keeps what it has now. Resolves when its instances are up, or have failed. */
  async giveBack(app: App, borrower: object, keep = false): Promise<Outcome> {
    const target = { app, instance: undefined };
    const loan = this.#loans.get(app);
    if (loan === undefined || loan.borrower !== borrower) return succeeded(target);
    this.#loans.delete(app);
    for (const { process } of app.instances) void process?.requestCount.read(false);
    if (keep) return succeeded(target);
    if (!loan.wanted) await this.#operations.stop([target]);
    const isScaled = !isDeepStrictEqual(app.design.wishes.scaled, loan.scaled);
    const scaled = isScaled ? await this.#operations.rescale(app, loan.scaled, { wait: true }) : undefined;
    if (!loan.wanted || scaled?.ok === false) return scaled ?? succeeded(target);
    const [stopped, missing] = [true, false].map((is) =>
      app.planned
        .filter((one) => loan.stopped.includes(one.index) === is && one.isUp === is)
        .map((instance) => ({ app, instance })),
    );
    await this.#operations.stop(stopped ?? []);
    const started = await this.#operations.start(missing ?? [], { wait: true });
    return started.find(({ ok }) => !ok) ?? succeeded(target);
  }

  /** Whoever is not among these has gone. */
  keepFor(borrowers: readonly object[]): void {
    for (const [app, { borrower }] of this.#loans) {
      if (borrowers.includes(borrower)) continue;
      this.giveBack(app, borrower).catch((error: unknown) => console.error(`${app.id}: ${String(error)}`));
    }
  }
}
