import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { Method, Params, Result } from '../../src/protocol/contract.ts';
import { answered } from './actor.ts';
import type { AppModel } from './appModel.ts';
import {
  differencesAtRest,
  idlePorts,
  orphans,
  persisting,
  strangePorts,
  takenPorts,
  wrongAnswers,
} from './checks.ts';
import type { Journal } from './journal.ts';
import { handlesOf, leftOver, moreThan } from './leaks.ts';
import { portCount } from './soakApps.ts';
import type { ProbeReport, SoakFolder } from './soakFolder.ts';
import type { Counts } from './supervisorHoldings.ts';
import { holdingsOf } from './supervisorHoldings.ts';

export interface RestOptions {
  readonly folder: SoakFolder;
  readonly models: readonly AppModel[];
  readonly observer: SupervisorClient;
  readonly journal: Journal;
  /** The first of the ports of the apps. */
  readonly port: number;
}

/** What the supervisor has and is, with everything running and with nothing. */
export interface Possessions {
  readonly running: Counts;
  readonly stopped: Counts;
  readonly handles: Counts;
  readonly objects: Counts;
  /** Of the heap, and resident, with everything stopped and all garbage collected. */
  readonly heapMiB: number;
  readonly residentMiB: number;
}

/** What was found at one rest. */
export interface RestReport extends Possessions {
  /** At work until then. */
  readonly minutes: number;
  /** What was wrong since the rest before. */
  readonly failures: readonly string[];
}

/** What is being closed, such as what was opened to measure processes, is so after this. */
const closedWithinMs = 60_000;
const lookEveryMs = 1000;
const probesAgain = 3;

/** Looks at everything while nobody is at work, and has everything run as at the beginning afterwards. */
export class Rest {
  readonly #options: RestOptions;
  #baseline: Possessions | undefined;
  /** How many failures have been told. */
  #told = 0;

  constructor(options: RestOptions) {
    this.#options = options;
  }

  /** Starts everything. */
  async begin(): Promise<void> {
    const { models, folder } = this.#options;
    await this.#ask('files/load', { env: folder.workspace.env });
    await this.#ask('apps/start', { targets: ['all'], wait: true });
    for (const model of models) if (model.exists) model.start();
    await this.#expectStates('at the beginning');
  }

  /** What there is now is what there may be later. */
  async asBaseline(): Promise<Possessions> {
    this.#baseline = await this.#possessions();
    this.#options.journal.note(JSON.stringify(this.#baseline));
    return this.#baseline;
  }

  async look(minutes: number): Promise<RestReport> {
    const { journal } = this.#options;
    await this.#expectStates('after the work');
    const possessions = await this.#possessions();
    const report = { minutes, failures: journal.failures.slice(this.#told), ...possessions };
    this.#told = journal.failures.length;
    journal.note(JSON.stringify(report));
    return report;
  }

  /** The supervisor ends, and nothing of it is left. */
  async end(): Promise<void> {
    const { observer, journal, folder } = this.#options;
    const { key } = folder.workspace.location;
    const closed = new Promise<void>((resolve) => observer.onDidClose(resolve));
    await this.#ask('shutdown', {});
    await closed;
    for (const text of await persisting(() => orphans(observer, key)))
      journal.failed(`left after the end: ${text}`);
  }

  #ask<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    return answered(`${method} at rest`, this.#options.observer.request(method, params));
  }

  async #expectStates(when: string): Promise<void> {
    const { observer, models, journal, folder, port } = this.#options;
    const { key } = folder.workspace.location;
    const own = Array.from({ length: portCount }, (_, index) => port + index);
    const wrong = [
      ...(await differencesAtRest(observer, models)),
      ...(await persisting(() => wrongAnswers(observer, models))),
      ...(await persisting(() => orphans(observer, key))).map((text) => `orphan: ${text}`),
      ...(await persisting(() => strangePorts(key, own))),
      ...(await persisting(() => takenPorts(idlePorts(models)))),
    ];
    for (const text of wrong) journal.failed(`${when}: ${text}`);
  }

  /** Everything as in the files as they were first, then nothing; ends with everything running. */
  async #possessions(): Promise<Possessions> {
    const { models, journal, port } = this.#options;
    await this.#asAtFirst();
    await this.#expectStates('as at first');
    const running = await this.#settled('running');
    await this.#ask('apps/stop', { targets: ['all'] });
    for (const model of models) model.stop();
    await this.#expectStates('stopped');
    const own = Array.from({ length: portCount }, (_, index) => port + index);
    for (const text of await persisting(() => takenPorts(own))) journal.failed(`stopped: ${text}`);
    const stopped = await this.#settled('stopped');
    for (const text of leftOver(stopped)) journal.failed(text);
    const report = await this.#probe(this.#baseline?.handles);
    await this.#ask('apps/start', { targets: ['all'], wait: true });
    for (const model of models) if (model.exists) model.start();
    await this.#expectStates('started again');
    return {
      running,
      stopped,
      handles: handlesOf(report),
      objects: report.objects,
      heapMiB: report.heapBytes / 1024 / 1024,
      residentMiB: report.residentBytes / 1024 / 1024,
    };
  }

  async #asAtFirst(): Promise<void> {
    const { models, folder } = this.#options;
    for (const model of models.filter(({ exists, app }) => exists && app.file === null)) {
      await this.#ask('apps/delete', { targets: [model.app.name] });
      model.delete();
    }
    const filed = models.filter(({ app }) => app.file !== null);
    for (const model of filed) {
      model.saveFile({ ...model.file, instances: model.app.instances });
      folder.saveFile(model.app.name, model.file);
    }
    await this.#ask('files/load', { env: folder.workspace.env });
    await this.#ask('apps/watch', { targets: ['all'], on: null });
    for (const model of filed) {
      model.isWatched = model.app.watched;
      if (model.app.most === undefined) continue;
      await this.#ask('apps/scale', { targets: [model.id], instances: model.app.instances });
      model.scale(model.app.instances);
    }
    await this.#ask('apps/restart', { targets: ['all'], wait: true });
    for (const model of filed) model.restart();
  }

  /** What the supervisor has, once it has no more than at the beginning, or does not come to that. */
  async #settled(state: 'running' | 'stopped'): Promise<Counts> {
    const { observer, folder, journal } = this.#options;
    const before = this.#baseline?.[state];
    const look = (): Counts => holdingsOf(observer.supervisor.pid, folder.paths);
    if (before === undefined) return look();
    const more = (now: Counts): string[] => moreThan(before, now, state === 'stopped');
    const end = performance.now() + closedWithinMs;
    let now = look();
    while (more(now).length > 0 && performance.now() < end) {
      await delay(lookEveryMs);
      now = look();
    }
    for (const text of more(now)) journal.failed(`with everything ${state}: ${text}`);
    return now;
  }

  async #probe(before: Counts | undefined): Promise<ProbeReport> {
    const { observer, folder, journal } = this.#options;
    const more = (now: ProbeReport): string[] => moreThan(before ?? {}, handlesOf(now), true);
    let report = await folder.probe(observer.supervisor.pid);
    // A timer may just be running.
    for (let again = 0; before !== undefined && more(report).length > 0 && again < probesAgain; again += 1) {
      await delay(lookEveryMs);
      report = await folder.probe(observer.supervisor.pid);
    }
    if (before === undefined) return report;
    for (const text of more(report)) journal.failed(`in the supervisor: ${text}`);
    return report;
  }
}
