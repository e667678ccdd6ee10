import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { AppPlan, AppSpec } from '../ecosystem/appSpec.ts';
import { instanceEnvironment } from '../ecosystem/instanceEnvironment.ts';
import { planApp } from '../ecosystem/planApp.ts';
import { formatPort } from '../ecosystem/portSpec.ts';
import type { AppInfo, Problem } from '../protocol/model.ts';
import { appStatus } from './appStatus.ts';
import type { InstanceHost } from './instance.ts';
import { Instance } from './instance.ts';
import type { Launcher } from './launch/launcher.ts';
import { InstanceLog } from './logs/instanceLog.ts';
import type { Platform } from './platform/platform.ts';
import { choosePort, isPortFree, portTaken } from './ports.ts';
import { slotSettings } from './slotSettings.ts';
import type { SlotSettings } from './slotState.ts';
import { statusOf } from './slotState.ts';

type Environment = Readonly<Record<string, string>>;

/** What an app asks of its supervisor. */
export interface AppHost {
  readonly platform: Platform;
  readonly launcher: Launcher;
  readonly logDir: string;
  readonly cpus: number;
  nextLaunch(instance: Instance): { readonly launch: number; readonly token: string };
  /** Ports given to other instances, of any app. */
  portsInUse(except: Instance): ReadonlySet<number>;
  appChanged(app: App): void;
  instanceChanged(instance: Instance): void;
  instanceRemoved(instance: Instance): void;
  /** Worth a notification; `instance` is null when it is about the app. */
  notice(instance: Instance | null, problem: Problem): void;
}

/** One app: its instances, and the plan they are started by. */
export class App implements InstanceHost {
  readonly id: string;
  readonly platform: Platform;
  readonly launcher: Launcher;
  instances: readonly Instance[] = [];
  profile: string | null = null;
  shellEnv: Environment;
  #spec: AppSpec;
  /** What the file says now; taken over by the next start or restart. */
  #newest: AppSpec;
  #plan: AppPlan;
  /** Why the last start came to nothing, when the plan does not say it. */
  #obstacle: Problem | undefined;
  readonly #host: AppHost;

  constructor(id: string, spec: AppSpec, shellEnv: Environment, host: AppHost) {
    this.id = id;
    this.platform = host.platform;
    this.launcher = host.launcher;
    this.shellEnv = shellEnv;
    this.#host = host;
    this.#spec = spec;
    this.#newest = spec;
    this.#plan = this.#planned();
    this.#fitInstances();
  }

  get spec(): AppSpec {
    return this.#spec;
  }

  get plan(): AppPlan {
    return this.#plan;
  }

  /** Somebody wants it to run. */
  get wanted(): boolean {
    return this.instances.some((instance) => instance.wanted);
  }

  get isUp(): boolean {
    return this.instances.some((instance) => instance.isUp);
  }

  get info(): AppInfo {
    const statuses = this.instances.map((instance) => statusOf(instance.slot.state));
    return {
      id: this.id,
      name: this.#spec.name,
      namespace: this.#spec.namespace,
      file: this.#spec.file,
      script: this.#plan.script,
      args: this.#plan.args,
      cwd: this.#spec.cwd,
      interpreter: this.#plan.interpreter,
      sharing: this.#plan.sharing,
      runMode: 'normal',
      status: appStatus(statuses),
      instances: this.instances.length,
      online: statuses.filter((status) => status === 'online').length,
      port: this.#configuredPort,
      watch: this.#plan.spec.watch !== null,
      wanted: this.wanted,
      problems: this.#obstacle === undefined ? this.#plan.problems : [...this.#plan.problems, this.#obstacle],
    };
  }

  nameOf(index: number): string {
    return this.instances.length > 1 ? `${this.#spec.name}-${index}` : this.#spec.name;
  }

  /** What the file says from now on. What runs is left alone until its next start or restart. */
  update(spec: AppSpec, shellEnv: Environment): void {
    this.#newest = spec;
    if (this.isUp) return;
    if (!this.wanted) this.shellEnv = shellEnv;
    this.takeOver();
  }

  /** Plans again from the newest spec. Nothing may be running by an older plan. */
  takeOver(): void {
    this.#spec = this.#newest;
    this.#plan = this.#planned();
    this.#obstacle = undefined;
    this.#fitInstances();
    this.#host.appChanged(this);
  }

  /** Whether a restart in place would run something else than what the file and shell now say. */
  get isOutdated(): boolean {
    return !isDeepStrictEqual(this.#planned(), this.#plan);
  }

  /**
   * What would keep every instance from starting: errors of the plan, or a fixed port that is taken already.
   */
  async obstacle(): Promise<Problem | undefined> {
    const error = this.#plan.problems.find((problem) => problem.severity === 'error');
    if (error !== undefined || this.isUp) return error;
    const port = this.#plan.socket?.port ?? this.#sharedPort;
    if (port === undefined || (await isPortFree(port))) return undefined;
    this.#obstacle = await portTaken(port, this.platform);
    this.#host.appChanged(this);
    return this.#obstacle;
  }

  /** Frees what the instances had in common, once none of them is left. */
  async release(): Promise<void> {
    if (!this.isUp) await this.launcher.release(this.id);
  }

  dispose(): void {
    for (const instance of this.instances) this.#drop(instance);
    this.instances = [];
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
    let port: number | null = this.#plan.socket?.port ?? this.#sharedPort ?? null;
    const spec = this.#plan.spec.port;
    if (spec !== null && (this.#plan.sharing === 'ports' || this.#plan.sharing === 'none')) {
      const chosen = await choosePort(
        { spec, index, remembered: instance.port, taken: this.#host.portsInUse(instance) },
        this.platform,
      );
      if ('problem' in chosen) return chosen;
      port = chosen.port;
    }
    return { env: instanceEnvironment(this.#plan, { index, port, token }), port };
  }

  settings(instance: Instance): SlotSettings {
    return slotSettings(this.#plan, instance.hasListened);
  }

  changed(instance: Instance): void {
    this.#host.instanceChanged(instance);
  }

  notice(instance: Instance, problem: Problem): void {
    this.#host.notice(instance, problem);
  }

  get #configuredPort(): string | null {
    const { socket, spec } = this.#plan;
    if (socket !== null) return String(socket.port);
    return spec.port === null ? null : formatPort(spec.port);
  }

  /** The one port that all instances of a cluster host listen on, as far as the file names it. */
  get #sharedPort(): number | undefined {
    const { port } = this.#plan.spec;
    return this.#plan.sharing === 'cluster' && port?.kind === 'single' ? port.port : undefined;
  }

  #planned(): AppPlan {
    return planApp(this.#newest, {
      shellEnv: this.shellEnv,
      cpus: this.#host.cpus,
      profile: this.profile,
      dev: false,
    });
  }

  /** As many instances as planned: the lowest indexes stay, those above go. */
  #fitInstances(): void {
    const { instances: count } = this.#plan;
    const kept = this.instances.slice(0, count);
    for (const instance of this.instances.slice(count)) this.#drop(instance);
    for (let index = kept.length; index < count; index += 1) kept.push(this.#create(index));
    this.instances = kept;
    for (const instance of kept) this.#host.instanceChanged(instance);
  }

  #create(index: number): Instance {
    const { name, logs } = this.#spec;
    const log = new InstanceLog({
      dir: join(this.#host.logDir, this.id.slice(0, this.id.lastIndexOf('#')).replaceAll('/', '-')),
      name: `${name}-${index}`,
      app: name,
      index,
      instances: this.#plan.instances,
      spec: logs,
      onProblem: (problem) => this.#host.notice(null, { ...problem, app: name }),
    });
    return new Instance(this, index, log);
  }

  #drop(instance: Instance): void {
    instance.dispose();
    void instance.log.close();
    this.#host.instanceRemoved(instance);
  }
}
