import type { AppInfo } from '../../protocol/model.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { channelName } from './channelName.ts';
import { followInTerminal } from './followInTerminal.ts';
import type { FollowTerminal } from './followTerminal.ts';
import { LogChannel } from './logChannel.ts';
import { LogFollower } from './logFollower.ts';
import type { LogSource } from './logSource.ts';
import { instancesOf, keyOf } from './logSource.ts';

/** Lines shown of what was printed before the channel was opened. */
const tailLines = 1000;

interface OpenChannel {
  readonly source: LogSource;
  readonly channel: LogChannel;
  readonly store: DisposableStore;
}

/** The output channels and terminals of one folder's instances: made when first shown, gone with the instance or app. */
export class FolderLogs implements Disposable {
  readonly #model: FolderModel;
  readonly #hasSiblings: () => boolean;
  readonly #onDefect: (operation: string, error: unknown) => void;
  readonly #store = new DisposableStore();
  readonly #channels = new Map<string, OpenChannel>();
  readonly #terminals = new Map<string, FollowTerminal>();

  /** `hasSiblings` tells whether the window has other folders. */
  constructor(
    model: FolderModel,
    hasSiblings: () => boolean,
    onDefect: (operation: string, error: unknown) => void,
  ) {
    this.#model = model;
    this.#hasSiblings = hasSiblings;
    this.#onDefect = onDefect;
    this.#store.add(model.onDidChange(() => this.#removeGone()));
  }

  /** Shows what the instance or app writes, without taking the focus. */
  async show(source: LogSource): Promise<void> {
    const known = this.#channels.get(keyOf(source));
    if (known !== undefined) {
      known.channel.show();
      return;
    }
    const client = await this.#model.connected();
    const { snapshot } = this.#model.view;
    if (this.#channels.has(keyOf(source)) || instancesOf(source, snapshot).length === 0) return;
    const channel = new LogChannel(this.nameOf(source), source.kind === 'app' ? this.#instanceName : null);
    const store = new DisposableStore();
    store.add(channel);
    const follower = store.add(this.#follower(source, channel, tailLines));
    this.#channels.set(keyOf(source), { source, channel, store });
    channel.show();
    if (source.kind === 'instance') {
      channel.files = (await client.request('logs/read', { instance: source.instance, lines: 0 })).files;
    }
    await follower.start();
  }

  /** Shows what the instance writes in a terminal, whose lines go to its stdin. */
  async follow(instance: string): Promise<void> {
    const source = { kind: 'instance', instance } as const;
    const known = this.#terminals.get(instance);
    if (known !== undefined) {
      known.show();
      return;
    }
    await this.#model.connected();
    if (this.#terminals.has(instance) || instancesOf(source, this.#model.view.snapshot).length === 0) return;
    const terminal = followInTerminal({
      model: this.#model,
      instance,
      name: this.nameOf(source),
      follower: (receiver, tail) => this.#follower(source, receiver, tail),
      onDidClose: () => this.#terminals.delete(instance),
      onDefect: this.#onDefect,
    });
    this.#terminals.set(instance, terminal);
    terminal.show();
  }

  /** Empties what is shown of the instances. */
  clear(instances: readonly string[]): void {
    for (const { source, channel } of this.#channels.values()) {
      if (instancesOf(source, this.#model.view.snapshot).every((id) => instances.includes(id)))
        channel.clear();
    }
    for (const [instance, terminal] of this.#terminals) if (instances.includes(instance)) terminal.clear();
  }

  /** What its channel or terminal is called. */
  nameOf(source: LogSource): string {
    const { snapshot, name } = this.#model.view;
    return channelName(source, snapshot, this.#hasSiblings() ? name : null);
  }

  /** The app that the channel of this name is about. */
  appOf(channel: string): AppInfo | undefined {
    const { apps, instances } = this.#model.view.snapshot;
    const source = [...this.#channels.values()].find((one) => one.channel.name === channel)?.source;
    if (source === undefined) return undefined;
    const id = source.kind === 'app' ? source.app : instances.find((one) => one.id === source.instance)?.app;
    return apps.find((one) => one.id === id);
  }

  /** Of the channels that are there. */
  get channelNames(): readonly string[] {
    return [...this.#channels.values()].map(({ channel }) => channel.name);
  }

  dispose(): void {
    this.#store.dispose();
    for (const { store } of this.#channels.values()) store.dispose();
    for (const terminal of this.#terminals.values()) terminal.dispose();
    this.#channels.clear();
    this.#terminals.clear();
  }

  readonly #instanceName = (instance: string): string =>
    this.#model.view.snapshot.instances.find((one) => one.id === instance)?.name ?? instance;

  #follower(
    source: LogSource,
    receiver: ConstructorParameters<typeof LogFollower>[0]['receiver'],
    tail: number,
  ) {
    return new LogFollower({
      model: this.#model,
      instances: () => instancesOf(source, this.#model.view.snapshot),
      tail,
      receiver,
      onDefect: this.#onDefect,
    });
  }

  #removeGone(): void {
    // While there is no connection, nobody knows what is gone.
    if (this.#model.session.client === undefined) return;
    const { snapshot } = this.#model.view;
    for (const [key, { source, store }] of this.#channels) {
      const isThere =
        source.kind === 'app'
          ? snapshot.apps.some(({ id }) => id === source.app)
          : snapshot.instances.some(({ id }) => id === source.instance);
      if (isThere) continue;
      this.#channels.delete(key);
      store.dispose();
    }
    for (const [instance, terminal] of this.#terminals) {
      if (snapshot.instances.some(({ id }) => id === instance)) continue;
      this.#terminals.delete(instance);
      terminal.dispose();
    }
  }
}
