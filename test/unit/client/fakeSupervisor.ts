import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import {
  createMessageConnection,
  ResponseError,
  SocketMessageReader,
  SocketMessageWriter,
} from 'vscode-jsonrpc/node';
import type { Location } from '../../../src/client/locate.ts';
import type { EventName, EventParams, Method, Params, Result } from '../../../src/protocol/contract.ts';
import { errorCodes } from '../../../src/protocol/errors.ts';
import type { Snapshot } from '../../../src/protocol/model.ts';
import { generationFile, socketAddress } from '../../../src/protocol/rendezvous.ts';

type Answers = { [M in Method]?: (params: Params<M>) => Result<M> | Promise<Result<M>> };

/** A location of its own in a fresh temporary folder, for one test. */
export async function temporaryLocation(): Promise<Location & { remove: () => Promise<void> }> {
  const base = await mkdtemp(path.join(os.tmpdir(), 'drover-client-'));
  const location = {
    folder: base,
    key: '0123456789ab',
    runtimeDir: path.join(base, 'run'),
    stateDir: path.join(base, 'state'),
  };
  await mkdir(location.runtimeDir, { mode: 0o700 });
  return { ...location, remove: () => rm(base, { recursive: true, force: true }) };
}

export const noSnapshot: Snapshot = { files: [], apps: [], instances: [] };

/** Something that speaks like a supervisor, in this process, with answers the test gives. */
export class FakeSupervisor {
  readonly token = 'a'.repeat(64);
  readonly answers: Answers;
  readonly connections = new Set<MessageConnection>();
  #sockets = new Set<Socket>();
  #server = createServer((socket) => this.#accept(socket));

  constructor(answers: Answers = {}) {
    this.answers = {
      initialize: () => ({
        protocol: 1,
        supervisor: { pid: process.pid, generation: 1, version: '0.1.0', folder: '/', startedAt: 0 },
        seq: 0,
        snapshot: noSnapshot,
      }),
      ...answers,
    };
  }

  async listen(location: Location, generation: number, pid = process.pid): Promise<void> {
    const owner = { pid, start: '1', boot: '1', token: this.token, protocol: 1 };
    await writeFile(path.join(location.runtimeDir, generationFile(generation)), JSON.stringify(owner), {
      mode: 0o600,
    });
    const address = socketAddress(location.runtimeDir, { generation, token: this.token }, process.platform);
    await new Promise<void>((resolve) => this.#server.listen(address, resolve));
  }

  notify<E extends EventName>(name: E, params: EventParams<E>): void {
    for (const connection of this.connections) {
      connection.sendNotification(name, params).catch((error: unknown) => {
        // Who leaves at this very moment misses it.
        if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_DESTROYED') throw error;
      });
    }
  }

  /** Breaks every connection off, as the end of the process does. */
  breakOff(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  close(): Promise<void> {
    this.breakOff();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    const connection = createMessageConnection(
      new SocketMessageReader(socket),
      new SocketMessageWriter(socket),
    );
    this.connections.add(connection);
    connection.onClose(() => this.connections.delete(connection));
    connection.onRequest((method, params) => {
      const answer: ((params: never) => unknown) | undefined = this.answers[method as Method];
      if (answer === undefined)
        return new ResponseError(errorCodes.internal, 'unexpected', { detail: method });
      return answer(params as never);
    });
    connection.listen();
  }
}
