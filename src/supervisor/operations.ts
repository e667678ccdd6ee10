import type { Outcome } from '../protocol/contract.ts';
import type { Problem } from '../protocol/model.ts';
import type { App } from './app.ts';
import type { Instance } from './instance.ts';
import type { TargetOf } from './selector.ts';
import type { Waiters } from './waitFor.ts';
import { isDown, isLaunched, isSettled } from './waitFor.ts';

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly profile?: string | null | undefined;
  readonly wait?: boolean | undefined;
  readonly waitTimeoutMs?: number | undefined;
}

/** PMDaemon documents 30 s for its blocking start. */
const defaultWaitMs = 30_000;

/** Starts, stops and restarts what a request names. Every target gets an outcome; one never blocks another. */
export class Operations {
  #isClosed = false;
  readonly #waiters: Waiters;
  readonly #wantedChanged: () => void;

  constructor(waiters: Waiters, wantedChanged: () => void) {
    this.#waiters = waiters;
    this.#wantedChanged = wantedChanged;
  }

  /** From now on nothing is started any more, not even by a request that is under way. */
  close(): void {
    this.#isClosed = true;
  }

  start(targets: readonly TargetOf<App>[], options: StartOptions): Promise<Outcome[]> {
    return this.#each(targets, async ({ app, instance }) => {
      if (!app.isUp) {
        if (options.env !== undefined) app.shellEnv = options.env;
        if (options.profile !== undefined) app.profile = options.profile;
        app.takeOver();
      }
      const obstacle = await app.obstacle();
      if (obstacle !== undefined) return failed(app, instance, obstacle);
      if (this.#isClosed) {
        return failed(app, instance, { code: 'supervisor-stopping', severity: 'error', data: {} });
      }
      const chosen = instancesOf(app, instance);
      for (const one of chosen) one.send({ type: 'start' });
      this.#wantedChanged();
      return this.#awaitStart(app, instance, chosen, options);
    });
  }

  stop(targets: readonly TargetOf<App>[]): Promise<Outcome[]> {
    return this.#each(targets, async ({ app, instance }) => {
      const chosen = instancesOf(app, instance);
      for (const one of chosen) one.send({ type: 'stop' });
      this.#wantedChanged();
      // A start that comes meanwhile has the last word; the stop is not owed any more.
      await Promise.all(chosen.map((one) => this.#waiters.until(one, () => isDown(one) || one.wanted)));
      await app.release();
      return succeeded(app, instance);
    });
  }

  restart(targets: readonly TargetOf<App>[], options: StartOptions): Promise<Outcome[]> {
    return this.#each(targets, async ({ app, instance }) => {
      if (instance === undefined && options.env !== undefined) app.shellEnv = options.env;
      if (!app.isUp) return (await this.start([{ app, instance }], options))[0] ?? succeeded(app, instance);
      if (instance === undefined && app.isOutdated) return this.#replacePlan(app, options);
      const chosen = instancesOf(app, instance);
      const launches = new Map(chosen.map((one) => [one, one.slot.launches]));
      for (const one of chosen) one.send({ type: 'restart', reason: 'manual' });
      this.#wantedChanged();
      const isNew = (one: Instance): boolean => one.slot.launches > (launches.get(one) ?? 0);
      await Promise.all(chosen.map((one) => this.#waiters.until(one, () => isNew(one) || isDown(one))));
      return this.#awaitStart(app, instance, chosen, options);
    });
  }

  /** The file says something else than what runs: everything stops, then starts by the new plan. */
  async #replacePlan(app: App, options: StartOptions): Promise<Outcome> {
    for (const one of app.instances) one.send({ type: 'stop' });
    await Promise.all(app.instances.map((one) => this.#waiters.until(one, () => isDown(one))));
    await app.release();
    const [outcome] = await this.start([{ app, instance: undefined }], { ...options, env: app.shellEnv });
    return outcome ?? succeeded(app, undefined);
  }

  async #awaitStart(
    app: App,
    instance: Instance | undefined,
    chosen: readonly Instance[],
    { wait = false, waitTimeoutMs = defaultWaitMs }: StartOptions,
  ): Promise<Outcome> {
    const reached = wait ? isSettled : isLaunched;
    const inTime = await Promise.all(
      chosen.map((one) => this.#waiters.until(one, () => reached(one), wait ? waitTimeoutMs : undefined)),
    );
    const failure = chosen.find(({ slot }) => slot.state.kind === 'errored');
    if (failure !== undefined) {
      return failed(app, instance, failure.problem ?? { code: 'crashed', severity: 'error', data: {} });
    }
    if (inTime.includes(false)) {
      const known = chosen.find((one, index) => inTime[index] === false && one.problem !== null)?.problem;
      if (known !== undefined && known !== null) return failed(app, instance, known);
      const data = { timeout: `${waitTimeoutMs / 1000} s` };
      return failed(app, instance, { code: 'timeout', severity: 'error', data });
    }
    return succeeded(app, instance);
  }

  #each(
    targets: readonly TargetOf<App>[],
    act: (target: TargetOf<App>) => Promise<Outcome>,
  ): Promise<Outcome[]> {
    return Promise.all(targets.map(act));
  }
}

function instancesOf(app: App, instance: Instance | undefined): readonly Instance[] {
  return instance === undefined ? app.instances : [instance];
}

function succeeded(app: App, instance: Instance | undefined): Outcome {
  return { app: app.id, instance: instance?.id ?? null, ok: true, problem: null };
}

function failed(app: App, instance: Instance | undefined, problem: Problem): Outcome {
  return {
    app: app.id,
    instance: instance?.id ?? null,
    ok: false,
    problem: { ...problem, app: app.spec.name },
  };
}
