import type { Socket } from 'node:net';
import type { DataCallback, Disposable } from 'vscode-jsonrpc/node';
import { SocketMessageReader } from 'vscode-jsonrpc/node';

/** Far above any honest message, whose largest part is an environment. */
export const messageLimitBytes = 4 * 1024 * 1024;

/**
 * Reads the messages of one client, and ends the connection when a message comes to no end: all of it would have to
 * be kept until then.
 */
export class BoundedReader extends SocketMessageReader {
  /** Since the end of the last message. */
  #bytes = 0;

  constructor(socket: Socket) {
    super(socket);
    // Its timer for half a message would start anew for ever when the client goes there.
    this.partialMessageTimeout = 0;
    socket.on('data', (chunk) => {
      this.#bytes += chunk.length;
      if (this.#bytes <= messageLimitBytes) return;
      socket.destroy(new Error(`a message of more than ${messageLimitBytes} bytes`));
    });
  }

  override listen(callback: DataCallback): Disposable {
    return super.listen((message) => {
      this.#bytes = 0;
      callback(message);
    });
  }
}
