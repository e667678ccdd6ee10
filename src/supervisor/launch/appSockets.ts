import type { Platform } from '../platform/platform.ts';
import type { SharedSocket, SocketAddress } from './sharedSocket.ts';
import { openSharedSocket } from './sharedSocket.ts';

/** The listening sockets of all apps that share one, kept from the first instance until the app is released. */
export class AppSockets {
  readonly #platform: Pick<Platform, 'portOwner'>;
  readonly #sockets = new Map<string, Map<string, Promise<SharedSocket>>>();
  readonly #closing = new Map<string, Promise<void>>();

  constructor(platform: Pick<Platform, 'portOwner'>) {
    this.#platform = platform;
  }

  /** The descriptor to hand to an instance; rejects with a `LaunchFailure` when the address cannot be had. */
  async get(app: string, address: SocketAddress): Promise<number> {
    await this.#closing.get(app);
    const sockets = this.#sockets.get(app) ?? new Map<string, Promise<SharedSocket>>();
    this.#sockets.set(app, sockets);
    const key = `${address.host}:${address.port}`;
    const socket = sockets.get(key) ?? openSharedSocket(address, this.#platform);
    sockets.set(key, socket);
    try {
      return (await socket).fd;
    } catch (error) {
      // The next start tries anew.
      if (sockets.get(key) === socket) sockets.delete(key);
      throw error;
    }
  }

  async release(app: string): Promise<void> {
    const sockets = this.#sockets.get(app)?.values() ?? [];
    this.#sockets.delete(app);
    const closing = Promise.all([this.#closing.get(app), ...[...sockets].map(close)]).then(() => undefined);
    this.#closing.set(app, closing);
    await closing;
    if (this.#closing.get(app) === closing) this.#closing.delete(app);
  }
}

/** One that could not be opened holds nothing. */
async function close(opened: Promise<SharedSocket>): Promise<void> {
  const [socket] = await Promise.allSettled([opened]);
  if (socket.status === 'fulfilled') await socket.value.close();
}
