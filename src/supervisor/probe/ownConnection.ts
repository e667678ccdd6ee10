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
  readonly hasAccepted: NonNullable<Platform['hasAccepted']>;
}

/** Connections that are tried in one probe; an instance gets about one of as many as there are instances. */
const tries = 16;
const lookMs = 2;

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
  for (let tried = 0; tried < tries; tried += 1) {
    const socket = connect({ ...connectionTo(place.host), ...place, signal });
    // Whoever gets the socket listens for errors; before that, `once` tells.
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    if (await isOwn(socket, shared, signal)) return socket;
    socket.destroy();
  }
  return undefined;
}

async function isOwn(socket: Socket, shared: SharedPort, signal: AbortSignal): Promise<boolean> {
  const { localPort = 0, remotePort = 0 } = socket;
  while (!socket.destroyed) {
    const isAccepted = await shared.hasAccepted(shared.pgid, { localPort, remotePort });
    if (isAccepted !== undefined) return isAccepted;
    await setTimeout(lookMs, undefined, { signal });
  }
  return false;
}
