import { isDeepStrictEqual } from 'node:util';
import type { AppSpec } from '../../ecosystem/appSpec.ts';
import type { Outcome } from '../../protocol/contract.ts';
import type { Problem } from '../../protocol/model.ts';
import type { App } from '../app.ts';
import type { Wishes } from '../appDesign.ts';
import { dependentsOf, withDependencies } from '../dependencies.ts';
import type { Instance } from '../instance.ts';
import { LaunchPlaces } from '../launchPlaces.ts';
import type { Waiters } from '../waitFor.ts';
import { isDown, serves } from '../waitFor.ts';
import type { WaitOptions } from './awaitStart.ts';
import { awaitStart } from './awaitStart.ts';
import type { Target } from './operationTarget.ts';
import { failed, inDeclaredOrder, instancesOf, plannedOf, succeeded, want } from './operationTarget.ts';
import { refusals } from './refusals.ts';
import { rollOut } from './rollOut.ts';

export interface ComeUpOptions extends WaitOptions {
  /** How many instances may come up at a time, each until it is ready or has failed: 1 or more. */
  readonly parallel?: number | undefined;
  /** Each instance that is started stops at its first line, for a debugger. */
  readonly inspect?: 'break' | undefined;
  /** Those of the request that this is a part of. */
  readonly places?: LaunchPlaces | undefined;
}

export interface StartOptions extends ComeUpOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly profile?: string | null | undefined;
  /** DEV_MODE or not; null leaves it to `DEV_MODE` in the environment. */
  readonly dev?: boolean | null | undefined;
  /** Watching on or off; null leaves it to the file and DEV_MODE. */
  readonly watch?: boolean | null | undefined;
}

/** What is needed to start instances of a target, besides their plan. */
interface Beginning {
  readonly obstacle: Problem | undefined;
  /** All that the plan has, when absent. */
  readonly chosen?: readonly Instance[];
  /** Takes back that they are wanted. */
  readonly restore?: (instance: Instance) => void;
}

export interface OperationsHost {
  readonly waiters: Waiters;
  readonly apps: () => readonly App[];
  /** For all instances that are asked to come up, but by a request that says how many may. */
  readonly places: LaunchPlaces;
  /** The wanted state has changed and is to be saved. */
  readonly wantedChanged: () => void;
}

/** Starts, stops, restarts and scales what a request names. Every target gets an outcome; one never blocks another. */
export class Operations {
  #isClosed = false;
  readonly #host: OperationsHost;

  constructor(host: OperationsHost) {
    this.#host = host;
  }

  /** From now on nothing is started any more, not even by a request that is under way. */
  close(): void {
    this.#isClosed = true;
  }

  /** Starts the targets, and what they wait for where that does not run. */
  async start(targets: readonly Target[], asked: StartOptions): Promise<Outcome[]> {
    const options = this.withPlaces(asked);
    const all = this.#host.apps();
    const named = new Set(targets.map(({ app }) => app));
    const pulled = withDependencies([...named], all).filter((app) => !named.has(app) && isMissing(app));
    const starting = [...pulled.map((app): Target => ({ app, instance: undefined })), ...targets];
    for (const { app } of starting) if (!app.isUp) app.takeOver(wishesOf(options));
    // Whoever waits for another has to see at once that this is wanted.
    const restore = want(starting);
    const refused = refusals(
      starting.map(({ app }) => app),
      all,
    );
    const problems = await Promise.all(starting.map(async ({ app }) => refused.get(app) ?? app.obstacle()));
    const obstacles = new Map(starting.map((target, index) => [target, problems[index]]));
    const outcomes = await this.#inOrder(starting, (target) => {
      const refusal = refused.get(target.app);
      const obstacle = refusal === undefined ? obstacles.get(target) : target.app.refuse(refusal);
      return this.#begin(target, { obstacle, restore }, options);
    });
    return outcomes.slice(pulled.length);
  }

  /** Stops the targets, those that others wait for after these. */
  async stop(targets: readonly Target[]): Promise<Outcome[]> {
    const all = this.#host.apps();
    // Nothing of all this is to come back, whatever happens before its turn.
    for (const one of targets.flatMap(instancesOf)) one.giveUp();
    this.#host.wantedChanged();
    const stopped = new Map<App, Promise<unknown[]>>();
    const outcomes = new Map<Target, Promise<Outcome>>();
    const inOrder = withDependencies([...new Set(targets.map(({ app }) => app))], all).toReversed();
    for (const app of inOrder) {
      const dependents = dependentsOf(app, all)
        .map((dependent) => stopped.get(dependent))
        .filter((dependent) => dependent !== undefined);
      const own = targets
        .filter((target) => target.app === app)
        .map((target) => {
          const outcome = Promise.all(dependents).then(() => this.#stop(target));
          outcomes.set(target, outcome);
          return outcome;
        });
      stopped.set(app, Promise.all([...dependents, ...own]));
    }
    return Promise.all(targets.map(async (target) => (await outcomes.get(target)) ?? succeeded(target)));
  }

  /** Stops and starts the targets in the declared order, each instance when it is its turn to come up. */
  restart(targets: readonly Target[], asked: StartOptions): Promise<Outcome[]> {
    const options = this.withPlaces(asked);
    const down = targets.filter(({ app }) => !app.isUp);
    const started = this.start(down, options);
    return this.#inOrder(targets, async (target) => {
      const { app, instance } = target;
      if (down.includes(target)) return (await started)[down.indexOf(target)] ?? succeeded(target);
      if (instance === undefined) {
        const wishes = wishesOf(options);
        const error = errorOf(app, wishes);
        if (error !== undefined) return failed(target, error);
        // Restarting the whole app brings back what was stopped one by one as well.
        for (const one of app.planned) one.wanted = true;
        if (app.design.changes(wishes).effect === 'restart') return this.replace(app, wishes, options);
        app.takeOver(wishes);
      }
      // Not those that the plan has no more: they leave.
      const chosen = plannedOf(target);
      app.setChangedFile(null);
      const launches = new Map(chosen.map((one) => [one, one.slot.launches]));
      for (const one of chosen) {
        one.debugging.breakNext(options.inspect === 'break');
        one.restart(options.places);
      }
      this.#host.wantedChanged();
      const isNew = (one: Instance): boolean => one.slot.launches > (launches.get(one) ?? 0);
      const isCalledOff = (one: Instance): boolean => serves(one) && !one.turn.awaitsRestart;
      // What has to wait for others is waited for as after a start.
      const isOver = (one: Instance): boolean =>
        isNew(one) || isDown(one) || isCalledOff(one) || one.status === 'waiting';
      await Promise.all(chosen.map((one) => this.#until(one, () => isOver(one))));
      return awaitStart(target, chosen, options, this.#host.waiters);
    });
  }

  /**
   * Replaces instances that share their port without an interruption, the first one before the others, also by what
   * the file says now; other apps are restarted. When a successor fails, the others and the plan stay as they were.
   */
  reload(targets: readonly Target[], asked: StartOptions): Promise<Outcome[]> {
    const options = this.withPlaces(asked);
    return this.#inOrder(targets, async (target) => {
      const { app, instance } = target;
      const wishes = instance === undefined ? wishesOf(options) : {};
      if (!app.isUp || !canRollOut(app, wishes)) {
        return (await this.restart([target], options))[0] ?? succeeded(target);
      }
      app.setChangedFile(null);
      if (instance !== undefined) return rollOut(target, this.#host.waiters, options);
      const error = errorOf(app, wishes);
      if (error !== undefined) return failed(target, error);
      const { spec, wishes: before, plan } = app.design;
      app.takeOver(wishes);
      const outcome = await rollOut(target, this.#host.waiters, options);
      if (outcome.ok) return this.#startAdded(app, plan.instances, options);
      app.takeOver(before, spec);
      return outcome;
    });
  }

  /** The options of a request with the places that all of its parts share. */
  withPlaces<O extends ComeUpOptions>(options: O): O & { readonly places: LaunchPlaces } {
    const { parallel, places = parallel === undefined ? this.#host.places : new LaunchPlaces(parallel) } =
      options;
    return { ...options, places };
  }

  /**
   * Sets the number of instances, without touching those that stay. Where the new number changes how they share
   * their port, all of them are replaced.
   */
  async scale(app: App, count: number, options: ComeUpOptions): Promise<Outcome> {
    const target: Target = { app, instance: undefined };
    const reason =
      count < 1 ? 'at least one stays; stop the app instead' : app.plan.dev ? 'DEV_MODE runs one' : null;
    if (reason !== null) {
      const data = { app: app.name, count: String(count), reason };
      return failed(target, { code: 'scale-fixed', severity: 'error', data });
    }
    return this.rescale(app, { count, over: app.design.newest.instances }, options);
  }

  /** Takes over a number of instances that was set by hand, or null: the one that the file says. */
  async rescale(app: App, scaled: Wishes['scaled'], options: ComeUpOptions): Promise<Outcome> {
    const { spec } = app.design;
    const wishes: Partial<Wishes> = { scaled };
    const error = errorOf(app, wishes, spec);
    if (error !== undefined) return failed({ app, instance: undefined }, error);
    if (app.isUp && app.design.changes(wishes, spec).effect === 'restart') {
      return this.replace(app, wishes, options, spec);
    }
    return this.resize(app, wishes, options, spec);
  }

  /** Takes over a plan that differs in the number of instances only, and waits for those that come and go. */
  async resize(
    app: App,
    wishes: Partial<Wishes>,
    options: ComeUpOptions,
    spec: AppSpec = app.design.newest,
  ): Promise<Outcome> {
    const before = app.plan.instances;
    const leaving = app.instances.filter(({ index }) => index >= app.design.preview(wishes, spec).instances);
    app.takeOver(wishes, spec);
    const outcome = this.#startAdded(app, before, options);
    await Promise.all(leaving.map((one) => this.#until(one, () => !one.isUp || one.wanted)));
    return outcome;
  }

  /** Starts what the plan has more than `before` instances, of an app that is to run. */
  #startAdded(app: App, before: number, options: ComeUpOptions): Promise<Outcome> {
    const added = app.wanted ? app.planned.filter((one) => one.index >= before) : [];
    const { places } = this.withPlaces(options);
    for (const one of added) one.start(places);
    this.#host.wantedChanged();
    return awaitStart({ app, instance: undefined }, added, options, this.#host.waiters);
  }

  /** Everything of the app stops, then starts by the new plan. Nothing stops for a plan that cannot start. */
  async replace(
    app: App,
    wishes: Partial<Wishes>,
    options: ComeUpOptions,
    spec: AppSpec = app.design.newest,
  ): Promise<Outcome> {
    const target: Target = { app, instance: undefined };
    const error = errorOf(app, wishes, spec);
    if (error !== undefined) return failed(target, error);
    const before = app.plan.instances;
    await this.#vacate(app);
    await app.release();
    app.takeOver(wishes, spec);
    // Less what was stopped in the meantime, or before.
    const { wanted } = app;
    const back = app.planned.filter((one) => one.wanted || (wanted && one.index >= before));
    for (const one of back) one.wanted = true;
    if (back.length === 0) return succeeded(target);
    const obstacle = await app.obstacle();
    return this.#begin(target, { obstacle, chosen: back }, options);
  }

  /** Stops every instance without a change of what is wanted; a start that comes meanwhile is caught up with. */
  async #vacate(app: App): Promise<void> {
    do {
      for (const one of app.instances) one.vacate();
      await Promise.all(
        app.instances.map((one) => this.#until(one, () => one.slot.state.kind !== 'stopping')),
      );
    } while (app.isUp);
  }

  /** Starts those of the target that are wanted, unless there is an obstacle. */
  async #begin(
    target: Target,
    { obstacle, restore, chosen = plannedOf(target) }: Beginning,
    options: ComeUpOptions,
  ): Promise<Outcome> {
    const { app } = target;
    const problem = obstacle ?? (this.#isClosed ? stopping : undefined);
    if (problem !== undefined) {
      for (const one of chosen) restore?.(one);
      return failed(target, problem);
    }
    app.isNew = false;
    if (!app.isUp) app.setChangedFile(null);
    // A stop that came meanwhile has the last word.
    const { places } = this.withPlaces(options);
    for (const one of chosen) {
      if (!one.wanted) continue;
      if (!one.isUp) one.debugging.breakNext(options.inspect === 'break');
      one.start(places);
    }
    this.#host.wantedChanged();
    return awaitStart(target, chosen, options, this.#host.waiters);
  }

  async #stop(target: Target): Promise<Outcome> {
    const { app } = target;
    app.isNew = false;
    const chosen = instancesOf(target).filter((one) => !one.wanted);
    for (const one of chosen) one.send({ type: 'stop' });
    // A start that comes meanwhile has the last word; the stop is not owed any more.
    await Promise.all(chosen.map((one) => this.#until(one, () => isDown(one) || one.wanted)));
    await app.release();
    return succeeded(target);
  }

  /** Acts on the targets as their files have them, whatever order they were named in. */
  #inOrder(targets: readonly Target[], act: (target: Target) => Promise<Outcome>): Promise<Outcome[]> {
    const inOrder = inDeclaredOrder(targets, this.#host.apps());
    const outcomes = new Map(inOrder.map((target) => [target, act(target)]));
    return Promise.all(targets.map(async (target) => (await outcomes.get(target)) ?? succeeded(target)));
  }

  #until(instance: Instance, reached: () => boolean, timeoutMs?: number): Promise<boolean> {
    return this.#host.waiters.until(instance, reached, timeoutMs);
  }
}

const stopping: Problem = { code: 'supervisor-stopping', severity: 'error', data: {} };

/** Whether instances by the new plan can serve beside those by the old one. */
function canRollOut(app: App, wishes: Partial<Wishes>): boolean {
  const { plan } = app;
  const next = app.design.preview(wishes);
  const isShared = plan.sharing === 'cluster' || plan.sharing === 'socket';
  return isShared && next.sharing === plan.sharing && isDeepStrictEqual(next.socket, plan.socket);
}

/** It does not run although it could: what it was to do is not done either. */
function isMissing(app: App): boolean {
  return app.instances.every(({ isUp, wanted, status }) => !isUp && !wanted && status !== 'completed');
}

function wishesOf({ env, profile, dev, watch }: StartOptions): Partial<Wishes> {
  return {
    ...(dev === undefined ? {} : { dev }),
    ...(watch === undefined ? {} : { watch }),
    ...(env === undefined ? {} : { shellEnv: env }),
    ...(profile === undefined ? {} : { profile }),
  };
}

/** What would keep the app from starting by the plan it would get. */
function errorOf(app: App, wishes: Partial<Wishes>, spec = app.design.newest): Problem | undefined {
  return app.design.preview(wishes, spec).problems.find(({ severity }) => severity === 'error');
}
