import type { Socket } from 'node:net';
import type { DataCallback, Disposable, Message } from 'vscode-jsonrpc/node';
import { AbstractMessageReader } from 'vscode-jsonrpc/node';
import { MessageCutter } from './messageCutter.ts';

/**
 * Reads the messages of one client. Nothing more is read once its bytes are none: where the next message would begin
 * is not known.
 */
export class MessageReader extends AbstractMessageReader {
  readonly #socket: Socket;
  readonly #cutter = new MessageCutter();

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
    socket.on('error', (error) => this.fireError(error));
    socket.on('close', () => this.fireClose());
  }

  override listen(callback: DataCallback): Disposable {
    const take = (chunk: Buffer): void => {
      try {
        for (const text of this.#cutter.push(chunk)) callback(JSON.parse(text) as Message);
      } catch (error) {
        this.#socket.off('data', take);
        this.fireError(error);
      }
    };
    this.#socket.on('data', take);
    return { dispose: () => this.#socket.off('data', take) };
  }
}
