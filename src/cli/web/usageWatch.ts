import type { Disposable } from '../../client/emitter.ts';
import { Emitter } from '../../client/emitter.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { EventParams } from '../../protocol/contract.ts';
import type { MetricsRow } from '../../protocol/model.ts';
import type { Usage } from './processDocument.ts';
import type { SupervisorLink } from './supervisorLink.ts';

/** Measuring goes on for so long after somebody has asked: twice as long as Prometheus usually waits. */
const lingerMs = 30_000;
/** How long an answer waits for the first measurement; the supervisor measures once a second. */
const firstMs = 2500;

/** CPU and memory of instances: measured while somebody asks, and not otherwise. */
export class UsageWatch implements Disposable {
  readonly #link: SupervisorLink;
  #rows = new Map<string, MetricsRow>();
  #samples = 0;
  #holders = 0;
  #watched: SupervisorClient | undefined;
  #linger: NodeJS.Timeout | undefined;
  readonly #didMeasure = new Emitter<[EventParams<'metrics'>]>();
  readonly onDidMeasure = this.#didMeasure.on;

  constructor(link: SupervisorLink) {
    this.#link = link;
    link.onDidConnect((client) => {
      client.onMetrics((measured) => this.#take(measured));
      this.#update();
    });
    link.onDidLose(() => {
      this.#watched = undefined;
      this.#forget();
    });
  }

  /** What was measured last, however long ago. */
  get latest(): Usage {
    return this.#rows;
  }

  /** A measurement of this moment, or of the second before. Nothing when none comes in time. */
  async measure(): Promise<Usage> {
    clearTimeout(this.#linger);
    this.#linger = setTimeout(() => {
      this.#linger = undefined;
      this.#update();
    }, lingerMs);
    this.#linger.unref();
    this.#update();
    const runs = this.#link.client?.snapshot.instances.some(({ pid }) => pid !== null) === true;
    // The first one has no CPU, which is a difference between two.
    if (runs && this.#samples < 2) await this.#second();
    return this.#rows;
  }

  /** Measures until it is disposed. */
  hold(): Disposable {
    this.#holders += 1;
    this.#update();
    let isHeld = true;
    return {
      dispose: () => {
        if (!isHeld) return;
        isHeld = false;
        this.#holders -= 1;
        this.#update();
      },
    };
  }

  dispose(): void {
    clearTimeout(this.#linger);
    this.#didMeasure.clear();
  }

  #second(): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        measured.dispose();
        lost.dispose();
        resolve();
      };
      const measured = this.#didMeasure.on(() => {
        if (this.#samples >= 2) end();
      });
      const lost = this.#link.onDidLose(end);
      const timer = setTimeout(end, firstMs);
    });
  }

  #take(measured: EventParams<'metrics'>): void {
    this.#rows = new Map(measured.rows.map((row) => [row.instance, row]));
    this.#samples += 1;
    this.#didMeasure.fire(measured);
  }

  #forget(): void {
    this.#rows = new Map();
    this.#samples = 0;
  }

  #update(): void {
    const isWanted = this.#holders > 0 || this.#linger !== undefined;
    const { client } = this.#link;
    if (client === undefined || isWanted === (this.#watched === client)) return;
    this.#watched = isWanted ? client : undefined;
    if (!isWanted) this.#forget();
    // Where the connection breaks off, the next one is asked anew.
    client.request('metrics/watch', { on: isWanted }).catch(() => {
      if (this.#watched === client) this.#watched = undefined;
    });
  }
}
