import { isDeepStrictEqual } from 'node:util';
import type { AppPlan, AppSpec } from '../ecosystem/appSpec.ts';
import { instanceEnvironment } from '../ecosystem/instanceEnvironment.ts';
import type { Definition } from '../ecosystem/normaliseDefinition.ts';
import type { AppInfo, Problem } from '../protocol/model.ts';
import { isReloadFailure } from '../protocol/reloadFailure.ts';
import type { Wishes } from './appDesign.ts';
import { AppDesign } from './appDesign.ts';
import { appStatus } from './appStatus.ts';
import { Instance } from './instance.ts';
import type { InstanceHost } from './instanceHost.ts';
import type { InspectorPorts } from './debug/inspectorPorts.ts';
import type { Launcher } from './launch/launcher.ts';
import type { LaunchPlaces } from './launchPlaces.ts';
import { InstanceLog } from './logs/instanceLog.ts';
import type { InstanceLogOptions } from './logs/instanceLog.ts';
import { logFolder } from './logs/logPaths.ts';
import type { Platform } from './platform/platform.ts';
import { choosePort, isPortFree, portTaken } from './ports.ts';
import { slotSettings } from './slotSettings.ts';
import type { SlotSettings } from './slotState.ts';
import { isAtRest, statusOf } from './slotState.ts';
import { ignoredPatterns, respectsGitignore } from './watch/watchOptions.ts';

/** What an app asks of its supervisor. */
export interface AppHost {
  readonly platform: Platform;
  readonly launcher: Launcher;
  readonly logDir: string;
  readonly cpus: number;
  /** For instances that come back without having been asked to. */
  readonly places: LaunchPlaces;
  /** Whether .gitignore files count in what is watched, where `watch_options` say nothing of it. */
  readonly respectsGitignore: boolean;
  nextLaunch(instance: Instance): { readonly launch: number; readonly token: string };
  /** Ports given to other instances, of any app. */
  portsInUse(except: Instance): ReadonlySet<number>;
  readonly inspectorPorts: InspectorPorts;
  /** Whether the apps it waits for are where it wants them. */
  dependenciesMet(app: App): boolean;
  appChanged(app: App): void;
  instanceChanged(instance: Instance, app: App): void;
  instanceRemoved(instance: Instance): void;
  /** Worth a notification; `instance` is null when it is about the app. */
  notice(instance: Instance | null, problem: Problem): void;
}

/** One app: its instances, and the plan they are started by. */
export class App implements InstanceHost {
  readonly id: string;
  readonly platform: Platform;
  readonly launcher: Launcher;
  readonly places: LaunchPlaces;
  readonly design: AppDesign;
  /** By index, lowest first. Those above the planned number are finishing what they have open. */
  instances: readonly Instance[] = [];
  /** Those that wait for another app. */
  readonly waiting = new Set<Instance>();
  /** What it was defined by, when no file has it. */
  definition: Definition | undefined;
  /** Its file names it, or it was defined without one. */
  listed = true;
  /** It came into its file while others of the file ran, and nobody has decided about it yet. */
  isNew = false;
  /** The file whose change caused the last restart, relative to `cwd`. */
  #changedFile: string | null = null;
  #watchProblems: readonly Problem[] = [];
  /** Nobody knows it any more; what is under way with it comes to nothing. */
  #isDisposed = false;
  /** Why the last start came to nothing, when the plan does not say it. */
  #obstacle: Problem | undefined;
  #released: Promise<void> = Promise.resolve();
  readonly #host: AppHost;

  constructor(id: string, spec: AppSpec, shellEnv: Readonly<Record<string, string>>, host: AppHost) {
    this.id = id;
    this.platform = host.platform;
    this.launcher = host.launcher;
    this.places = host.places;
    this.#host = host;
    this.design = new AppDesign(spec, shellEnv, host.cpus);
    this.#fit();
  }

  get spec(): AppSpec {
    return this.design.spec;
  }

  get plan(): AppPlan {
    return this.design.plan;
  }

  /** What users see it called. */
  get name(): string {
    return this.design.name;
  }

  /** Somebody wants it to run. */
  get wanted(): boolean {
    return this.instances.some((instance) => instance.wanted);
  }

  get isUp(): boolean {
    return this.instances.some((instance) => instance.isUp);
  }

  get info(): AppInfo {
    const { spec, plan, design } = this;
    const statuses = this.instances.map((instance) => statusOf(instance.slot.state));
    return {
      id: this.id,
      name: this.name,
      namespace: spec.namespace,
      file: spec.file,
      script: plan.script,
      args: plan.args,
      cwd: spec.cwd,
      interpreter:
        this.instances.find(({ interpreter }) => interpreter !== null)?.interpreter ?? plan.interpreter,
      debugger: plan.debugger,
      sharing: plan.sharing,
      runMode: plan.dev ? 'dev' : 'normal',
      status: appStatus(statuses),
      instances: plan.instances,
      online: statuses.filter((status) => status === 'online').length,
      port: design.configuredPort,
      watch: plan.spec.watch !== null,
      watched: this.#watchedInfo(),
      watchByHand: design.wishes.watch !== null,
      changedFile: this.#changedFile,
      profile: design.wishes.profile,
      profiles: Object.keys(spec.envProfiles),
      autostart: spec.autostart,
      dependsOn: Object.keys(spec.dependsOn),
      wanted: this.wanted,
      listed: this.listed,
      isNew: this.isNew,
      pending: this.isUp || this.wanted ? design.pending.changes : [],
      problems: [
        ...plan.problems,
        ...this.#watchProblems,
        ...(this.#obstacle === undefined ? [] : [this.#obstacle]),
        ...this.instances
          .map(({ problem }) => problem)
          .filter(isReloadFailure)
          .slice(0, 1),
      ],
    };
  }

  get changedFile(): string | null {
    return this.#changedFile;
  }

  nameOf(index: number): string {
    return this.plan.instances > 1 || index > 0 ? `${this.name}-${index}` : this.name;
  }

  /** What the file says from now on. What runs is left alone until it is applied, started or restarted. */
  update(spec: AppSpec, shellEnv: Readonly<Record<string, string>>): void {
    this.design.update(spec);
    if (this.isUp || this.wanted) this.#host.appChanged(this);
    else this.takeOver({ shellEnv });
  }

  /**
   * Plans again from `spec` (what the file says), as wished. What runs stays as it is, so the caller makes sure that the
   * new plan differs in nothing that a running process was started with; instances too many finish and go.
   */
  takeOver(wishes: Partial<Wishes> = {}, spec: AppSpec = this.design.newest): void {
    this.design.takeOver(wishes, spec);
    this.#obstacle = undefined;
    this.#fit();
    this.#host.appChanged(this);
  }

  /** The instances that the plan has. */
  get planned(): readonly Instance[] {
    return this.instances.filter(({ index }) => index < this.plan.instances);
  }

  /**
   * What would keep every instance from starting: errors of the plan, or a fixed port that is taken already.
   */
  async obstacle(): Promise<Problem | undefined> {
    const error = this.plan.problems.find((problem) => problem.severity === 'error');
    if (error !== undefined || this.isUp) return error;
    const port = this.design.sharedPort;
    if (port === undefined || (await isPortFree(port, this.plan.socket?.host))) return undefined;
    return this.refuse(await portTaken(port, this.platform));
  }

  /** Shows why it was not started. */
  refuse(problem: Problem): Problem {
    this.#obstacle = problem;
    this.#host.appChanged(this);
    return problem;
  }

  setChangedFile(file: string | null): void {
    if (file === this.#changedFile) return;
    this.#changedFile = file;
    this.#host.appChanged(this);
  }

  /** Switches watching on or off at once; null leaves it to the file and DEV_MODE. */
  switchWatch(on: boolean | null): void {
    this.design.switchWatch(on);
    this.#host.appChanged(this);
  }

  get respectsGitignore(): boolean {
    return this.#host.respectsGitignore;
  }

  /** What keeps it from being watched as it should be. */
  setWatchProblems(problems: readonly Problem[]): void {
    if (isDeepStrictEqual(problems, this.#watchProblems)) return;
    this.#watchProblems = problems;
    this.#host.appChanged(this);
  }

  /** Frees what the instances had in common, once none of them is left; resolves when it is free. */
  async release(): Promise<void> {
    const earlier = this.#released;
    if (!this.isUp) this.#released = this.launcher.release(this.id).then(() => earlier);
    await this.#released;
  }

  dispose(): void {
    this.#isDisposed = true;
    const { instances } = this;
    this.instances = [];
    for (const instance of instances) this.#drop(instance);
  }

  nextLaunch(instance: Instance): { readonly launch: number; readonly token: string } {
    return this.#host.nextLaunch(instance);
  }

  async prepare(
    instance: Instance,
    token: string,
  ): Promise<
    { readonly env: Record<string, string>; readonly port: number | null } | { readonly problem: Problem }
  > {
    const { index } = instance;
    const { plan } = this;
    let port: number | null = this.design.sharedPort ?? null;
    const spec = plan.spec.port;
    if (spec !== null && (plan.sharing === 'ports' || plan.sharing === 'none')) {
      const chosen = await choosePort(
        { spec, index, remembered: instance.port, taken: this.#host.portsInUse(instance) },
        this.platform,
      );
      if ('problem' in chosen) return chosen;
      port = chosen.port;
    }
    return { env: instanceEnvironment(plan, { index, port, token }), port };
  }

  debugPort(instance: Instance, kind: 'node' | 'python'): Promise<number> {
    return this.#host.inspectorPorts.of(instance.id, kind);
  }

  settings(instance: Instance): SlotSettings {
    return slotSettings(this.plan, {
      hasListened: instance.hasListened,
      dependenciesMet: this.#host.dependenciesMet(this),
    });
  }

  changed(instance: Instance): void {
    // Of one that has gone something may still come, such as a measurement: it must not reappear by that.
    if (!this.instances.includes(instance)) return;
    if (instance.slot.state.kind === 'waiting') this.waiting.add(instance);
    else this.waiting.delete(instance);
    this.#host.instanceChanged(instance, this);
    if (instance.index >= this.plan.instances && !instance.isUp) {
      this.instances = this.instances.filter((one) => one !== instance);
      this.#drop(instance);
      this.#host.appChanged(this);
    }
    if (isAtRest(instance.slot.state) && this.#isAtRest) this.#releaseUnasked();
  }

  notice(instance: Instance, problem: Problem): void {
    this.#host.notice(instance, problem);
  }

  /** As many instances as planned: the lowest indexes stay or come, those above go. */
  #fit(): void {
    if (this.#isDisposed) return;
    const { instances: count } = this.plan;
    const known = new Map(this.instances.map((instance) => [instance.index, instance]));
    for (let index = 0; index < count; index += 1) {
      const instance = known.get(index);
      if (instance === undefined)
        known.set(index, new Instance(this, index, new InstanceLog(this.#log(index))));
      else instance.log.configure(this.#log(index));
    }
    this.instances = [...known.values()].sort((a, b) => a.index - b.index);
    for (const instance of this.instances.toReversed()) {
      if (instance.index < count) this.#host.instanceChanged(instance, this);
      else if (instance.isUp) instance.leave();
      else this.changed(instance);
    }
  }

  get #isAtRest(): boolean {
    return this.instances.every(({ slot }) => isAtRest(slot.state));
  }

  /** Whoever was the last may have crashed for good or been scaled away: a shared port would be held for nobody. */
  #releaseUnasked(): void {
    this.release().catch((error: unknown) => {
      console.error(`${this.id}: ${String(error)}`);
    });
  }

  #watchedInfo(): AppInfo['watched'] {
    const { watch } = this.plan.spec;
    if (watch === null) return null;
    const { paths, options, delayMs } = watch;
    const ignore = [...watch.ignore, ...ignoredPatterns(options)];
    return { paths, ignore, gitignore: respectsGitignore(options, this.respectsGitignore), delayMs };
  }

  #log(index: number): InstanceLogOptions {
    const { name, logs } = this.spec;
    return {
      dir: logFolder(this.#host.logDir, this.id, name),
      name: `${name}-${index}`,
      app: name,
      index,
      instances: this.plan.instances,
      spec: logs,
      onProblem: (problem) => this.#host.notice(null, { ...problem, app: name }),
    };
  }

  #drop(instance: Instance): void {
    this.waiting.delete(instance);
    instance.close().catch((error: unknown) => {
      console.error(`${instance.id}: ${String(error)}`);
    });
    this.#host.instanceRemoved(instance);
  }
}
