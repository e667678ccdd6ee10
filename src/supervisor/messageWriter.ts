import type { Socket } from 'node:net';
import type { Message, MessageWriter as Writer } from 'vscode-jsonrpc/node';
import { AbstractMessageWriter } from 'vscode-jsonrpc/node';

/** A client that asks and asks without reading an answer is not read from either while so many wait. */
const unsentMessages = 1000;

/** Writes messages to one client, each at once and in one piece, and knows when all of them have been written. */
export class MessageWriter extends AbstractMessageWriter implements Writer {
  readonly #writing = new Set<Promise<void>>();
  readonly #socket: Socket;

  constructor(socket: Socket) {
    super();
    this.#socket = socket;
  }

  /** Resolves when it has been written to the socket, rejects when it cannot be. */
  write(message: Message): Promise<void> {
    const text = JSON.stringify(message);
    const writing = this.#write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`).finally(() => {
      this.#writing.delete(writing);
      if (this.#writing.size < unsentMessages && this.#socket.isPaused()) this.#socket.resume();
    });
    this.#writing.add(writing);
    if (this.#writing.size >= unsentMessages) this.#socket.pause();
    return writing;
  }

  /** Whoever uses the connection ends the socket. */
  end(): void {
    this.#socket.end();
  }

  async drained(): Promise<void> {
    await Promise.allSettled(this.#writing);
  }

  #write(bytes: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(bytes, (error) => {
        if (error === undefined || error === null) resolve();
        else reject(error);
      });
    });
  }
}
