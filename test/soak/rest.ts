import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisorClient } from '../../src/client/supervisorClient.ts';
import type { AppModel } from './appModel.ts';
import { differencesAtRest, orphans, strangePorts, takenPorts, wrongAnswers } from './checks.ts';
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
    const { observer, models, folder } = this.#options;
    await observer.request('files/load', { env: folder.workspace.env });
    await observer.request('apps/start', { targets: ['all'], wait: true });
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
    await observer.request('shutdown', {});
    await closed;
    for (const text of await orphans(observer, key)) journal.failed(`left after the end: ${text}`);
  }

  async #expectStates(when: string): Promise<void> {
    const { observer, models, journal, folder, port } = this.#options;
    const { key } = folder.workspace.location;
    const own = Array.from({ length: portCount }, (_, index) => port + index);
    const wrong = [
      ...(await differencesAtRest(observer, models)),
      ...(await wrongAnswers(observer, models)),
      ...(await orphans(observer, key)).map((text) => `orphan: ${text}`),
      ...(await strangePorts(key, own)),
    ];
    for (const text of wrong) journal.failed(`${when}: ${text}`);
  }

  /** Everything as in the files as they were first, then nothing; ends with everything running. */
  async #possessions(): Promise<Possessions> {
    const { observer, models, journal, port } = this.#options;
    await this.#asAtFirst();
    await this.#expectStates('as at first');
    const running = await this.#settled('running');
    await observer.request('apps/stop', { targets: ['all'] });
    for (const model of models) model.stop();
    await this.#expectStates('stopped');
    const own = Array.from({ length: portCount }, (_, index) => port + index);
    for (const text of await takenPorts(own)) journal.failed(`stopped: ${text}`);
    const stopped = await this.#settled('stopped');
    for (const text of leftOver(stopped)) journal.failed(text);
    const report = await this.#probe(this.#baseline?.handles);
    await observer.request('apps/start', { targets: ['all'], wait: true });
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
    const { observer, models, folder } = this.#options;
    for (const model of models.filter(({ exists, app }) => exists && app.file === null)) {
      await observer.request('apps/delete', { targets: [model.app.name] });
      model.delete();
    }
    const filed = models.filter(({ app }) => app.file !== null);
    for (const model of filed) {
      model.saveFile({ ...model.file, instances: model.app.instances });
      folder.saveFile(model.app.name, model.file);
    }
    await observer.request('files/load', { env: folder.workspace.env });
    await observer.request('apps/watch', { targets: ['all'], on: null });
    for (const model of filed) {
      model.isWatched = model.app.watched;
      if (model.app.most === undefined) continue;
      await observer.request('apps/scale', { targets: [model.id], instances: model.app.instances });
      model.scale(model.app.instances);
    }
    await observer.request('apps/restart', { targets: ['all'], wait: true });
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
    const report = await folder.probe(observer.supervisor.pid);
    const more = before === undefined ? [] : moreThan(before, handlesOf(report), true);
    for (const text of more) journal.failed(`in the supervisor: ${text}`);
    return report;
  }
}
