import type { Snapshot } from '../../src/protocol/model.ts';
import type { SoakApp } from './soakApps.ts';

/** What can change in the ecosystem file of an app. */
export interface FileSays {
  readonly instances: number;
  /** The value of a variable of its `env`. */
  readonly version: number;
}

/**
 * What an app must be once everything that was asked of it has been answered and it has come to rest. Crashes change
 * nothing of it. An app is scaled to no less than two instances, with which it could share its port in another way.
 */
export class AppModel {
  readonly app: SoakApp;
  /** As the supervisor names it. */
  readonly id: string;
  /** Apps without a file come and go. */
  exists: boolean;
  /** How many instances it has by its plan. */
  count: number;
  /** What its file says, whether it has been applied or not. */
  file: FileSays;
  /** By file and hand; null is by the file. */
  isWatched: boolean;
  /** What it serves is the version of its source; false when it was saved while nobody watched. */
  isFresh = true;
  source = 1;
  #running: FileSays;
  #wanted = new Set<number>();
  /** The number of instances set by hand; it holds until the file says another one than it did then. */
  #scaled: number | null = null;

  constructor(app: SoakApp, id: string) {
    this.app = app;
    this.id = id;
    this.exists = app.file !== null;
    this.count = app.instances;
    this.file = { instances: app.instances, version: 1 };
    this.#running = this.file;
    this.isWatched = app.watched;
  }

  get isWanted(): boolean {
    return this.#wanted.size > 0;
  }

  /** Some of its instances were stopped by hand. */
  get isPartial(): boolean {
    return this.isWanted && this.#wanted.size < this.count;
  }

  /** It runs by something else than its file says. */
  get isPending(): boolean {
    const count = this.#scaled ?? this.file.instances;
    const isOther =
      this.file.version !== this.#running.version || this.file.instances !== this.#running.instances;
    return this.isWanted && (isOther || count !== this.count);
  }

  /** The version of the file that its processes were started with. */
  get runningVersion(): number {
    return this.#running.version;
  }

  /** The whole app, with nothing pending, or one instance. */
  start(index?: number): void {
    if (!this.isWanted) this.#takeNewest();
    this.#wanted = new Set(index === undefined ? this.#indexes() : [...this.#wanted, index]);
  }

  stop(index?: number): void {
    if (index === undefined) this.#wanted.clear();
    else this.#wanted.delete(index);
    if (!this.isWanted) this.#takeNewest();
  }

  restart(index?: number): void {
    if (index === undefined) this.#takeNewest();
    this.start(index);
  }

  /** Only what shares a port is replaced one by one, and so keeps what was stopped by hand as it is. */
  reload(index?: number): void {
    if (!this.app.sharesPort || !this.isWanted) this.restart(index);
    else if (index === undefined) this.#plan(() => this.#takeNewest());
  }

  scale(count: number): void {
    this.#scaled = count;
    this.#plan(() => (this.count = count));
  }

  /** Its file says something else, and has been read. */
  saveFile(says: FileSays): void {
    if (says.instances !== this.file.instances) this.#scaled = null;
    this.file = says;
    if (!this.isWanted) this.#takeNewest();
  }

  apply(): void {
    if (!this.isPending) return;
    const needsRestart = this.file.version !== this.#running.version;
    const { isFresh } = this;
    this.#plan(() => this.#takeNewest());
    this.isFresh = isFresh || needsRestart;
  }

  /** The source is another one now. */
  saveSource(): void {
    this.source += 1;
    if (this.isWanted && !this.isWatched) this.isFresh = false;
  }

  add(): void {
    this.exists = true;
    this.start();
  }

  delete(): void {
    this.stop();
    if (this.app.file !== null) return;
    this.exists = false;
    this.#scaled = null;
  }

  /** In what the supervisor shows something else. */
  differences({ apps, instances }: Snapshot): string[] {
    const { name } = this.app;
    const info = apps.find(({ id }) => id === this.id);
    const own = instances.filter(({ app }) => app === this.id);
    if (!this.exists)
      return info === undefined && own.length === 0 ? [] : [`${name} is there, and was deleted`];
    if (info === undefined) return [`${name} is missing`];
    const found: string[] = [];
    const expect = (what: string, is: unknown, shall: unknown): void => {
      if (is !== shall) found.push(`${name}: ${what} ${String(is)}, not ${String(shall)}`);
    };
    expect('instances', info.instances, this.count);
    expect('watch', info.watch, this.isWatched);
    if (this.app.end === 'online') expect('is pending', info.pending.length > 0, this.isPending);
    for (const one of own) {
      const isWanted = this.#wanted.has(one.index);
      expect(`${one.index} is`, one.status, isWanted ? this.app.end : 'stopped');
      expect(`${one.index} has a process:`, one.pid !== null, isWanted && this.app.end === 'online');
      expect(`${one.index} is held:`, one.held, false);
    }
    const indexes = own.map(({ index }) => index).toSorted((a, b) => a - b);
    expect('indexes', indexes.join(), this.#indexes().join());
    return found;
  }

  #indexes(): number[] {
    return Array.from({ length: this.count }, (_, index) => index);
  }

  #takeNewest(): void {
    this.#running = this.file;
    this.count = this.#scaled ?? this.file.instances;
    this.isFresh = true;
  }

  /** Of the instances that stay, those run that ran; of those that come, all do if anything does. */
  #plan(change: () => void): void {
    const before = this.count;
    change();
    const kept = [...this.#wanted].filter((index) => index < this.count);
    const added = kept.length === 0 ? [] : this.#indexes().slice(before);
    this.#wanted = new Set([...kept, ...added]);
  }
}
