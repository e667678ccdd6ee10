import { timingSafeEqual } from 'node:crypto';
import type { Socket } from 'node:net';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { ResponseError, createMessageConnection } from 'vscode-jsonrpc/node';
import type { EventName, EventParams, Method, Params, Result } from '../protocol/contract.ts';
import { protocolVersion, requests } from '../protocol/contract.ts';
import { ChangeFeed } from './changeFeed.ts';
import type { Hold } from './debug/instanceDebugging.ts';
import { LogFeed } from './logs/logFeed.ts';
import { MessageReader } from './messageReader.ts';
import { MessageWriter } from './messageWriter.ts';
import { requestError } from './requestError.ts';
import { TimelineFeed } from './timeline/timelineFeed.ts';

/** Answers the requests of clients; `initialize` included, once token and protocol have been checked. */
export type Handlers = {
  readonly [M in Method]: (params: Params<M>, session: ClientSession) => Promise<Result<M>>;
};

/** A client that has not shown its token by then is dropped. */
const initializeTimeoutMs = 10_000;

export interface ClientSessionOptions {
  readonly socket: Socket;
  readonly token: string;
  readonly handlers: Handlers;
  /** Called before each answer: sends pending changes, so that a client never reads an answer before its effects. */
  readonly settle: () => void;
  readonly onInitialized: () => void;
  readonly onClosed: () => void;
}

/** One connected client. Nothing but `initialize` is answered before the token has been seen. */
export class ClientSession {
  readonly changes: ChangeFeed;
  readonly logs: LogFeed;
  readonly timelines: TimelineFeed;
  watchesMetrics = false;
  watchesEventLoops = false;
  /** The instances that a debugger of this client holds, by id. */
  readonly holds = new Map<string, Exclude<Hold, 'none'>>();
  #initialized = false;
  readonly #socket: Socket;
  readonly #writer: MessageWriter;
  readonly #connection: MessageConnection;
  readonly #token: string;
  readonly #settle: () => void;
  readonly #deadline: NodeJS.Timeout;

  constructor({ socket, token, handlers, settle, onInitialized, onClosed }: ClientSessionOptions) {
    this.#socket = socket;
    this.#token = token;
    this.#settle = settle;
    this.#writer = new MessageWriter(socket);
    this.#connection = createMessageConnection(new MessageReader(socket), this.#writer);
    this.changes = new ChangeFeed((changed) => this.notify('changed', changed));
    this.logs = new LogFeed({
      send: (batches) => this.notify('logs', { batches }),
      writableLength: () => socket.writableLength,
    });
    this.timelines = new TimelineFeed({ send: (batches) => this.notify('timeline', { batches }) });
    this.#deadline = setTimeout(() => socket.destroy(), initializeTimeoutMs);
    for (const method of Object.keys(requests) as Method[]) this.#answer(method, handlers, onInitialized);
    this.#connection.onError(([error]) => {
      console.error(`client: ${error.message}`);
      // Where the next message begins is not known behind one that is none.
      socket.destroy();
    });
    socket.on('error', (error) => console.error(`client: ${error.message}`));
    socket.on('close', () => {
      clearTimeout(this.#deadline);
      this.logs.dispose();
      this.timelines.dispose();
      this.#connection.dispose();
      onClosed();
    });
    this.#connection.listen();
  }

  get isInitialized(): boolean {
    return this.#initialized;
  }

  /** Resolves when it has been written to the socket, or cannot be any more. */
  async notify<E extends EventName>(event: E, params: EventParams<E>): Promise<void> {
    if (!this.#initialized || !this.#socket.writable) return;
    try {
      await this.#connection.sendNotification(event, params);
    } catch (error) {
      if (this.#socket.writable) console.error(`client: ${String(error)}`);
    }
  }

  /** Closes once what was sent has been written. */
  async end(): Promise<void> {
    await this.#writer.drained();
    this.#socket.end();
  }

  // The parameter ties method, parameters and result together.
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters
  #answer<M extends Method>(method: M, handlers: Handlers, onInitialized: () => void): void {
    this.#connection.onRequest(
      method,
      async (params: unknown): Promise<Result<M> | ResponseError<object>> => {
        const detail = requests[method].params.check(params ?? {}, '');
        if (detail !== undefined) return requestError('invalidParams', { method, detail });
        const checked = (params ?? {}) as Params<M>;
        if (method === 'initialize') {
          const refusal = this.#check(checked as Params<'initialize'>);
          if (refusal !== undefined) return refusal;
          this.#initialized = true;
          clearTimeout(this.#deadline);
          onInitialized();
        } else if (!this.#initialized) return requestError('unauthorized');
        try {
          const result = await handlers[method](checked, this);
          this.#settle();
          return result;
        } catch (error) {
          if (error instanceof ResponseError) return error as ResponseError<object>;
          console.error(
            `${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          );
          return requestError('internal', { detail: error instanceof Error ? error.message : String(error) });
        }
      },
    );
  }

  #check(params: Params<'initialize'>): ResponseError<object> | undefined {
    const given = Buffer.from(params.token);
    const expected = Buffer.from(this.#token);
    if (given.length !== expected.length || !timingSafeEqual(given, expected))
      return requestError('unauthorized');
    if (params.protocol !== protocolVersion)
      return requestError('protocolMismatch', { protocol: protocolVersion });
    return undefined;
  }
}
