import { createServer } from 'node:net';
import type { Server, Socket } from 'node:net';
import type { EventParams } from '../protocol/contract.ts';
import type { ClientSessionOptions } from './clientSession.ts';
import { ClientSession } from './clientSession.ts';

export interface RpcServerOptions extends Pick<ClientSessionOptions, 'token' | 'handlers' | 'settle'> {
  /** A client has shown its token, or has left. */
  readonly onSessionsChanged: (sessions: readonly ClientSession[]) => void;
}

/** Accepts clients on the socket of this generation. */
export class RpcServer {
  readonly #sessions = new Set<ClientSession>();
  readonly #options: RpcServerOptions;
  #server: Server;

  constructor(options: RpcServerOptions) {
    this.#options = options;
    this.#server = createServer((socket) => this.#accept(socket));
  }

  /** The clients that have shown their token. */
  get sessions(): readonly ClientSession[] {
    return [...this.#sessions].filter((session) => session.isInitialized);
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(path, () => {
        this.#server.off('error', reject);
        this.#server.on('error', (error) => console.error(`socket: ${error.message}`));
        resolve();
      });
    });
  }

  /** At the same path, from where the socket has been removed. The clients that are there stay. */
  async listenAgain(path: string): Promise<void> {
    this.#server.close();
    this.#server = createServer((socket) => this.#accept(socket));
    await this.listen(path);
  }

  tellChanged(changed: EventParams<'changed'>): void {
    for (const session of this.sessions) session.changes.tell(changed);
  }

  tellNotice(notice: EventParams<'notice'>): void {
    for (const session of this.sessions) void session.notify('notice', notice);
  }

  /** Takes no more clients and lets those there read what was sent to them. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    await Promise.all([...this.#sessions].map((session) => session.end()));
    await closed;
  }

  #accept(socket: Socket): void {
    const { token, handlers, settle, onSessionsChanged } = this.#options;
    const session = new ClientSession({
      socket,
      token,
      handlers,
      settle,
      onInitialized: () => onSessionsChanged(this.sessions),
      onClosed: () => {
        this.#sessions.delete(session);
        onSessionsChanged(this.sessions);
      },
    });
    this.#sessions.add(session);
  }
}
