import { isDeepStrictEqual } from 'node:util';
import type { AppPlan, AppSpec, InstanceCount } from '../ecosystem/appSpec.ts';
import { planApp } from '../ecosystem/planApp.ts';
import { planDevMode } from '../ecosystem/planDevMode.ts';
import { planWatch } from '../ecosystem/planWatch.ts';
import { wantsDevMode } from '../ecosystem/wantsDevMode.ts';
import { formatPort } from '../ecosystem/portSpec.ts';
import type { SpecChanges } from './changes/specChanges.ts';
import { specChanges } from './changes/specChanges.ts';

type Environment = Readonly<Record<string, string>>;

/** What an app is to run with, besides its spec. */
export interface Wishes {
  /** The environment of the shell that started it. */
  readonly shellEnv: Environment;
  readonly profile: string | null;
  /** DEV_MODE or not; null when `DEV_MODE` in the environment decides. */
  readonly dev: boolean | null;
  /**
   * Watching as switched on or off by hand; null when the file and DEV_MODE decide. It holds until the file switches
   * it as well, or DEV_MODE begins or ends.
   */
  readonly watch: boolean | null;
  /** A number of instances set by hand; it holds until the file says another one. */
  readonly scaled: { readonly count: number; readonly over: InstanceCount } | null;
}

/** What an app runs by, what its file says now, and the difference. */
export class AppDesign {
  #spec: AppSpec;
  #plan: AppPlan;
  #newest: AppSpec;
  #wishes: Wishes;
  #pending: SpecChanges | undefined;
  readonly #cpus: number;

  constructor(spec: AppSpec, shellEnv: Environment, cpus: number) {
    this.#cpus = cpus;
    this.#newest = spec;
    this.#wishes = { shellEnv, profile: null, dev: null, watch: null, scaled: null };
    this.#spec = spec;
    this.#plan = this.#planned(this.#wishes, spec);
  }

  get spec(): AppSpec {
    return this.#spec;
  }

  get plan(): AppPlan {
    return this.#plan;
  }

  /** What the file says, whether taken over yet or not. */
  get newest(): AppSpec {
    return this.#newest;
  }

  get wishes(): Wishes {
    return this.#wishes;
  }

  /** What taking over would change, as of the last `update` or `takeOver`. */
  get pending(): SpecChanges {
    this.#pending ??= this.changes({});
    return this.#pending;
  }

  update(spec: AppSpec): void {
    const before = this.#newest;
    this.#newest = spec;
    const { scaled } = this.#wishes;
    if (scaled !== null && !isDeepStrictEqual(scaled.over, spec.instances)) {
      this.#wishes = { ...this.#wishes, scaled: null };
    }
    if ((spec.watch === null) !== (before.watch === null)) this.#wishes = { ...this.#wishes, watch: null };
    this.#pending = undefined;
  }

  /**
   * What taking over `spec` (the file's) with these wishes would change. Reads env_files and looks for the script
   * again.
   */
  changes(wishes: Partial<Wishes>, spec: AppSpec = this.#newest): SpecChanges {
    const plan = this.preview(wishes, spec);
    return specChanges({ spec: this.#spec, plan: this.#plan }, { spec, plan });
  }

  /** The plan that taking over would make. */
  preview(wishes: Partial<Wishes>, spec: AppSpec = this.#newest): AppPlan {
    return this.#planned(this.#wished(wishes), spec);
  }

  takeOver(wishes: Partial<Wishes> = {}, spec: AppSpec = this.#newest): void {
    this.#wishes = this.#wished(wishes);
    this.#spec = spec;
    this.#plan = this.#planned(this.#wishes, spec);
    this.#pending = undefined;
  }

  /**
   * Switches watching on or off, and nothing else of the plan, whatever has changed since it was made; null leaves it
   * to the file and DEV_MODE. What they say anyway is no wish.
   */
  switchWatch(on: boolean | null): void {
    const unswitched = this.#plan.dev ? planDevMode(this.#spec).spec : this.#spec;
    const wish = on === (unswitched.watch !== null) ? null : on;
    this.#wishes = { ...this.#wishes, watch: wish };
    const { watch } = planWatch(unswitched, wish);
    this.#plan = { ...this.#plan, spec: { ...this.#plan.spec, watch } };
    this.#pending = undefined;
  }

  /** `api`, or `api-production` with `append_env_to_name`. */
  get name(): string {
    const { name, appendEnvToName } = this.#spec;
    const { profile } = this.#wishes;
    return appendEnvToName && profile !== null ? `${name}-${profile}` : name;
  }

  /** As the file names it; null when it names none. */
  get configuredPort(): string | null {
    const { socket, spec } = this.#plan;
    if (socket !== null) return String(socket.port);
    return spec.port === null ? null : formatPort(spec.port);
  }

  /** The one port that all instances of a cluster host listen on, or that is bound for them. */
  get sharedPort(): number | undefined {
    const { sharing, socket, spec } = this.#plan;
    if (socket !== null) return socket.port;
    return sharing === 'cluster' && spec.port?.kind === 'single' ? spec.port.port : undefined;
  }

  #wished(wishes: Partial<Wishes>): Wishes {
    const switchesDev = wishes.dev !== undefined && wishes.dev !== this.#wishes.dev;
    return { ...this.#wishes, ...(switchesDev ? { watch: null } : {}), ...wishes };
  }

  #planned({ shellEnv, profile, dev, watch, scaled }: Wishes, written: AppSpec): AppPlan {
    const spec: AppSpec =
      scaled === null ? written : { ...written, instances: { kind: 'count', count: scaled.count } };
    return planApp(spec, {
      shellEnv,
      cpus: this.#cpus,
      profile,
      dev: dev ?? wantsDevMode(spec, shellEnv),
      watch,
    });
  }
}
