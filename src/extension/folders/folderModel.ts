import type { Change } from '../../protocol/changes.ts';
import type { EventParams } from '../../protocol/contract.ts';
import type { Snapshot } from '../../protocol/model.ts';
import { Emitter } from '../../client/emitter.ts';
import type { SupervisorSession } from '../../client/session.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { Disposable } from '../disposableStore.ts';
import type { FolderSettings } from '../settings.ts';
import type { FolderState, FolderView } from '../tree/folderView.ts';
import type { Usage } from '../tree/presentation.ts';
import { stoppedSnapshot } from './stoppedSnapshot.ts';

export interface FolderModelOptions {
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
  readonly session: SupervisorSession;
  /** Whether the folder has an ecosystem file at all; the supervisor reads them, this only looks for names. */
  readonly hasEcosystemFile: () => Promise<boolean>;
  readonly settings: () => FolderSettings;
  /** The environment that apps and config files get. */
  readonly environment: () => Readonly<Record<string, string>>;
  readonly onDefect: (operation: string, error: unknown) => void;
}

const nothing: Snapshot = { files: [], apps: [], instances: [] };

/** One workspace folder: the session with its supervisor, and what is known of its files, apps and instances. */
export class FolderModel implements Disposable {
  readonly #options: FolderModelOptions;
  readonly #store = new DisposableStore();
  #connection = new DisposableStore();
  readonly #didChange = new Emitter<[changes: readonly Change[] | null]>();
  readonly #didNotice = new Emitter<[EventParams<'notice'>]>();
  readonly #didReceiveLogs = new Emitter<[EventParams<'logs'>]>();
  readonly #didConnect = new Emitter<[SupervisorClient]>();
  #snapshot = nothing;
  #usage: ReadonlyMap<string, Usage> = new Map();
  #hasFile: boolean | undefined;
  #loading: Promise<void> | undefined;
  #loaded = false;
  #watchesMetrics = false;

  /** null: something else than single records changed. */
  readonly onDidChange = this.#didChange.on;
  readonly onDidNotice = this.#didNotice.on;
  readonly onDidReceiveLogs = this.#didReceiveLogs.on;
  readonly onDidConnect = this.#didConnect.on;

  constructor(options: FolderModelOptions) {
    this.#options = options;
    this.#store.add(options.session);
    this.#store.add(
      options.session.onDidChangeState((state) => {
        if (state.kind === 'connected') this.#attach(state.client);
        else this.#detach(state.kind);
      }),
    );
  }

  get folder(): string {
    return this.#options.folder;
  }

  get name(): string {
    return this.#options.name;
  }

  get session(): SupervisorSession {
    return this.#options.session;
  }

  get view(): FolderView {
    const { folder, name } = this;
    return { folder, name, state: this.#state(), snapshot: this.#snapshot, usage: this.#usage };
  }

  /** Whether the rows are those of before a connection that is being made again. */
  get isReconnecting(): boolean {
    return this.session.state === 'connecting' && this.#snapshot !== nothing;
  }

  /** Joins a supervisor that runs already; starts none. */
  async join(): Promise<void> {
    if (this.session.state === 'idle') await this.session.join();
  }

  /** Somebody looks: reads the ecosystem files, starting the supervisor when there is a file to read. */
  async open(): Promise<void> {
    await this.join();
    if (this.session.client !== undefined) return this.#loading;
    this.#hasFile = await this.#options.hasEcosystemFile();
    this.#didChange.fire(null);
    if (this.#hasFile) await this.connected();
  }

  /** The client, with the ecosystem files read. Rejects with what kept it from that. */
  async connected(): Promise<SupervisorClient> {
    const client = await this.session.ensure();
    await this.#loading;
    return client;
  }

  /** Reads ecosystem files again; without `paths` all of them. Never touches what runs. */
  async load(paths?: readonly string[]): Promise<void> {
    const { client } = this.session;
    if (client === undefined) return this.open();
    const { patterns, dialect } = this.#options.settings();
    const env = this.#options.environment();
    const loading = client
      .request('files/load', { patterns, dialect, env, ...(paths === undefined ? {} : { paths }) })
      .then(() => {
        this.#loaded = true;
      })
      .catch((error: unknown) => {
        if (client === this.session.client) this.#options.onDefect('files/load', error);
      })
      .finally(() => {
        this.#didChange.fire(null);
      });
    this.#loading = loading;
    return loading;
  }

  /** Ecosystem files changed on disk: read by a supervisor that is there, looked for where one is wanted. */
  async filesChanged(paths?: readonly string[]): Promise<void> {
    if (this.session.client !== undefined) {
      const known = new Set(this.#snapshot.files.map((file) => file.path));
      // Other tools use the same names: a file that was not taken for one before is left to the search.
      return this.load(paths?.every((path) => known.has(path)) === true ? paths : undefined);
    }
    if (this.#hasFile !== undefined) await this.open();
  }

  /** Metrics are measured only while somebody looks at them. */
  watchMetrics(on: boolean): void {
    if (on === this.#watchesMetrics) return;
    this.#watchesMetrics = on;
    if (!on) this.#usage = new Map();
    const { client } = this.session;
    if (client !== undefined) this.#sendMetricsWatch(client);
  }

  setLease(seconds: number | null): void {
    this.session.client?.request('lease/set', { seconds }).catch((error: unknown) => {
      this.#options.onDefect('lease/set', error);
    });
  }

  /** Tells the supervisor what the settings say of watching. */
  sendWatchSettings(): void {
    const { respectGitignore } = this.#options.settings();
    this.session.client?.request('watch/set', { gitignore: respectGitignore }).catch((error: unknown) => {
      this.#options.onDefect('watch/set', error);
    });
  }

  /** Returns at once; the lease of the supervisor begins. */
  dispose(): void {
    this.#connection.dispose();
    this.#store.dispose();
    for (const emitter of [this.#didChange, this.#didNotice, this.#didReceiveLogs, this.#didConnect]) {
      emitter.clear();
    }
  }

  #attach(client: SupervisorClient): void {
    this.#connection.dispose();
    this.#connection = new DisposableStore();
    this.#snapshot = client.snapshot;
    this.#usage = new Map();
    this.#connection.add(
      client.onDidChange((snapshot, changes) => {
        this.#snapshot = snapshot;
        this.#didChange.fire(changes);
      }),
    );
    this.#connection.add(
      client.onMetrics(({ rows }) => {
        if (!this.#watchesMetrics) return;
        this.#usage = new Map(rows.map((row) => [row.instance, row]));
        this.#didChange.fire([]);
      }),
    );
    this.#connection.add(client.onNotice((notice) => this.#didNotice.fire(notice)));
    this.#connection.add(client.onLogs((logs) => this.#didReceiveLogs.fire(logs)));
    if (this.#watchesMetrics) this.#sendMetricsWatch(client);
    this.sendWatchSettings();
    this.#loading = this.load();
    this.#didConnect.fire(client);
    this.#didChange.fire(null);
  }

  #detach(state: 'idle' | 'connecting' | 'lost'): void {
    this.#connection.dispose();
    this.#usage = new Map();
    this.#loaded = false;
    // A supervisor that ended in order has stopped everything first.
    if (state === 'idle') this.#snapshot = stoppedSnapshot(this.#snapshot);
    if (state === 'lost') this.#snapshot = nothing;
    this.#didChange.fire(null);
  }

  #sendMetricsWatch(client: SupervisorClient): void {
    client.request('metrics/watch', { on: this.#watchesMetrics }).catch((error: unknown) => {
      if (client === this.session.client) this.#options.onDefect('metrics/watch', error);
    });
  }

  #state(): FolderState {
    const { state } = this.session;
    if (state === 'lost') return 'lost';
    const isEmpty = this.#snapshot.apps.length === 0 && this.#snapshot.files.length === 0;
    if (!isEmpty) return 'ready';
    if (state === 'connected') return this.#loaded ? 'empty' : 'loading';
    if (state === 'connecting') return 'loading';
    return this.#hasFile === false ? 'empty' : this.#hasFile === true ? 'loading' : 'idle';
  }
}
