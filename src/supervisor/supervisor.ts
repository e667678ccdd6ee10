import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { scrubEnvironment } from '../ecosystem/scrubEnvironment.ts';
import type { Change } from '../protocol/changes.ts';
import type { Params } from '../protocol/contract.ts';
import type { FileInfo, Problem, Snapshot } from '../protocol/model.ts';
import type { AppHost } from './app.ts';
import { App } from './app.ts';
import type { LoadedFile } from './fileLoader.ts';
import { FileLoader, appId, fileInfo, isBroken, isMissing } from './fileLoader.ts';
import type { Instance } from './instance.ts';
import type { Launcher } from './launch/launcher.ts';
import { Operations } from './operations.ts';
import type { Platform } from './platform/platform.ts';
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
  readonly publish: (change: Change) => void;
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
  readonly operations: Operations;
  readonly #options: SupervisorOptions;
  readonly #env: Environment;
  readonly #waiters = new Waiters();
  readonly #loader: FileLoader;
  readonly #apps = new Map<string, App>();
  readonly #files = new Map<string, FileInfo>();
  /** Apps that their file no longer names, kept while they run. */
  readonly #unlisted = new Set<string>();
  #launches = 0;

  constructor(options: SupervisorOptions) {
    this.#options = options;
    this.platform = options.platform;
    this.launcher = options.launcher;
    this.logDir = join(options.stateDir, 'logs');
    this.#env = scrubEnvironment(options.env);
    this.#loader = new FileLoader(options.folder, options.runnerScript);
    this.operations = new Operations(this.#waiters, options.wantedChanged);
  }

  get apps(): readonly App[] {
    return [...this.#apps.values()];
  }

  get instances(): readonly Instance[] {
    return this.apps.flatMap((app) => app.instances);
  }

  get isWanted(): boolean {
    return this.apps.some((app) => app.wanted);
  }

  get snapshot(): Snapshot {
    return {
      files: [...this.#files.values()],
      apps: this.apps.map((app) => app.info),
      instances: this.instances.map((instance) => instance.info),
    };
  }

  instance(id: string): Instance | undefined {
    return this.instances.find((instance) => instance.id === id);
  }

  /** Reads ecosystem files and takes over what they say. What runs is never touched. */
  async load(params: Params<'files/load'>): Promise<{ files: string[]; problems: Problem[] }> {
    const files = await this.#loader.load(params, this.#env, (loaded) => {
      if (isMissing(loaded.file)) this.#forgetFile(loaded.file.path);
      else this.#takeFile(loaded);
    });
    if (params.paths === undefined) {
      const present = new Set(files.map(({ path }) => path));
      for (const path of this.#files.keys()) if (!present.has(path)) this.#forgetFile(path);
    }
    return { files: files.map(({ path }) => path), problems: files.flatMap(({ problems }) => problems) };
  }

  /** Brings back what an earlier supervisor that was killed had running. */
  async resume(saved: readonly SavedApp[]): Promise<void> {
    const wanted = saved.filter((app) => app.wanted);
    for (const app of wanted) {
      if (app.file !== null) await this.load({ paths: [app.file], env: app.env });
      const found = this.#apps.get(app.id);
      if (found === undefined) continue;
      found.shellEnv = app.env;
      found.profile = app.profile;
      found.takeOver();
      const targets = found.instances.filter(({ index }) => !app.stopped.includes(index));
      // All at once, before anything is started: a supervisor that is killed in between leaves the same wish.
      for (const instance of targets) instance.wanted = true;
      await this.operations.start(
        targets.map((instance) => ({ app: found, instance })),
        {},
      );
    }
  }

  /** What a later supervisor needs to carry on. */
  state(boot: string): SavedState {
    const apps = this.apps
      .filter((app) => app.wanted)
      .map((app): SavedApp => ({
        id: app.id,
        file: app.spec.file,
        name: app.spec.name,
        wanted: app.wanted,
        stopped: app.instances.filter(({ wanted }) => !wanted).map(({ index }) => index),
        profile: app.profile,
        env: app.shellEnv,
      }));
    return { version: stateVersion, boot, apps, processes: this.instances.flatMap(({ traces }) => traces) };
  }

  /** Stops everything, the last app of the list first. */
  async stopAll(): Promise<void> {
    this.operations.close();
    const up = this.apps.toReversed().map((app) => ({ app, instance: undefined }));
    await this.operations.stop(up);
  }

  /** Flushes the logs; nothing may run any more. */
  async close(): Promise<void> {
    await Promise.all(this.instances.map(({ log }) => log.close()));
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

  appChanged(app: App): void {
    if (this.#apps.has(app.id)) this.#options.publish({ kind: 'app', app: app.info });
  }

  instanceChanged(instance: Instance): void {
    this.#waiters.changed(instance);
    const info = instance.info;
    const app = this.#apps.get(info.app);
    // An app tells of its instances while it is being made; it is published as a whole right after.
    if (app === undefined) return;
    this.#options.publish({ kind: 'instance', instance: info });
    this.#options.publish({ kind: 'app', app: app.info });
    if (this.#unlisted.has(app.id)) this.#forgetApp(app.id);
  }

  instanceRemoved(instance: Instance): void {
    this.#options.publish({ kind: 'instanceRemoved', id: instance.id });
  }

  notice(instance: Instance | null, problem: Problem): void {
    const named = instance === null ? problem : { ...problem, app: instance.info.name };
    this.#options.notice(named, instance?.id ?? null);
  }

  #takeFile({ file, env }: LoadedFile): void {
    const known = this.#files.get(file.path)?.apps ?? [];
    const info = fileInfo(this.#options.folder, file, isBroken(file) ? known : []);
    this.#files.set(file.path, info);
    this.#options.publish({ kind: 'file', file: info });
    for (const spec of file.apps) {
      const id = appId(this.#options.folder, spec);
      this.#unlisted.delete(id);
      const app = this.#apps.get(id);
      if (app === undefined) this.#add(new App(id, spec, env, this));
      else app.update(spec, env);
    }
    for (const id of known) if (!info.apps.includes(id)) this.#forgetApp(id);
  }

  #add(app: App): void {
    this.#apps.set(app.id, app);
    this.#options.publish({ kind: 'app', app: app.info });
    for (const instance of app.instances)
      this.#options.publish({ kind: 'instance', instance: instance.info });
  }

  #forgetFile(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) return;
    this.#files.delete(path);
    this.#options.publish({ kind: 'fileRemoved', path });
    for (const id of file.apps) this.#forgetApp(id);
  }

  /** An app that still runs stays until it is stopped; only then is it forgotten. */
  #forgetApp(id: string): void {
    const app = this.#apps.get(id);
    if (app === undefined) return;
    if (app.isUp || app.wanted) {
      this.#unlisted.add(id);
      return;
    }
    this.#unlisted.delete(id);
    app.dispose();
    this.#apps.delete(id);
    this.#options.publish({ kind: 'appRemoved', id });
  }
}
