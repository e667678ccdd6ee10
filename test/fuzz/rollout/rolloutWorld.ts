import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import type { Outcome } from '../../../src/protocol/contract.ts';
import type { AppHost } from '../../../src/supervisor/app.ts';
import { App } from '../../../src/supervisor/app.ts';
import type { InspectorPorts } from '../../../src/supervisor/debug/inspectorPorts.ts';
import { dependenciesMet, dependentsOf, vainWait } from '../../../src/supervisor/dependencies.ts';
import type { Instance } from '../../../src/supervisor/instance.ts';
import { defaultPlaces } from '../../../src/supervisor/launchPlaces.ts';
import { applyFiles } from '../../../src/supervisor/operations/applyFiles.ts';
import { Operations } from '../../../src/supervisor/operations/operations.ts';
import { rollOut } from '../../../src/supervisor/operations/rollOut.ts';
import { processesOf } from '../../../src/supervisor/slotState.ts';
import { Waiters } from '../../../src/supervisor/waitFor.ts';
import { Random } from '../random.ts';
import type { RolloutCase, RolloutStep } from './rolloutCase.ts';
import { SimulatedMachine } from './simulatedMachine.ts';
import { VirtualTime } from './virtualTime.ts';

/** Longer than any wait of a request (30 s), any back-off and the give-up on a process that cannot be killed. */
const restMs = 600_000;
const cpus = 2;

/** What the ecosystem file says; `edits` is how often it was edited, and what is broken by it. */
function written(edits: readonly { readonly app: string; readonly change: number }[]): unknown {
  const common = { disable_logs: true, max_restarts: 3, listen_timeout: 2_000 };
  const cluster = { script: '/bin/cat', interpreter: 'node', exec_mode: 'cluster' };
  const apps: Record<string, unknown>[] = [
    { name: 'web', ...cluster, instances: 3, ...common },
    { name: 'api', ...cluster, instances: 2, wait_ready: false, ...common, min_uptime: 100 },
    { name: 'job', script: '/bin/cat', interpreter: 'node', instances: 1, ...common },
    { name: 'late', script: '/bin/cat', interpreter: 'node', depends_on: ['web'], ...common },
  ];
  for (const { app: name, change } of edits) {
    const app = apps.find((one) => one['name'] === name);
    if (app === undefined) continue;
    const changes: readonly Record<string, unknown>[] = [
      { env: { VERSION: String(edits.length) } },
      { env: { BROKEN: '1' } },
      { env: {} },
      { instances: 4 },
      { kill_timeout: 100 },
      { env: { MUTE: '1' } },
    ];
    Object.assign(app, changes[change % changes.length]);
  }
  return { apps };
}

/** A reload of instances that all serve: how many they are, and how many had died when it began. */
interface QuietReload {
  readonly serving: number;
  readonly deaths: number;
  /** How many successors there may be that have replaced nobody. */
  readonly surge: number;
  /** One has replaced somebody. */
  isProven: boolean;
}

/** What a reload does not fail by. */
const harmless: readonly RolloutStep['does'][] = [
  'reload',
  'save',
  'cron',
  'memory',
  'restart one',
  'release',
];

/** Apps under the product's own operations, on a machine and in a time that are simulated. */
export class RolloutWorld implements AppHost {
  readonly time = new VirtualTime();
  readonly machine: SimulatedMachine;
  readonly violations: string[] = [];
  readonly #random: Random;
  readonly #case: RolloutCase;
  readonly #waiters = new Waiters();
  readonly #operations: Operations;
  readonly #edits: { readonly app: string; readonly change: number }[] = [];
  readonly #unanswered = new Map<Promise<unknown>, string>();
  /** Reloads that nothing disturbs. */
  readonly #quiet = new Map<App, QuietReload>();
  /** How often something was done that may keep a reload from succeeding. */
  #disturbances = 0;
  #launches = 0;
  readonly apps: readonly App[];

  readonly places = defaultPlaces(cpus);
  readonly logDir = '/nowhere';
  readonly cpus = cpus;
  readonly respectsGitignore = false;
  readonly inspectorPorts = { of: () => Promise.resolve(20_000) } as unknown as InspectorPorts;

  constructor(one: RolloutCase) {
    this.#case = one;
    this.#random = new Random(one.seed);
    const random = this.#random;
    this.machine = new SimulatedMachine(this.time, new Random(random.seed()), {
      crashes: one.crashes ? 0.3 : 0,
      stubborn: random.pick([0, 0.2, 1]),
      leavesChildren: random.pick([0, 0.2]),
    });
    this.#operations = new Operations({
      waiters: this.#waiters,
      apps: () => this.apps,
      places: defaultPlaces(cpus),
      wantedChanged: () => undefined,
    });
    this.apps = this.#specs().map((spec) => new App(`e.json#${spec.name}`, spec, {}, this));
  }

  get platform(): SimulatedMachine['platform'] {
    return this.machine.platform;
  }

  get launcher(): SimulatedMachine['launcher'] {
    return this.machine.launcher;
  }

  async run(): Promise<readonly string[]> {
    this.time.install();
    try {
      for (const step of this.#case.steps) await this.#step(step);
      await this.#finish();
    } finally {
      for (const app of this.apps) app.dispose();
      this.time.uninstall();
    }
    return [...this.violations, ...this.machine.problems];
  }

  nextLaunch(instance: Instance): { readonly launch: number; readonly token: string } {
    this.#launches += 1;
    return { launch: this.#launches, token: `k:1:${this.#launches}:${instance.id}` };
  }

  portsInUse(): ReadonlySet<number> {
    return new Set();
  }

  dependenciesMet(app: App): boolean {
    return dependenciesMet(app, this.apps);
  }

  appChanged(app: App): void {
    // It tells of itself while it is being made.
    if (this.apps === undefined) return;
    for (const one of [app, ...dependentsOf(app, this.apps)]) {
      for (const instance of one.instances.filter(({ status }) => status === 'waiting')) {
        if (dependenciesMet(one, this.apps)) instance.send({ type: 'dependenciesMet' });
        else instance.waitFor(vainWait(one, this.apps));
      }
    }
  }

  instanceChanged(instance: Instance): void {
    this.#waiters.changed(instance);
    const app = this.apps?.find((one) => one.instances.includes(instance));
    if (app === undefined) return;
    this.appChanged(app);
    this.#look(app);
  }

  instanceRemoved(instance: Instance): void {
    this.#waiters.changed(instance);
  }

  notice(): void {
    // Nobody reads them here.
  }

  #specs(): readonly AppSpec[] {
    const { apps, problems } = normaliseEcosystem(written(this.#edits), {
      path: join(tmpdir(), 'e.json'),
      dialect: 'pm2',
    });
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
    return apps;
  }

  async #step({ waitMs, app: at, does, number, waits }: RolloutStep): Promise<void> {
    await this.time.pass(waitMs);
    const app = this.apps[at % this.apps.length];
    const instance = app?.instances[number % app.instances.length];
    if (app === undefined || instance === undefined) return;
    const answer = this.#act(does, { app, instance, number });
    if (answer === undefined) return;
    let isAnswered = false;
    const story = `${does} ${app.name} ${number}`;
    const done = answer.finally(() => {
      isAnswered = true;
      this.#unanswered.delete(done);
    });
    this.#unanswered.set(done, story);
    done.catch((error: unknown) => this.violations.push(`${story}: ${String(error)}`));
    if (waits) await this.time.pass(restMs, () => isAnswered);
  }

  #act(
    does: RolloutStep['does'],
    { app, instance, number }: { readonly app: App; readonly instance: Instance; readonly number: number },
  ): Promise<unknown> | undefined {
    const operations = this.#operations;
    const [all, one] = [
      { app, instance: undefined },
      { app, instance },
    ];
    if (does !== 'hold' && does !== 'release') this.#quiet.clear();
    if (!harmless.includes(does)) this.#disturbances += 1;
    switch (does) {
      case 'start':
        return operations.start([all], { wait: number % 2 === 0 });
      case 'start one':
        return operations.start([one], {});
      case 'stop':
        return operations.stop([all]);
      case 'stop one':
        return operations.stop([one]);
      case 'restart':
        return operations.restart([all], number > 2 ? { parallel: number - 2 } : {});
      case 'restart one':
        return operations.restart([one], {});
      case 'reload':
        return this.#reload(app, number > 2 ? number - 2 : undefined);
      case 'save':
        return rollOut(all, this.#waiters, { reason: 'watch', places: this.places });
      case 'cron':
        return rollOut(all, this.#waiters, { reason: 'cron' });
      case 'scale':
        return operations.scale(app, number, {});
      case 'edit':
        this.#edits.push({ app: app.name, change: number });
        for (const spec of this.#specs()) this.apps.find(({ name }) => name === spec.name)?.update(spec, {});
        return undefined;
      case 'apply':
        return applyFiles(
          this.apps.map((app) => ({ app, instance: undefined })),
          { start: number % 2 === 0 },
          operations,
        );
      case 'kill':
        for (const process of this.machine.aliveOf(app.id, instance.index)) this.machine.crash(process, null);
        return undefined;
      case 'unhealthy': {
        const [launch] = processesOf(instance.slot.state);
        if (launch !== undefined) instance.send({ type: 'unhealthy', launch });
        return undefined;
      }
      case 'memory':
        instance.exceedMemory({ bytes: 2, limit: 1 });
        return undefined;
      case 'hold':
        instance.setHold(number % 2 === 0 ? 'paused' : 'attached');
        return undefined;
      case 'release':
        instance.setHold('none');
        return undefined;
    }
  }

  /** Where all instances serve, as many do all the time until the answer. */
  async #reload(app: App, parallel: number | undefined): Promise<Outcome[]> {
    const { id, planned, plan } = app;
    const serving = this.machine.serving(id).length;
    const isWhole =
      planned.length > 0 && planned.every(({ status, wanted }) => status === 'online' && wanted);
    const isQuiet = plan.sharing === 'cluster' && isWhole && serving === planned.length;
    if (isQuiet && this.#unanswered.size === 0) {
      const surge = parallel ?? this.places.limit;
      this.#quiet.set(app, { serving, deaths: this.machine.deaths(id), surge, isProven: false });
    }
    const before = app.plan;
    const [mishaps, disturbances] = [this.machine.mishaps(id), this.#disturbances];
    const outcomes = await this.#operations.reload([{ app, instance: undefined }], { parallel, wait: true });
    if (this.#quiet.has(app) && outcomes[0]?.ok === false) {
      if (app.plan.env['VERSION'] !== before.env['VERSION'])
        this.violations.push('a failed reload changed the plan');
    }
    const isUnharmed = mishaps === this.machine.mishaps(id) && disturbances === this.#disturbances;
    if (isWhole && isUnharmed && plan.sharing === 'cluster' && outcomes[0]?.ok === false)
      this.violations.push(`a reload of ${app.name} fails for no reason: ${outcomes[0].problem?.code}`);
    this.#quiet.delete(app);
    return outcomes;
  }

  /** What must hold at every moment. */
  #look(app: App): void {
    for (const { index, id } of app.instances) {
      const own = this.machine.aliveOf(app.id, index);
      if (own.length > 2) this.violations.push(`${own.length} processes of ${id}`);
      const serving = own.filter(({ isListening, isTold }) => isListening && !isTold);
      if (serving.length > 2) this.violations.push(`${serving.length} processes of ${id} serve`);
    }
    const quiet = this.#quiet.get(app);
    if (quiet === undefined || app.plan.sharing !== 'cluster') return;
    const serving = this.machine.serving(app.id).length;
    const died = this.machine.deaths(app.id) - quiet.deaths;
    if (serving + died < quiet.serving) {
      this.violations.push(`${serving} of ${quiet.serving} serve in a reload of ${app.name} (${died} died)`);
    }
    this.#lookAtSuccessors(app, quiet);
  }

  /** One alone until it has replaced somebody, then so many at a time. */
  #lookAtSuccessors(app: App, quiet: QuietReload): void {
    // Those that it starts besides are no successors.
    const isScaled = app.plan.instances !== quiet.serving;
    if (isScaled || this.machine.deaths(app.id) > quiet.deaths) return;
    const all = this.machine.aliveOf(app.id);
    const successors = all.filter(({ isTold }) => !isTold).length - quiet.serving;
    quiet.isProven ||= all.some(({ isTold }) => isTold);
    if (successors > (quiet.isProven ? quiet.surge : 1))
      this.violations.push(`${successors} successors in a reload of ${app.name}`);
  }

  async #finish(): Promise<void> {
    this.#quiet.clear();
    for (const instance of this.apps.flatMap(({ instances }) => instances)) instance.setHold('none');
    this.machine.isCalm = true;
    await this.time.pass(restMs, () => this.#unanswered.size === 0);
    for (const story of this.#unanswered.values()) this.violations.push(`no answer to: ${story}`);
    const targets = this.apps.map((app) => ({ app, instance: undefined }));
    if (this.#case.last === 'start') await this.#endStarted(targets);
    await this.#answered('stop all', this.#operations.stop(targets));
    await this.time.pass(restMs);
    const left = this.apps
      .flatMap(({ instances }) => instances)
      .filter((one) => one.status !== 'stopped' || one.isUp);
    for (const { id, status } of left) this.violations.push(`${id} is ${status} after the stop`);
    if (this.machine.alive.length > 0)
      this.violations.push(`${this.machine.alive.length} processes are left`);
    if (this.time.pending > 0) this.violations.push(`${this.time.pending} timers are left`);
  }

  async #endStarted(targets: readonly { readonly app: App; readonly instance: undefined }[]): Promise<void> {
    await this.#answered('start all', this.#operations.start(targets, { wait: true }));
    await this.time.pass(restMs);
    for (const { id, plan, planned } of this.apps) {
      if (planned.length !== plan.instances) this.violations.push(`${id}: ${planned.length} instances`);
      for (const one of planned) {
        const { status, index } = one;
        const count = this.machine.aliveOf(id, index).length;
        const expected = ['online'].includes(status) ? 1 : 0;
        const isAtRest = ['online', 'errored', 'completed', 'stopped'].includes(status);
        if (!isAtRest && !(status === 'waiting' && one.problem !== null))
          this.violations.push(`${one.id} is ${status} after the start`);
        if (count !== expected) this.violations.push(`${one.id} is ${status} with ${count} processes`);
      }
    }
  }

  async #answered(what: string, answer: Promise<unknown>): Promise<void> {
    let isAnswered = false;
    answer.then(
      () => (isAnswered = true),
      (error: unknown) => this.violations.push(`${what}: ${String(error)}`),
    );
    await this.time.pass(restMs, () => isAnswered);
    if (!isAnswered) this.violations.push(`no answer to: ${what}`);
  }
}
