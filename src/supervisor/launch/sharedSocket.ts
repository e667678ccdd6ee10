import { spawn } from 'node:child_process';
import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import net from 'node:net';
import { getSystemErrorName } from 'node:util';
import type { Platform } from '../platform/platform.ts';
import { LaunchFailure } from './launchProblem.ts';

export interface SocketAddress {
  readonly host: string;
  readonly port: number;
}

/** A listening socket that nobody in this process accepts from. */
export interface SharedSocket {
  readonly fd: number;
  /** Resolves when this process has let go of it; instances that inherited it keep it. */
  close(): Promise<void>;
}

/** The part of Node's TCP handle that is used here; there is no public way to bind without accepting in Node 22 and 24. */
interface TcpHandle {
  readonly fd: number;
  setNoDelay(on: boolean): number;
  getsockname(out: { port?: number }): number;
  close(callback: () => void): void;
}
type CreateServerHandle = (address: string, port: number, addressType: 4 | 6) => TcpHandle | number;

/**
 * Listens on the inherited fd 3 and exits in the same turn, so that no connection is accepted. The socket stays
 * blocking, as systemd hands it over; programs that want it otherwise change that.
 */
const listenScript = `
  const server = require('node:net').createServer();
  server.on('error', ({ code }) => { process.stderr.write(String(code)); process.exit(1); });
  server.listen({ fd: 3 });
  if (server._handle) { server._handle.setBlocking(true); process.exit(0); }
`;

/** Binds and listens. Throws a `LaunchFailure` that names who holds a taken port, or says what else is wrong. */
export async function openSharedSocket(
  { host, port }: SocketAddress,
  platform: Pick<Platform, 'portOwner'>,
): Promise<SharedSocket> {
  if (process.platform === 'win32') throw socketFailure(port, 'Windows hands no sockets down to programs');
  const { address, family } = await addressOf(host, port);
  const { _createServerHandle: createServerHandle } = net as unknown as {
    readonly _createServerHandle: CreateServerHandle;
  };
  const handle = createServerHandle(address, port, family === 6 ? 6 : 4);
  if (typeof handle === 'number') throw await bindFailure(handle, port, platform);
  const close = (): Promise<void> => new Promise((resolve) => handle.close(() => resolve()));
  // Connections inherit it. uvicorn takes the socket for a Unix one and leaves Nagle's algorithm on, which delays
  // every answer on a kept connection by 40 ms; where it cannot be set, connections are only that slow.
  handle.setNoDelay(true);
  const bound: { port?: number } = {};
  // libuv keeps a taken port to itself until listen, which would then choose any port.
  const isBound = handle.getsockname(bound) === 0 && bound.port === port;
  const error = isBound ? await listen(handle.fd) : 'EADDRINUSE';
  if (error === undefined) return { fd: handle.fd, close };
  await close();
  throw error === 'EADDRINUSE' ? await portTaken(port, platform) : socketFailure(port, error);
}

/** Of the two of `localhost` the one that every program tries. */
async function addressOf(host: string, port: number): Promise<LookupAddress> {
  try {
    return await lookup(host === '' ? '0.0.0.0' : host, { order: 'ipv4first' });
  } catch {
    throw socketFailure(port, `there is no host "${host}"`);
  }
}

/** The code of the error, or undefined. */
function listen(fd: number): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const helper = spawn(process.execPath, ['-e', listenScript], {
      env: { ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'pipe', fd],
      windowsHide: true,
    });
    let error = '';
    helper.stderr?.setEncoding('utf8').on('data', (text: string) => (error += text));
    helper.once('error', reject);
    helper.once('close', (code) => resolve(code === 0 ? undefined : error.trim() || `exit code ${code}`));
  });
}

async function bindFailure(
  errno: number,
  port: number,
  platform: Pick<Platform, 'portOwner'>,
): Promise<LaunchFailure> {
  const code = getSystemErrorName(errno);
  return code === 'EADDRINUSE' ? portTaken(port, platform) : socketFailure(port, code);
}

async function portTaken(port: number, platform: Pick<Platform, 'portOwner'>): Promise<LaunchFailure> {
  const owner = await platform.portOwner(port);
  const shown =
    owner === null || owner.pid === null
      ? 'another process'
      : `process ${owner.pid} (${owner.command ?? 'unknown'})`;
  return new LaunchFailure('port-taken', { port: String(port), owner: shown });
}

function socketFailure(port: number, code: string): LaunchFailure {
  const reason =
    code === 'EACCES'
      ? 'ports below 1024 need root'
      : code === 'EADDRNOTAVAIL'
        ? 'this machine has no such address'
        : code;
  return new LaunchFailure('spawn-failed', { command: `the shared socket on port ${port}`, reason });
}
