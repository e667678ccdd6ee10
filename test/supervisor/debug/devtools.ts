import assert from 'node:assert/strict';
import type { SupervisorClient } from '../../../src/client/supervisorClient.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
}

/** A debugger attached to one Node process, by the inspector's own protocol. */
export class Devtools implements Disposable {
  readonly #socket: WebSocket;
  readonly #messages: Message[] = [];
  #wake: (() => void)[] = [];
  #sent = 0;
  #isClosed = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      this.#messages.push(JSON.parse(String(data)) as Message);
      this.#wakeAll();
    });
    socket.addEventListener('close', () => {
      this.#isClosed = true;
      this.#wakeAll();
    });
  }

  /** Attaches as soon as something answers on the port, as a debugger does that attaches again. */
  static async attach(port: number): Promise<Devtools> {
    for (;;) {
      const url = await targetAt(port);
      if (url === undefined) continue;
      const socket = new WebSocket(url);
      await new Promise((resolve, reject) => {
        socket.addEventListener('open', resolve);
        socket.addEventListener('error', reject);
      });
      return new Devtools(socket);
    }
  }

  async request(method: string, params: object = {}): Promise<Record<string, unknown>> {
    this.#sent += 1;
    const id = this.#sent;
    this.#socket.send(JSON.stringify({ id, method, params }));
    return (await this.#until((message) => message.id === id)).result ?? {};
  }

  /** Waits for an event, be it a past one. */
  async event(method: string): Promise<Record<string, unknown>> {
    return (await this.#until((message) => message.method === method)).params ?? {};
  }

  async evaluate(expression: string): Promise<unknown> {
    const { result } = await this.request('Runtime.evaluate', { expression, returnByValue: true });
    return (result as { readonly value?: unknown }).value;
  }

  /** The other side has closed the connection. */
  async closed(): Promise<void> {
    while (!this.#isClosed) await this.#next();
  }

  [Symbol.dispose](): void {
    this.#socket.close();
  }

  async #until(fits: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const found = this.#messages.find(fits);
      if (found !== undefined) return found;
      assert.equal(this.#isClosed, false, 'the connection was closed');
      await this.#next();
    }
  }

  #next(): Promise<void> {
    return new Promise((resolve) => this.#wake.push(resolve));
  }

  #wakeAll(): void {
    for (const wake of this.#wake.splice(0)) wake();
  }
}

/** Undefined while nobody answers there. */
async function targetAt(port: number): Promise<string | undefined> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`, { headers: { connection: 'close' } });
    const [target] = (await answer.json()) as readonly { readonly webSocketDebuggerUrl?: string }[];
    return target?.webSocketDebuggerUrl;
  } catch {
    return undefined;
  }
}

/** Whether something answers on the port. */
export async function isOpen(port: number): Promise<boolean> {
  return (await targetAt(port)) !== undefined;
}

/** The port of an instance that was opened for debuggers. */
export async function inspect(client: SupervisorClient, { id }: InstanceInfo): Promise<number> {
  const { inspector, problem } = await client.request('instances/inspect', { instance: id });
  assert.ok(inspector !== null, problem === null ? 'nothing' : describeProblem(problem));
  assert.equal(inspector.address, '127.0.0.1');
  return inspector.port;
}
