import type { Socket } from 'node:net';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import {
  createMessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Change } from '../protocol/changes.ts';
import type { EventName, EventParams, Method, Params, Result } from '../protocol/contract.ts';
import { events, requests } from '../protocol/contract.ts';
import type { Snapshot } from '../protocol/model.ts';
import { parse } from '../protocol/shape.ts';
import { ClientError } from './clientError.ts';
import { Emitter } from './emitter.ts';
import { RpcError } from './rpcError.ts';
import { SnapshotMirror } from './snapshotMirror.ts';
import type { SupervisorClient } from './supervisorClient.ts';

/**
 * Introduces itself on a connected socket and returns the client. Rejects with `RpcError` when the supervisor
 * refuses, and with `connection-lost` when it goes away; the socket is destroyed then.
 */
export async function openClient(
  socket: Socket,
  hello: Params<'initialize'>,
  log: (line: string) => void = () => undefined,
): Promise<SupervisorClient> {
  const client = new ClientConnection(socket, log);
  try {
    await client.initialize(hello);
  } catch (error) {
    client.dispose();
    throw error;
  }
  return client;
}

/** More messages than can wait to be handed out when a connection ends. */
const queuedMessagesLimit = 1_000;

class ClientConnection implements SupervisorClient {
  #connection: MessageConnection;
  #socket: Socket;
  #log: (line: string) => void;
  #closed = false;
  /** Requests without an answer. */
  #pending = 0;
  #mirror: SnapshotMirror | undefined;
  #supervisor: Result<'initialize'>['supervisor'] | undefined;
  /** Changes that arrived before the answer to `initialize` was taken in. */
  #early: EventParams<'changed'>[] = [];

  readonly #didChange = new Emitter<[Snapshot, readonly Change[]]>();
  readonly #logs = new Emitter<[EventParams<'logs'>]>();
  readonly #timeline = new Emitter<[EventParams<'timeline'>]>();
  readonly #metrics = new Emitter<[EventParams<'metrics'>]>();
  readonly #notice = new Emitter<[EventParams<'notice'>]>();
  readonly #didClose = new Emitter<[]>();
  readonly onDidChange = this.#didChange.on;
  readonly onLogs = this.#logs.on;
  readonly onTimeline = this.#timeline.on;
  readonly onMetrics = this.#metrics.on;
  readonly onNotice = this.#notice.on;
  readonly onDidClose = this.#didClose.on;

  constructor(socket: Socket, log: (line: string) => void) {
    this.#socket = socket;
    this.#log = log;
    const reader = new SocketMessageReader(socket);
    // Its timer for half a message starts anew for ever when the connection ends there: no process could end.
    reader.partialMessageTimeout = 0;
    this.#connection = createMessageConnection(reader, new SocketMessageWriter(socket));
    // An error after the connection is disposed has no other listener and would end the process.
    socket.on('error', (error) => {
      this.#log(`connection: ${error.message}`);
      this.#close();
    });
    this.#connection.onError(([error]) => {
      this.#log(`connection: ${error.message}`);
      this.#close();
    });
    this.#connection.onClose(() => {
      this.#closeWhenRead(queuedMessagesLimit);
    });
    this.#listen('changed', (message) => {
      this.#take(message);
    });
    this.#listen('logs', (message) => {
      this.#logs.fire(message);
    });
    this.#listen('timeline', (message) => {
      this.#timeline.fire(message);
    });
    this.#listen('metrics', (message) => {
      this.#metrics.fire(message);
    });
    this.#listen('notice', (message) => {
      this.#notice.fire(message);
    });
    this.#connection.listen();
  }

  get supervisor(): Result<'initialize'>['supervisor'] {
    if (this.#supervisor === undefined) throw new Error('used before initialize');
    return this.#supervisor;
  }

  get snapshot(): Snapshot {
    if (this.#mirror === undefined) throw new Error('used before initialize');
    return this.#mirror.snapshot;
  }

  async initialize(hello: Params<'initialize'>): Promise<void> {
    const { supervisor, seq, snapshot } = await this.request('initialize', hello);
    this.#supervisor = supervisor;
    this.#mirror = new SnapshotMirror(seq, snapshot);
    for (const message of this.#early.splice(0)) this.#take(message);
  }

  async request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>> {
    if (this.#closed) throw new ClientError('connection-lost');
    let answer: unknown;
    this.#pending += 1;
    try {
      answer = await this.#connection.sendRequest(method, params);
    } catch (error) {
      if (this.#closed) throw new ClientError('connection-lost');
      if (error instanceof ResponseError) throw new RpcError(error.code, error.message, error.data);
      throw error;
    } finally {
      this.#pending -= 1;
    }
    // The shape of the method's result, which the compiler cannot follow through the index.
    return parse(requests[method].result, answer) as Result<M>;
  }

  dispose(): void {
    this.#didClose.clear();
    this.#close();
  }

  #listen<E extends EventName>(name: E, take: (params: EventParams<E>) => void): void {
    this.#connection.onNotification(name, (params: unknown) => {
      const wrong = events[name].check(params, '');
      if (wrong === undefined) {
        take(params as EventParams<E>);
        return;
      }
      this.#log(`"${name}" was not understood: ${wrong}`);
      if (name === 'changed' && this.#mirror?.distrust() === 'gap') this.#resynchronise();
    });
  }

  #take(message: EventParams<'changed'>): void {
    if (this.#mirror === undefined) {
      this.#early.push(message);
      return;
    }
    const changes = this.#mirror.take(message);
    if (changes === 'gap') this.#resynchronise();
    else if (changes.length > 0) this.#didChange.fire(this.#mirror.snapshot, changes);
  }

  #resynchronise(): void {
    const mirror = this.#mirror;
    if (mirror === undefined) return;
    this.request('snapshot', {}).then(
      ({ seq, snapshot }) => {
        const changes = mirror.replace(seq, snapshot);
        if (changes === 'gap') this.#resynchronise();
        else if (changes.length > 0) this.#didChange.fire(mirror.snapshot, changes);
      },
      (error: unknown) => {
        // Without the state the connection is worth nothing; a new one begins with it.
        this.#log(`the snapshot could not be read: ${String(error)}`);
        this.#close();
      },
    );
  }

  /**
   * jsonrpc hands out what has arrived one message a turn: an answer may still be waiting when the socket has
   * closed behind it.
   */
  #closeWhenRead(turns: number): void {
    if (this.#pending === 0 || turns === 0) this.#close();
    else setImmediate(() => this.#closeWhenRead(turns - 1));
  }

  #close(): void {
    if (this.#closed) return;
    this.#closed = true;
    // jsonrpc rejects what is pending only when it is disposed, not when the socket closes.
    this.#connection.dispose();
    this.#socket.destroy();
    this.#didClose.fire();
    for (const emitter of [
      this.#didChange,
      this.#logs,
      this.#timeline,
      this.#metrics,
      this.#notice,
      this.#didClose,
    ]) {
      emitter.clear();
    }
  }
}
