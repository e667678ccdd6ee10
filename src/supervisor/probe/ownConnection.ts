import { once } from 'node:events';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import type { Platform } from '../platform/platform.ts';
import { connectionTo, isLoopback } from './connection.ts';

/** A port that an instance shares with others, any of which may take a connection to it. */
export interface SharedPort {
  readonly port: number;
  /** The process group of the instance. */
  readonly pgid: number;
  readonly haveAccepted: NonNullable<Platform['haveAccepted']>;
}

/**
 * Connections at a time, and how often in one probe; an instance gets about one of as many as there are instances. A
 * look at the table of a busy machine takes some 10 ms, so there are few.
 */
const atOnce = 4;
const rounds = 2;
const lookMs = 10;

/** Whether an address is that of the port. */
export function isAt(shared: SharedPort | undefined, host: string, port: number): shared is SharedPort {
  return (
    shared?.port === port && (isLoopback(host) || host === '::1' || host === '0.0.0.0' || host === '[::]')
  );
}

/**
 * A connection that the instance has accepted itself; nothing is sent on those that others accept. undefined when
 * they took all. Rejects when there is no connection, or `signal` aborts.
 */
export async function ownConnection(
  place: { readonly host: string; readonly port: number },
  shared: SharedPort,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  for (let round = 0; round < rounds; round += 1) {
    const sockets = await Promise.all(Array.from({ length: atOnce }, () => connected(place, signal)));
    const own = await acceptedAmong(sockets, shared, signal);
    for (const socket of sockets) if (socket !== own) socket.destroy();
    if (own !== undefined) return own;
  }
  return undefined;
}

async function connected(
  place: { readonly host: string; readonly port: number },
  signal: AbortSignal,
): Promise<Socket> {
  const socket = connect({ ...connectionTo(place.host), ...place, signal });
  // Whoever gets the socket listens for errors; before that, `once` tells.
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** Lets go of each as soon as another instance has it, which may wait for its request. */
async function acceptedAmong(
  sockets: readonly Socket[],
  shared: SharedPort,
  signal: AbortSignal,
): Promise<Socket | undefined> {
  let waiting = sockets;
  for (;;) {
    waiting = waiting.filter(({ destroyed }) => !destroyed);
    if (waiting.length === 0) return undefined;
    const ports = waiting.map(({ localPort = 0, remotePort = 0 }) => ({ localPort, remotePort }));
    const accepted = await shared.haveAccepted(shared.pgid, ports);
    const own = waiting.find((_, at) => accepted[at] === true);
    if (own !== undefined) return own;
    for (const [at, socket] of waiting.entries()) if (accepted[at] === false) socket.destroy();
    await setTimeout(lookMs, undefined, { signal });
  }
}
