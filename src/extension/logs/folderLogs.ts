import type { EventParams } from '../../protocol/contract.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { channelName } from './channelName.ts';
import { InstanceChannel } from './instanceChannel.ts';

/** Lines shown of what was printed before the channel was opened. */
const tailLines = 1000;

/** The output channels of one folder's instances: made when first shown, gone with the instance. */
export class FolderLogs implements Disposable {
  readonly #model: FolderModel;
  readonly #hasSiblings: () => boolean;
  readonly #onDefect: (operation: string, error: unknown) => void;
  readonly #store = new DisposableStore();
  readonly #channels = new Map<string, InstanceChannel>();

  /** `hasSiblings` tells whether the window has other folders. */
  constructor(
    model: FolderModel,
    hasSiblings: () => boolean,
    onDefect: (operation: string, error: unknown) => void,
  ) {
    this.#model = model;
    this.#hasSiblings = hasSiblings;
    this.#onDefect = onDefect;
    this.#store.add(model.onDidReceiveLogs((logs) => this.#append(logs)));
    this.#store.add(model.onDidConnect((client) => this.#subscribeAgain(client)));
    this.#store.add(model.onDidChange(() => this.#removeGone()));
  }

  /** Shows the instance's output without taking the focus. */
  async show(instance: string): Promise<void> {
    const known = this.#channels.get(instance);
    if (known !== undefined) {
      known.show();
      return;
    }
    const client = await this.#model.connected();
    const info = this.#model.view.snapshot.instances.find((one) => one.id === instance);
    if (info === undefined) return;
    const channel = this.#channels.get(instance) ?? new InstanceChannel(this.#channelName(instance));
    this.#channels.set(instance, channel);
    channel.show();
    await subscribe(client, instance, channel);
  }

  #channelName(instance: string): string {
    const { snapshot, name } = this.#model.view;
    return channelName(instance, snapshot, this.#hasSiblings() ? name : null);
  }

  dispose(): void {
    this.#store.dispose();
    for (const channel of this.#channels.values()) channel.dispose();
    this.#channels.clear();
  }

  #append({ batches }: EventParams<'logs'>): void {
    for (const { instance, lines, dropped } of batches) this.#channels.get(instance)?.append(lines, dropped);
  }

  #subscribeAgain(client: SupervisorClient): void {
    for (const [instance, channel] of this.#channels) {
      subscribe(client, instance, channel).catch((error: unknown) => {
        if (client === this.#model.session.client) this.#onDefect('logs/subscribe', error);
      });
    }
  }

  #removeGone(): void {
    // While there is no connection, nobody knows what is gone.
    if (this.#model.session.client === undefined || this.#channels.size === 0) return;
    const present = new Set(this.#model.view.snapshot.instances.map((one) => one.id));
    for (const [instance, channel] of this.#channels) {
      if (present.has(instance)) continue;
      this.#channels.delete(instance);
      channel.dispose();
      this.#unsubscribe(instance);
    }
  }

  #unsubscribe(instance: string): void {
    this.#model.session.client
      ?.request('logs/unsubscribe', { instances: [instance] })
      .catch((error: unknown) => this.#onDefect('logs/unsubscribe', error));
  }
}

async function subscribe(
  client: SupervisorClient,
  instance: string,
  channel: InstanceChannel,
): Promise<void> {
  const { files } = await client.request('logs/read', { instance, lines: 0 });
  const { batches } = await client.request('logs/subscribe', { instances: [instance], tail: tailLines });
  channel.reset(
    batches.flatMap((batch) => (batch.instance === instance ? batch.lines : [])),
    files,
  );
}
