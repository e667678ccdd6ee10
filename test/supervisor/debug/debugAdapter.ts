import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { once } from 'node:events';
import type { Message } from 'vscode-jsonrpc/node';
import { StreamMessageReader, StreamMessageWriter } from 'vscode-jsonrpc/node';

/** Of the Debug Adapter Protocol: the frames are those of JSON-RPC, the messages are its own. */
interface AdapterMessage {
  readonly type: 'request' | 'response' | 'event';
  readonly event?: string;
  readonly request_seq?: number;
  readonly success?: boolean;
  readonly message?: string;
  readonly body?: Record<string, unknown>;
}

/** A debugger attached to one Python program, as an editor is. */
export class DebugAdapter implements Disposable {
  readonly #socket: Socket;
  readonly #writer: StreamMessageWriter;
  readonly #messages: AdapterMessage[] = [];
  #wake: (() => void)[] = [];
  #sent = 0;
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#writer = new StreamMessageWriter(socket);
    new StreamMessageReader(socket).listen((message) => {
      this.#messages.push(message as unknown as AdapterMessage);
      this.#wakeAll();
    });
    socket.once('close', () => {
      this.#isClosed = true;
      this.#wakeAll();
    });
  }

  /** Attaches with breakpoints at `lines` of a file, and lets the program run. */
  static async attach(port: number, file: string, lines: readonly number[]): Promise<DebugAdapter> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    const adapter = new DebugAdapter(socket);
    await adapter.request('initialize', { adapterID: 'debugpy', pathFormat: 'path' });
    // It is answered only when all is configured.
    const attached = adapter.request('attach', { justMyCode: false });
    await adapter.event('initialized');
    const breakpoints = lines.map((line) => ({ line }));
    const set = await adapter.request('setBreakpoints', { source: { path: file }, breakpoints });
    assert.deepEqual(
      (set['breakpoints'] as { verified: boolean }[]).map(({ verified }) => verified),
      lines.map(() => true),
    );
    await adapter.request('configurationDone', {});
    await attached;
    return adapter;
  }

  async request(command: string, args: object): Promise<Record<string, unknown>> {
    this.#sent += 1;
    const seq = this.#sent;
    const request: object = { seq, type: 'request', command, arguments: args };
    await this.#writer.write(request as Message);
    const { success, message, body } = await this.#until((one) => one.request_seq === seq);
    assert.equal(success, true, message);
    return body ?? {};
  }

  /** Waits for an event, be it a past one. */
  async event(name: string): Promise<Record<string, unknown>> {
    return (await this.#until(({ event }) => event === name)).body ?? {};
  }

  /** Where the program stands: the line, and what an expression is there. */
  async standing(expression: string): Promise<{ readonly line: number; readonly value: string }> {
    const { threadId } = await this.event('stopped');
    const { stackFrames } = await this.request('stackTrace', { threadId, levels: 1 });
    const [frame] = stackFrames as { id: number; line: number }[];
    assert.ok(frame !== undefined);
    const { result } = await this.request('evaluate', { expression, frameId: frame.id });
    return { line: frame.line, value: String(result) };
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }

  async #until(fits: (message: AdapterMessage) => boolean): Promise<AdapterMessage> {
    for (;;) {
      const found = this.#messages.find(fits);
      if (found !== undefined) return found;
      assert.equal(this.#isClosed, false, 'the connection was closed');
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}
