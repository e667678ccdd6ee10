import { connect } from 'node:net';
import { connectionFailure, connectionTo } from './connection.ts';
import type { SharedPort } from './ownConnection.ts';
import { isAt, ownConnection } from './ownConnection.ts';
import type { ProbeResult } from './probeResult.ts';
import { cutShort, failed, missed, passed } from './probeResult.ts';

/**
 * Whether something accepts connections at `tcp://host:port` or `host:port`; at a shared port, whether the instance
 * itself does. May reject then.
 */
export async function probeTcp(
  address: string,
  signal: AbortSignal,
  shared?: SharedPort,
): Promise<ProbeResult> {
  const place = hostAndPort(address);
  if (place === undefined) return failed(`"${address}" is not a host and port`);
  if (isAt(shared, place.host, place.port)) {
    const socket = await ownConnection(place, shared, signal);
    socket?.destroy();
    return socket === undefined ? missed : passed;
  }
  return new Promise((resolve) => {
    let result: ProbeResult | undefined;
    const socket = connect({ ...connectionTo(place.host), ...place, signal });
    socket.on('connect', () => {
      result = passed;
      socket.destroy();
    });
    socket.on('error', (error) => {
      result ??= signal.aborted ? cutShort(signal) : failed(connectionFailure(error));
    });
    socket.on('close', () => resolve(result ?? failed('the connection was dropped')));
  });
}

function hostAndPort(address: string): { readonly host: string; readonly port: number } | undefined {
  const written = `tcp://${address.replace(/^tcp:\/\//i, '')}`;
  if (!URL.canParse(written)) return undefined;
  const { hostname, port } = new URL(written);
  return port === '' ? undefined : { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) };
}
