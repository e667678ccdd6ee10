import { randomBytes } from 'node:crypto';
import type { Disposable } from '../../../client/emitter.ts';
import { Emitter } from '../../../client/emitter.ts';
import type { SupervisorClient } from '../../../client/supervisorClient.ts';
import type { Change } from '../../../protocol/changes.ts';
import type { Snapshot } from '../../../protocol/model.ts';
import { processDocument, processDocuments } from '../processDocument.ts';
import type { Usage } from '../processDocument.ts';
import type { SupervisorLink } from '../supervisorLink.ts';
import type { LiveMessage } from './liveMessage.ts';

/** A message of the state, made into text once for all who get it. */
export interface StateEntry {
  readonly id: string;
  readonly type: LiveMessage['type'];
  readonly text: string;
}

/** So many messages, or characters, are kept for those who come back after a break. */
const keptEntries = 256;
const keptLength = 1024 * 1024;

/** The state as a stream: a snapshot whenever a supervisor comes, then its changes. */
export class StateFeed implements Disposable {
  readonly #link: SupervisorLink;
  readonly #usage: () => Usage;
  /** Tells this stream from that of another run, whose numbers mean something else. */
  readonly #name = randomBytes(4).toString('hex');
  #number = 0;
  #entries: StateEntry[] = [];
  #length = 0;
  readonly #didAdd = new Emitter<[StateEntry]>();
  readonly onDidAdd = this.#didAdd.on;

  constructor(link: SupervisorLink, usage: () => Usage) {
    this.#link = link;
    this.#usage = usage;
    link.onDidConnect((client) => this.#follow(client));
    link.onDidLose(() => this.#add({ type: 'SupervisorLost', message: link.whyNone }));
  }

  /** Where a client begins: what came after the place it knows, or else the state of now. */
  from(id: string | undefined): readonly StateEntry[] {
    const known = this.#entries.findIndex((entry) => entry.id === id);
    if (known !== -1) return this.#entries.slice(known + 1);
    return [this.#entry(this.#now(), this.#number)];
  }

  dispose(): void {
    this.#didAdd.clear();
  }

  #follow(client: SupervisorClient): void {
    this.#add(this.#now());
    client.onDidChange((snapshot, changes) => {
      const update = updateOf(snapshot, changes, this.#usage());
      if (update !== undefined) this.#add(update);
    });
  }

  #now(): Unnumbered {
    const { client } = this.#link;
    return client === undefined
      ? { type: 'SupervisorLost', message: this.#link.whyNone }
      : { type: 'ProcessList', processes: processDocuments(client.snapshot, this.#usage()) };
  }

  #add(message: Unnumbered): void {
    this.#number += 1;
    const entry = this.#entry(message, this.#number);
    this.#entries.push(entry);
    this.#length += entry.text.length;
    while (this.#entries.length > keptEntries || this.#length > keptLength) {
      this.#length -= this.#entries.shift()?.text.length ?? 0;
    }
    this.#didAdd.fire(entry);
  }

  #entry(message: Unnumbered, number: number): StateEntry {
    const id = `${this.#name}-${number}`;
    const { type, ...rest } = message;
    return { id, type, text: JSON.stringify({ type, id, ...rest }) };
  }
}

type Numbered = Extract<LiveMessage, { readonly id: string }>;
type Unnumbered = Numbered extends infer M ? (M extends Numbered ? Omit<M, 'id'> : never) : never;

/** What changes mean for processes, which carry some of their app; undefined when it is nothing. */
function updateOf(snapshot: Snapshot, changes: readonly Change[], usage: Usage): Unnumbered | undefined {
  const apps = new Map(snapshot.apps.map((app) => [app.id, app]));
  const changedApps = new Set(changes.flatMap((change) => (change.kind === 'app' ? [change.app.id] : [])));
  const changed = new Set(changes.flatMap((one) => (one.kind === 'instance' ? [one.instance.id] : [])));
  const removed = changes.flatMap((change) => (change.kind === 'instanceRemoved' ? [change.id] : []));
  const processes = snapshot.instances
    .filter(({ id, app }) => changed.has(id) || changedApps.has(app))
    .flatMap((instance) => {
      const app = apps.get(instance.app);
      return app === undefined ? [] : [processDocument(app, instance, usage)];
    });
  if (processes.length === 0 && removed.length === 0) return undefined;
  return { type: 'ProcessUpdate', processes, removed };
}
