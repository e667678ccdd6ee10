import { instancesOf } from '../../client/instancesOf.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Outcome } from '../../protocol/contract.ts';
import type { LoadProgress, LoadReport, LoadRow } from '../../protocol/load.ts';
import type { AppInfo, InstanceInfo, Problem, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { UserError } from '../userError.ts';
import { CpuMeter, MachineClock } from './cpuMeter.ts';
import { Generator } from './generate.ts';
import { loadWarnings } from './loadWarnings.ts';
import type { LoadPlan } from './plan.ts';
import { sharesOf } from './shares.ts';
import { snapshotThat } from './snapshotThat.ts';
import type { LoadRequest } from './target.ts';
import { findOrigin } from './target.ts';

export interface LoadOptions {
  /** null: what its health check asks for, else `/`. */
  readonly path: string | null;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly connections: number;
  /** Of each row. */
  readonly seconds: number;
  readonly plan: LoadPlan;
  readonly cores: number;
  /** Leaves the app as the last row had it. */
  readonly keep: boolean;
  /** The environment that an app is started with. */
  readonly env: Readonly<Record<string, string>>;
  /** Absolute path of the bundle that sends requests. */
  readonly script: string;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LoadProgress) => void;
}

/** What does not tell that it listens is looked up every five seconds. */
const portWithinMs = 7000;
const onlineWithinMs = 30_000;

/** Measures an app with one number of instances after another, and gives it back as it was. */
export async function measureApp(
  client: SupervisorClient,
  app: AppInfo,
  options: LoadOptions,
): Promise<LoadReport> {
  refuseDevMode(app);
  const begun = await client.request('load/begin', { app: app.id });
  if (begun.problem !== null) throw new UserError(describeProblem(begun.problem));
  const request = { ...options, path: options.path ?? begun.path ?? '/' };
  const measurement = new Measurement(client, app, request);
  try {
    await measurement.run();
  } finally {
    options.onProgress({ ...measurement.progress, phase: 'restoring' });
    await client.request('load/end', { app: app.id, keep: options.keep && measurement.isComplete });
  }
  return measurement.report;
}

class Measurement {
  progress: LoadProgress;
  readonly #client: SupervisorClient;
  readonly #app: AppInfo;
  readonly #options: LoadOptions & LoadRequest;
  readonly #cpu: CpuMeter;
  readonly #rows: LoadRow[] = [];
  readonly #problems: Problem[] = [];

  constructor(client: SupervisorClient, app: AppInfo, options: LoadOptions & LoadRequest) {
    this.#client = client;
    this.#app = app;
    this.#options = options;
    this.#cpu = new CpuMeter(client);
    this.progress = { phase: 'starting', instances: 0, step: 0, steps: options.plan.steps.length };
  }

  get isComplete(): boolean {
    return this.#rows.length === this.#options.plan.steps.length;
  }

  get report(): LoadReport {
    const { method, path, connections, seconds, cores, plan, keep } = this.#options;
    const facts = { rows: this.#rows, cores, generators: plan.threads, connections };
    return {
      app: this.#app.name,
      id: this.#app.id,
      request: { method, path },
      seconds,
      ...facts,
      warnings: [...this.#problems, ...loadWarnings(facts)],
      isPartial: !this.isComplete,
      before: this.#app.wanted ? this.#app.instances : 0,
      kept: keep && this.isComplete,
    };
  }

  async run(): Promise<void> {
    const { signal, plan, env } = this.#options;
    await this.#client.request('metrics/watch', { on: true });
    if (!this.#app.wanted) {
      this.#tell('starting', 0);
      const { outcomes } = await this.#client.request('apps/start', {
        targets: [this.#app.id],
        env,
        wait: true,
      });
      const failure = reasonOf(outcomes);
      if (failure !== undefined) throw new UserError(`"${this.#app.name}" did not start. ${failure}`);
      refuseDevMode(this.#now(this.#client.snapshot) ?? this.#app);
    }
    for (const [step, instances] of plan.steps.entries()) {
      this.progress = { ...this.progress, step };
      const reason = signal.aborted ? undefined : await this.#scale(instances);
      if (reason !== undefined) {
        const data = { count: String(instances), reason };
        this.#problems.push({ code: 'load-step', severity: 'error', data });
        return;
      }
      if (!signal.aborted) await this.#measure(instances);
      if (signal.aborted) {
        this.#problems.push({ code: 'load-interrupted', severity: 'error', data: {} });
        return;
      }
    }
  }

  /** Why it cannot have so many; undefined when they are online. */
  async #scale(instances: number): Promise<string | undefined> {
    this.#tell('scaling', instances);
    const targets = [this.#app.id];
    const { outcomes } = await this.#client.request('apps/scale', { targets, instances, wait: true });
    const failure = reasonOf(outcomes);
    if (failure !== undefined) return failure;
    const areSettled = (snapshot: Snapshot): boolean => {
      const own = this.#instances(snapshot);
      return (
        own.length === instances && own.every(({ status }) => status === 'online' || status === 'errored')
      );
    };
    const { signal } = this.#options;
    await snapshotThat(this.#client, areSettled, { withinMs: onlineWithinMs, signal });
    const missing = this.#instances(this.#client.snapshot).find(({ status }) => status !== 'online');
    if (missing === undefined || signal.aborted) return undefined;
    const { problem } = missing;
    return problem === null
      ? `"${missing.name}" was not online after ${onlineWithinMs / 1000} s.`
      : describeProblem(problem);
  }

  async #measure(instances: number): Promise<void> {
    const { seconds, plan, signal, script, method, headers, body, connections } = this.#options;
    const task = { urls: await this.#urls(), method, headers, body, connections };
    const generator = new Generator(script, task, plan.threads);
    try {
      this.#tell('warming', instances);
      await generator.run(plan.warmUpSeconds, signal);
      const before = await this.#counts();
      const own = this.#instances(this.#client.snapshot);
      const begun = Date.now();
      const clock = new MachineClock();
      this.#tell('measuring', instances);
      const count = await generator.run(seconds, signal);
      const ended = Date.now();
      const machineCpu = clock.busy();
      const after = await this.#counts();
      const cpu = this.#cpu.between(begun, ended);
      const appCpu = cpu.size === 0 ? null : own.reduce((sum, { id }) => sum + (cpu.get(id) ?? 0), 0);
      const [first] = this.#rows;
      this.#rows.push({
        ...count,
        instances,
        factor: factor(count.perSecond, first),
        exits: this.#exitsSince(own),
        cpu: appCpu,
        othersCpu: appCpu === null ? null : Math.max(0, machineCpu - appCpu),
        ...sharesOf(own, { before, after, cpu }),
      });
    } catch (error) {
      // Ended by the signal, in the middle of it.
      if (!signal.aborted) throw error;
    } finally {
      await generator.end();
    }
  }

  /** One for each port: instances that have their own are asked in turn, as a balancer would. */
  async #urls(): Promise<string[]> {
    const { signal, path } = this.#options;
    const { name } = this.#app;
    const listen = (snapshot: Snapshot): boolean =>
      this.#instances(snapshot).every(({ port }) => port !== null);
    await snapshotThat(this.#client, listen, { withinMs: portWithinMs, signal });
    const instances = this.#instances(this.#client.snapshot);
    const ports = [...new Set(instances.flatMap(({ port }) => (port === null || port === 0 ? [] : [port])))];
    if (ports.length === 0) {
      throw new UserError(
        `"${name}" listens on no port that Drover knows of, so there is nothing to ask. If it is a server, name its "port" in the ecosystem file.`,
      );
    }
    const origins = await Promise.all(ports.map((port) => findOrigin(port, this.#options)));
    return origins.map((origin, index) => {
      if (origin !== undefined) return `${origin}${path}`;
      throw new UserError(
        `"${name}" answered no HTTP request on port ${ports[index] ?? ''} of this machine within 10 s. Nothing else is measured.`,
      );
    });
  }

  async #counts(): Promise<ReadonlyMap<string, number | null>> {
    const { instances } = await this.#client.request('load/count', { app: this.#app.id });
    return new Map(instances.map(({ instance, requests }) => [instance, requests]));
  }

  #exitsSince(before: readonly InstanceInfo[]): number {
    const now = new Map(this.#instances(this.#client.snapshot).map((one) => [one.id, one]));
    return before.filter(({ id, pid }) => now.get(id)?.pid !== pid).length;
  }

  #now({ apps }: Snapshot): AppInfo | undefined {
    return apps.find(({ id }) => id === this.#app.id);
  }

  #instances({ instances }: Snapshot): readonly InstanceInfo[] {
    return instancesOf(this.#app, instances);
  }

  #tell(phase: LoadProgress['phase'], instances: number): void {
    this.progress = { ...this.progress, phase, instances };
    this.#options.onProgress(this.progress);
  }
}

function refuseDevMode({ name, runMode }: AppInfo): void {
  if (runMode !== 'dev') return;
  throw new UserError(
    `"${name}" is in DEV_MODE, as one instance that is made for changes and not for load. "drover restart ${name} --no-dev" brings its cluster back.`,
  );
}

function reasonOf(outcomes: readonly Outcome[]): string | undefined {
  const failure = outcomes.find(({ ok }) => !ok);
  if (failure === undefined) return undefined;
  return failure.problem === null ? 'It failed.' : describeProblem(failure.problem);
}

function factor(perSecond: number, first: LoadRow | undefined): number | null {
  if (first === undefined) return 1;
  return first.perSecond === 0 ? null : perSecond / first.perSecond;
}
