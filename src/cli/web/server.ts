import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { WebSocketServer } from 'ws';
import { application } from './application.ts';
import { readQuery } from './fields.ts';
import type { GuardOptions } from './guard.ts';
import { guard, tokenProtocol } from './guard.ts';
import { socketChannel } from './live/socketChannel.ts';
import { Refusal } from './refusal.ts';
import type { Route, Services } from './route.ts';
import { liveFields, liveWishes } from './routes/live.ts';
import { securityHeaders } from './securityHeaders.ts';

export interface ServerOptions {
  readonly routes: readonly Route[];
  readonly services: Services;
  /** Loopback, without brackets. */
  readonly host: string;
  readonly log: (line: string) => void;
}

/** Who sends a request, or its headers, more slowly than this is cut off. */
const limits = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 1_000,
  maxHeaderSize: 16 * 1024,
};
const mostConnections = 512;
/** A live client has nothing to say. */
const messageBytes = 1024;

/** The HTTP server of a folder, not listening yet. */
export function webServer({ routes, services, host, log }: ServerOptions): Server {
  const answer = getRequestListener(application(routes, services, log).fetch, {
    overrideGlobalObjects: false,
  });
  const check = (incoming: IncomingMessage): Refusal | undefined => {
    const options: GuardOptions = { host, port: incoming.socket.localPort ?? 0, token: services.token() };
    return guard({ url: incoming.url ?? '', headers: incoming.headers }, options);
  };
  const server = createServer(limits, (incoming, outgoing) => {
    const refusal = check(incoming);
    if (refusal === undefined) answer(incoming, outgoing).catch((error: unknown) => log(String(error)));
    else refuse(incoming, outgoing, refusal);
  });
  server.maxConnections = mostConnections;
  server.on('clientError', refuseUnread);
  server.on('upgrade', upgrader(services, check));
  return server;
}

/** Listens, and returns the port. Rejects with what the system says, such as EADDRINUSE. */
export async function listen(server: Server, port: number, host: string): Promise<number> {
  server.listen(port, host);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

function refuse(incoming: IncomingMessage, outgoing: ServerResponse, refusal: Refusal): void {
  // What else would come on this connection is not worth reading.
  const hasBody =
    incoming.headers['transfer-encoding'] !== undefined || Number(incoming.headers['content-length']) > 0;
  outgoing.writeHead(refusal.status, {
    ...securityHeaders,
    ...refusal.headers,
    'Content-Type': 'application/json',
    ...(hasBody ? { Connection: 'close' } : {}),
  });
  outgoing.end(incoming.method === 'HEAD' ? undefined : JSON.stringify(refusal.body));
}

/** What is no HTTP, or has come too slowly or with too much, has no request that could be answered. */
function refuseUnread(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  writeRefusal(socket, unread[error.code ?? ''] ?? new Refusal('malformed', 'This is no HTTP request.'));
}

const unread: Readonly<Record<string, Refusal>> = {
  HPE_HEADER_OVERFLOW: new Refusal('headers_too_large', 'The headers are too long.'),
  ERR_HTTP_REQUEST_TIMEOUT: new Refusal('too_slow', 'The request came too slowly.'),
};

function writeRefusal(socket: Duplex, { status, body, headers }: Refusal): void {
  const text = JSON.stringify(body);
  const all = {
    ...securityHeaders,
    'Content-Type': 'application/json',
    'Content-Length': String(Buffer.byteLength(text)),
    ...headers,
    Connection: 'close',
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${lines.join('')}\r\n${text}`);
}

/** Opens WebSockets at `/ws`, for those that the guard lets pass. */
function upgrader(services: Services, check: (incoming: IncomingMessage) => Refusal | undefined) {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytes,
    perMessageDeflate: false,
    // A browser hangs up unless one of those that it offers is taken.
    handleProtocols: (offered) =>
      offered.has('drover')
        ? 'drover'
        : ([...offered].find((name) => name.startsWith(tokenProtocol)) ?? false),
  });
  return (incoming: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on('error', () => socket.destroy());
    const refusal = check(incoming) ?? services.clients.refusal();
    if (refusal !== undefined) {
      writeRefusal(socket, refusal);
      return;
    }
    try {
      const { pathname, searchParams } = new URL(incoming.url ?? '', 'http://localhost');
      if (pathname !== '/ws') throw new Refusal('not_found', 'WebSockets are opened at /ws.');
      const wishes = liveWishes(readQuery(liveFields, searchParams), undefined, services);
      sockets.handleUpgrade(incoming, socket, head, (opened) => {
        opened.on('error', () => opened.terminate());
        const client = services.clients.add(socketChannel(opened), wishes);
        opened.once('close', () => client.dispose());
      });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      writeRefusal(socket, error);
    }
  };
}
