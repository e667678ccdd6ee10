import type { ConnectionPorts } from './platform.ts';

/** A listening TCP socket as `/proc/net/tcp` and `/proc/net/tcp6` name it. */
export interface ListeningSocket {
  readonly port: number;
  /** The number in the `socket:[…]` links of `/proc/PID/fd`. */
  readonly inode: string;
}

const listenState = '0A';

/**
 * The accepted end of a connection in the text of `/proc/net/tcp` or `/proc/net/tcp6`: "0" while it waits to be
 * accepted, undefined when it is not there.
 */
export function parseAcceptedInode(
  text: string,
  { localPort, remotePort }: ConnectionPorts,
): string | undefined {
  // The table may be long, and most of it is about others.
  const end = new RegExp(`:${hex(remotePort)} [\\dA-F]+:${hex(localPort)} .*`).exec(text)?.[0];
  // local rem st tx:rx tr:when retrnsmt uid timeout inode, from the port of local on
  return end?.trim().split(/\s+/)[8];
}

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

/** The listening sockets in the text of `/proc/net/tcp` or `/proc/net/tcp6`. */
export function parseListeningSockets(text: string): ListeningSocket[] {
  const found: ListeningSocket[] = [];
  for (const line of text.split('\n').slice(1)) {
    // sl local_address rem_address st tx:rx tr:when retrnsmt uid timeout inode
    const fields = line.trim().split(/\s+/);
    const inode = fields[9];
    const portHex = fields[1]?.split(':')[1];
    if (fields[3] !== listenState || inode === undefined || portHex === undefined) continue;
    found.push({ port: Number.parseInt(portHex, 16), inode });
  }
  return found;
}
