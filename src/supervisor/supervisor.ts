import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scrubEnvironment } from '../ecosystem/scrubEnvironment.ts';
import type { Change } from '../protocol/changes.ts';
import type { Outcome, Params } from '../protocol/contract.ts';
import type { Problem, Snapshot } from '../protocol/model.ts';
import type { AppHost } from './app.ts';
import { App } from './app.ts';
import { AppWatches } from './appWatches.ts';
import { Catalogue } from './catalogue.ts';
import { CronJobs } from './cronJobs.ts';
import { DefinedApps } from './definedApps.ts';
import { dependenciesMet, dependentsOf, vainWait } from './dependencies.ts';
import { FileLoader, isMissing } from './fileLoader.ts';
import type { Instance } from './instance.ts';
import { InspectorPorts } from './debug/inspectorPorts.ts';
import type { Launcher } from './launch/launcher.ts';
import { Loans } from './loans.ts';
import { defaultPlaces } from './launchPlaces.ts';
import { Operations } from './operations/operations.ts';
import { rollOut } from './operations/rollOut.ts';
import type { Platform } from './platform/platform.ts';
import type { Changed } from './publisher.ts';
import { missingApp } from './savedApps.ts';
import type { SavedApp, SavedState } from './state.ts';
import { stateVersion } from './state.ts';
import { Waiters } from './waitFor.ts';

type Environment = Readonly<Record<string, string>>;

export interface SupervisorOptions {
  readonly folder: string;
  readonly stateDir: string;
  readonly key: string;
  readonly generation: number;
  readonly runnerScript: string;
  readonly platform: Platform;
  readonly launcher: Launcher;
  readonly env: Environment;
  readonly publish: (change: Change | Changed) => void;
  readonly notice: (problem: Problem, instance: string | null) => void;
  /** The wanted state has changed and is to be saved. */
  readonly wantedChanged: () => void;
}

/** Owns every app of one workspace folder. Knows nothing of sockets and clients. */
export class Supervisor implements AppHost {
  readonly platform: Platform;
  readonly launcher: Launcher;
  readonly logDir: string;
  readonly cpus = availableParallelism();
  readonly places = defaultPlaces(this.cpus);
  /** Whether watched apps heed the project's .gitignore files, where their `watch_options` say nothing of it. */
  #respectsGitignore = true;
  readonly inspectorPorts: InspectorPorts;
  readonly operations: Operations;
  readonly loans: Loans;
  readonly defined: DefinedApps;
  readonly #options: SupervisorOptions;
  readonly #env: Environment;
  readonly #waiters = new Waiters();
  readonly #loader: FileLoader;
  readonly #catalogue: Catalogue;
  readonly #cron = new CronJobs();
  readonly #watches = new AppWatches(this.#waiters, (problem) => this.notice(null, problem));
  #launches = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.platform = options.platform;
    this.launcher = options.launcher;
    this.logDir = join(options.stateDir, 'logs');
    this.#env = scrubEnvironment(options.env);
    this.inspectorPorts = new InspectorPorts(options.key);
    this.#loader = new FileLoader(options.folder, options.runnerScript);
    this.#catalogue = new Catalogue({
      folder: options.folder,
      create: (id, spec, env) => new App(id, spec, env, this),
      publish: (change) => this.#publish(change),
    });
    this.operations = new Operations({
      waiters: this.#waiters,
      apps: () => this.apps,
      places: defaultPlaces(this.cpus),
      wantedChanged: options.wantedChanged,
    });
    this.loans = new Loans(this.operations);
    this.defined = new DefinedApps({
      catalogue: this.#catalogue,
      operations: this.operations,
      cpus: this.cpus,
      env: this.#env,
      changed: options.wantedChanged,
    });
  }

  get apps(): readonly App[] {
    return this.#catalogue.apps;
  }

  get instances(): readonly Instance[] {
    return this.apps.flatMap((app) => app.instances);
  }

  get isWanted(): boolean {
    return this.apps.some((app) => app.wanted);
  }

  get snapshot(): Snapshot {
    return {
      files: [...this.#catalogue.files],
      apps: this.apps.map((app) => app.info),
      instances: this.instances.map((instance) => instance.info),
    };
  }

  /** The `max_memory_restart`, in bytes, of each instance that has one and serves, by instance id. */
  get memoryLimits(): ReadonlyMap<string, number> {
    const limits = new Map<string, number>();
    for (const { spec, instances } of this.apps) {
      if (spec.maxMemoryBytes === null) continue;
      for (const { id, status, debugging } of instances) {
        if (status === 'online' && !debugging.isHeld) limits.set(id, spec.maxMemoryBytes);
      }
    }
    return limits;
  }

  get respectsGitignore(): boolean {
    return this.#respectsGitignore;
  }

  /** Goes for what is watched already, too. */
  setRespectsGitignore(on: boolean): void {
    if (on === this.#respectsGitignore) return;
    this.#respectsGitignore = on;
    for (const app of this.apps) {
      this.#watches.refresh(app);
      this.appChanged(app);
    }
  }

  instance(id: string): Instance | undefined {
    return this.instances.find((instance) => instance.id === id);
  }

  /** Reads ecosystem files and takes over what they say. What runs is never touched. */
  async load(params: Params<'files/load'>): Promise<{ files: string[]; problems: Problem[] }> {
    const files = await this.#loader.load(params, this.#env, (loaded) => {
      if (isMissing(loaded.file)) this.#catalogue.forgetFile(loaded.file.path);
      else this.#catalogue.take(loaded);
    });
    if (params.paths === undefined) {
      const present = new Set(files.map(({ path }) => path));
      for (const { path } of this.#catalogue.files) if (!present.has(path)) this.#catalogue.forgetFile(path);
    }
    return { files: files.map(({ path }) => path), problems: files.flatMap(({ problems }) => problems) };
  }

  /**
   * Starts saved apps that do not run: those of an earlier supervisor that was killed, or kept by `save`. What no file
   * has is there again, whether it is to run or not.
   */
  async resume(saved: readonly SavedApp[], options: { readonly wait?: boolean } = {}): Promise<Outcome[]> {
    const wanted = saved.filter((app) => app.wanted);
    const problems = saved.flatMap((one) => this.defined.recall(one));
    for (const file of new Set(wanted.map((app) => app.file))) {
      const [first] = wanted.filter((app) => app.file === file);
      if (file === null || first === undefined) continue;
      problems.push(...(await this.load({ paths: [file], env: first.env })).problems);
    }
    const missing = wanted.filter(({ id }) => this.#catalogue.app(id) === undefined);
    const targets = saved.flatMap((one) => {
      const app = this.#catalogue.app(one.id);
      if (app === undefined || app.isUp || (app.wanted && !one.wanted)) return [];
      const count = one.scaled ?? null;
      const scaled = count === null ? null : { count, over: app.design.newest.instances };
      const { env: shellEnv, profile, dev = null, watch = null } = one;
      app.takeOver({ shellEnv, profile, dev, watch, scaled });
      return app.planned
        .filter(({ index }) => one.wanted && !one.stopped.includes(index))
        .map((instance) => ({ app, instance }));
    });
    // All at once, before anything is started: a supervisor that is killed in between leaves the same wish.
    for (const { instance } of targets) instance.wanted = true;
    const started = await this.operations.start(targets, options);
    return [...started, ...missing.map((one) => missingApp(one, problems))];
  }

  /** What a later supervisor needs to carry on. */
  state(boot: string): SavedState {
    const apps = this.apps
      .filter((app) => app.wanted || app.definition !== undefined)
      .map((app): SavedApp => {
        const { shellEnv, profile, dev, watch } = app.design.wishes;
        const stopped = app.instances.filter(({ wanted }) => !wanted).map(({ index }) => index);
        const now = { wanted: app.wanted, stopped, scaled: app.design.wishes.scaled };
        // What a client does with an app that it gives back is not to outlive both.
        const { wanted, scaled, ...own } = this.loans.get(app) ?? now;
        return {
          id: app.id,
          file: app.spec.file,
          name: app.spec.name,
          wanted,
          stopped: own.stopped,
          profile,
          dev,
          watch,
          env: shellEnv,
          scaled: scaled?.count ?? null,
          definition: app.definition ?? null,
        };
      });
    return { version: stateVersion, boot, apps, processes: this.instances.flatMap(({ traces }) => traces) };
  }

  /** Stops everything, what others wait for after these, the last app of the list first. */
  async stopAll(): Promise<void> {
    this.operations.close();
    await this.operations.stop(this.apps.toReversed().map((app) => ({ app, instance: undefined })));
  }

  /** Flushes the logs; nothing may run any more. */
  async close(): Promise<void> {
    this.#cron.dispose();
    await this.#watches.dispose();
    await Promise.all(this.instances.map((instance) => instance.close()));
  }

  nextLaunch(instance: Instance): { readonly launch: number; readonly token: string } {
    this.#launches += 1;
    const { key, generation } = this.#options;
    return { launch: this.#launches, token: `${key}:${generation}:${this.#launches}:${instance.id}` };
  }

  portsInUse(except: Instance): ReadonlySet<number> {
    const ports = this.instances.filter((one) => one !== except && one.isUp).map(({ port }) => port);
    return new Set(ports.filter((port) => port !== null));
  }

  dependenciesMet(app: App): boolean {
    return dependenciesMet(app, this.apps);
  }

  appChanged(app: App): void {
    if (this.#catalogue.app(app.id) !== app) return;
    this.#options.publish({ kind: 'app', of: app });
    this.#schedule(app.id);
    this.#watches.update(app);
    this.#tellWaiting(app);
  }

  instanceChanged(instance: Instance, app: App): void {
    this.#waiters.changed(instance);
    // An app tells of its instances while it is being made; it is published as a whole right after.
    if (this.#catalogue.app(app.id) !== app) return;
    this.#options.publish({ kind: 'instance', of: instance });
    this.#options.publish({ kind: 'app', of: app });
    this.#watches.update(app);
    this.#tellWaiting(app);
    this.#catalogue.settle(app);
  }

  instanceRemoved(instance: Instance): void {
    this.#waiters.changed(instance);
    void this.inspectorPorts.forget(instance.id);
    this.#options.publish({ kind: 'instanceRemoved', id: instance.id });
  }

  notice(instance: Instance | null, problem: Problem): void {
    const named = instance === null ? problem : { ...problem, app: instance.info.name };
    this.#options.notice(named, instance?.id ?? null);
  }

  #publish(change: Change): void {
    this.#options.publish(change);
    if (change.kind === 'app') this.#schedule(change.app.id);
    if (change.kind === 'appRemoved') this.#cron.remove(change.id);
  }

  #schedule(id: string): void {
    const app = this.#catalogue.app(id);
    this.#cron.set(id, app?.spec.cron ?? null, async () => {
      const isShared = app?.plan.sharing === 'cluster' || app?.plan.sharing === 'socket';
      if (app !== undefined && isShared)
        await rollOut({ app, instance: undefined }, this.#waiters, { reason: 'cron' });
      else for (const instance of app?.planned ?? []) instance.send({ type: 'reload', reason: 'cron' });
    });
  }

  /** `app` itself and whoever waits for it may go now, or learn that they wait in vain. */
  #tellWaiting(app: App): void {
    const { apps } = this;
    for (const one of [app, ...dependentsOf(app, apps)]) {
      if (one.waiting.size === 0) continue;
      const isMet = dependenciesMet(one, apps);
      const problem = vainWait(one, apps);
      for (const instance of [...one.waiting]) {
        if (isMet) instance.send({ type: 'dependenciesMet' });
        else instance.waitFor(problem);
      }
    }
  }
}
