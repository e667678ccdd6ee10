import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { Agent, request } from 'node:http';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import { delimiter } from 'node:path';
import { freePort } from '../freePort.ts';
import { waitFor } from '../waitFor.ts';

/** What an instance of the example answers at `/`, by way of a proxy. */
export interface Answer {
  readonly pid: number;
  readonly instance: number;
}

const environment = { ...process.env, PATH: `${process.env['PATH'] ?? ''}${delimiter}/usr/sbin` };
/** Nobody, where this user may become it: what is exported needs no rights. */
const unprivileged = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

/** Runs a program to its end as nobody; resolves with its code and all that it says. */
export async function runAsNobody(
  command: string,
  args: readonly string[],
): Promise<{ code: number; said: string }> {
  const child = spawn(command, args, { env: environment, ...unprivileged });
  const said = collected(child);
  const [code] = (await once(child, 'close')) as [number];
  return { code, said: said() };
}

/** A proxy that listens on a port of 127.0.0.1, until it is disposed of. */
export async function startProxy(
  command: string,
  args: readonly string[],
  port: number,
): Promise<AsyncDisposable> {
  const child = spawn(command, args, { env: environment, ...unprivileged });
  const said = collected(child);
  await waitFor(`${command} to listen`, async () => {
    assert.equal(child.exitCode, null, `${command} ended: ${said()}`);
    return get(new Agent(), port).then(
      () => true,
      () => false,
    );
  });
  return {
    [Symbol.asyncDispose]: async () => {
      const isOver = once(child, 'exit');
      child.kill('SIGTERM');
      await isOver;
    },
  };
}

function collected(child: ChildProcess): () => string {
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (text += String(chunk)));
  return () => text;
}

/** Asks for `/`; rejects unless the answer is 200 and complete. */
export async function get(agent: Agent, port: number): Promise<Answer> {
  const asked = request({ agent, port, host: '127.0.0.1', path: '/' });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += String(chunk);
  if (response.statusCode !== 200) throw new Error(`${String(response.statusCode)}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as Answer;
}

/** What comes back over a connection that was upgraded, as WebSockets are. */
export async function echoed(port: number, text: string): Promise<string> {
  const headers = { connection: 'Upgrade', upgrade: 'echo' };
  const asked = request({ port, host: '127.0.0.1', path: '/', headers });
  asked.end();
  const [, socket] = (await once(asked, 'upgrade')) as [IncomingMessage, Socket];
  socket.write(text);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return String(answer);
}

/** Clients with connections that stay, each asking again and again until `end`. */
export class Load {
  readonly answers: Answer[] = [];
  readonly failures: string[] = [];
  inFlight = 0;
  readonly #agents: readonly Agent[];
  readonly #clients: Promise<unknown>;
  #isOver = false;

  constructor(port: number, clients: number) {
    this.#agents = Array.from({ length: clients }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
    this.#clients = Promise.all(this.#agents.map((agent) => this.#ask(agent, port)));
  }

  async end(): Promise<void> {
    this.#isOver = true;
    await this.#clients;
    for (const agent of this.#agents) agent.destroy();
  }

  async #ask(agent: Agent, port: number): Promise<void> {
    while (!this.#isOver) {
      this.inFlight++;
      await get(agent, port).then(
        (answer) => this.answers.push(answer),
        (error: unknown) => this.failures.push(String(error)),
      );
      this.inFlight--;
    }
  }
}

/** The first of `count` ports in a row that nobody listens on. */
export async function freeRange(count: number): Promise<number> {
  return await waitFor('ports in a row', async () => {
    const first = await freePort();
    const ports = Array.from({ length: count }, (_, index) => first + index);
    const free = await Promise.all(ports.map(isFree));
    return first + count < 65_536 && free.every(Boolean) ? first : undefined;
  });
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch {
    // Somebody is there.
    return false;
  }
  server.close();
  await once(server, 'close');
  return true;
}
