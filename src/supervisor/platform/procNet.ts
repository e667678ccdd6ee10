/** A listening TCP socket as `/proc/net/tcp` and `/proc/net/tcp6` name it. */
export interface ListeningSocket {
  readonly port: number;
  /** The number in the `socket:[…]` links of `/proc/PID/fd`. */
  readonly inode: string;
}

const listenState = '0A';

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
