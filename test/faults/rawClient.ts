import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Location } from '../../src/client/locate.ts';
import { protocolVersion } from '../../src/protocol/contract.ts';
import type { GenerationOwner } from '../../src/protocol/rendezvous.ts';
import { generationFile, generationsIn, parseOwner, socketFile } from '../../src/protocol/rendezvous.ts';

/** A connection that may say what no client of ours says. */
export interface RawClient {
  readonly socket: Socket;
  /** Resolves when the other side has closed. */
  readonly closed: Promise<unknown>;
  request(id: number, method: string, params: unknown): void;
  /** What has come so far, as it came. */
  received(): string;
}

export function generationOf({ runtimeDir }: Location): number {
  return generationsIn(readdirSync(runtimeDir))[0] ?? 0;
}

export function ownerOf(location: Location): GenerationOwner {
  const path = join(location.runtimeDir, generationFile(generationOf(location)));
  const owner = parseOwner(readFileSync(path, 'utf8'));
  if (owner === undefined) throw new Error(`${path} is damaged`);
  return owner;
}

export async function connectRaw(location: Location): Promise<RawClient> {
  const socket = connect(join(location.runtimeDir, socketFile(generationOf(location))));
  await once(socket, 'connect');
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  // One that is dropped in the middle of a write is told by its close.
  socket.on('error', () => undefined);
  return {
    socket,
    closed: new Promise((resolve) => socket.once('close', resolve)),
    request: (id, method, params) => socket.write(frame({ jsonrpc: '2.0', id, method, params })),
    received: () => text,
  };
}

/** Connected, and its token has been taken. */
export async function connectKnown(location: Location): Promise<RawClient> {
  const raw = await connectRaw(location);
  raw.request(1, 'initialize', hello(location));
  while (!raw.received().includes('"id":1')) await once(raw.socket, 'data');
  return raw;
}

export function hello(location: Location): Record<string, unknown> {
  const client = { kind: 'test', pid: process.pid };
  return { protocol: protocolVersion, token: ownerOf(location).token, client };
}

export function frame(message: unknown): string {
  const body = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
