import type { SupervisorSession } from '../../client/session.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { EventParams } from '../../protocol/contract.ts';
import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import type { MonitorEvent, MonitorLine, MonitorSample } from '../../protocol/monitor.ts';
import { describeTimelineEvent } from '../../protocol/timeline.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { toSample } from './metricsHistory.ts';
import { monitorKey } from './presentMonitor.ts';

export interface MonitorFeedOptions {
  readonly model: FolderModel;
  /** Its own, so that nothing has to be shared with the view and the output channels; it is disposed with this. */
  readonly session: SupervisorSession;
  readonly isShown: (app: AppInfo) => boolean;
  /** Lines that are asked for of each instance at first. */
  readonly tailLines: (instances: number) => number;
  readonly onSample: (sample: MonitorSample) => void;
  readonly onEvents: (events: readonly MonitorEvent[]) => void;
  readonly onLines: (lines: readonly MonitorLine[], dropped: number) => void;
  readonly onDefect: (operation: string, error: unknown) => void;
}

/** What one message of the supervisor has at most of each instance: 2,000 lines a second. */
const linesPerMessage = 100;

type Timelines = EventParams<'timeline'>['batches'];

/** What one folder's supervisor tells a monitor, for as long as the monitor is seen. */
export class MonitorFeed implements Disposable {
  readonly #options: MonitorFeedOptions;
  readonly #store = new DisposableStore();
  #connection = new DisposableStore();
  /** Instances followed on this connection. */
  #followed = new Set<string>();
  /** Instances whose last lines have been asked for before. */
  readonly #seen = new Set<string>();

  constructor(options: MonitorFeedOptions) {
    this.#options = options;
    const { model, session } = options;
    this.#store.add(session);
    this.#store.add(
      session.onDidChangeState((state) => {
        this.#connection.dispose();
        if (state.kind === 'connected') this.#attach(state.client);
      }),
    );
    this.#store.add(model.onDidConnect(() => this.#join()));
    this.#join();
  }

  /** Everything this asked for ends with the connection. */
  dispose(): void {
    this.#connection.dispose();
    this.#store.dispose();
  }

  #join(): void {
    this.#options.session.join().catch((error: unknown) => this.#options.onDefect('monitor', error));
  }

  #attach(client: SupervisorClient): void {
    const connection = new DisposableStore();
    this.#connection = connection;
    this.#followed = new Set();
    connection.add(client.onDidChange(() => this.#follow(client)));
    connection.add(
      client.onMetrics((metrics) =>
        this.#options.onSample(toSample(metrics, client.snapshot.instances, (id) => this.#key(id))),
      ),
    );
    connection.add(client.onTimeline(({ batches }) => this.#tellEvents(client, batches)));
    connection.add(client.onLogs(({ batches }) => this.#tellLines(client, batches)));
    this.#ask(client, 'metrics/watch', client.request('metrics/watch', { on: true, eventLoop: true }));
    this.#follow(client);
  }

  /** Follows the instances that are shown, and those only. */
  #follow(client: SupervisorClient): void {
    const { apps, instances } = client.snapshot;
    const shown = new Set(apps.filter((app) => this.#options.isShown(app)).map(({ id }) => id));
    const wanted = new Set(instances.filter(({ app }) => shown.has(app)).map(({ id }) => id));
    const fresh = [...wanted].filter((id) => !this.#followed.has(id));
    const gone = [...this.#followed].filter((id) => !wanted.has(id));
    this.#followed = wanted;
    if (gone.length > 0) {
      this.#ask(client, 'timeline/unsubscribe', client.request('timeline/unsubscribe', { instances: gone }));
      this.#ask(client, 'logs/unsubscribe', client.request('logs/unsubscribe', { instances: gone }));
    }
    if (fresh.length === 0) return;
    this.#ask(
      client,
      'timeline/subscribe',
      client
        .request('timeline/subscribe', { instances: fresh })
        .then(({ timelines }) => this.#tellEvents(client, timelines)),
    );
    const tail = this.#options.tailLines(wanted.size);
    for (const known of [true, false]) {
      const some = fresh.filter((id) => this.#seen.has(id) === known);
      if (some.length > 0) this.#subscribeLogs(client, some, known ? 0 : tail);
    }
    for (const id of fresh) this.#seen.add(id);
  }

  #subscribeLogs(client: SupervisorClient, instances: readonly string[], tail: number): void {
    this.#ask(
      client,
      'logs/subscribe',
      client
        .request('logs/subscribe', { instances: [...instances], tail, most: linesPerMessage })
        .then(({ batches }) => this.#tellLines(client, batches)),
    );
  }

  #tellEvents(
    client: SupervisorClient,
    batches: readonly Pick<Timelines[number], 'instance' | 'events'>[],
  ): void {
    const events = batches.flatMap(({ instance, events: own }) =>
      own.map((one): MonitorEvent => ({
        at: one.at,
        instance: this.#key(instance),
        name: nameOf(client, instance),
        event: one.event,
        pid: one.pid,
        text: describeTimelineEvent(one),
        launch: one.launch,
      })),
    );
    if (events.length > 0) this.#options.onEvents(events);
  }

  #tellLines(
    client: SupervisorClient,
    batches: readonly (Omit<EventParams<'logs'>['batches'][number], 'dropped'> & { dropped?: number })[],
  ): void {
    for (const { instance, lines, dropped = 0 } of batches) {
      const name = nameOf(client, instance);
      this.#options.onLines(
        lines.map(({ at, stream, text }) => ({ at, name, stream, text })),
        dropped,
      );
    }
  }

  #key(id: string): string {
    return monitorKey(this.#options.model.folder, id);
  }

  /** What a connection that has ended leaves unanswered is asked for again on the next one. */
  #ask(client: SupervisorClient, operation: string, request: Promise<unknown>): void {
    request.catch((error: unknown) => {
      if (client === this.#options.session.client) this.#options.onDefect(operation, error);
    });
  }
}

function nameOf(client: SupervisorClient, instance: string): InstanceInfo['name'] {
  return client.snapshot.instances.find(({ id }) => id === instance)?.name ?? instance;
}
