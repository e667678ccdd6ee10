import { lstat, readdir, readFile, stat } from 'node:fs/promises';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import path from 'node:path';
import {
  generationFile,
  generationsIn,
  letsOthersReplace,
  parseOwner,
  socketAddress,
} from '../protocol/rendezvous.ts';
import { ClientError } from './clientError.ts';
import type { Location } from './locate.ts';
import { RpcError } from './rpcError.ts';
import type { SupervisorClient } from './supervisorClient.ts';

export type ClientKind = 'window' | 'cli' | 'gateway' | 'test';

/** `busy`: a process owns the folder but takes no clients, because it is just starting or just stopping. */
export type Joined =
  | { readonly kind: 'client'; readonly client: SupervisorClient }
  | { readonly kind: 'busy'; readonly pid: number }
  | { readonly kind: 'absent' };

const answerTimeoutMs = 5000;

/**
 * Connects to the supervisor that owns the highest generation in the runtime folder, if it is there. Rejects with
 * `runtime-unsafe`, `protocol-mismatch` or `supervisor-silent`.
 */
export async function joinLive(
  location: Location,
  kind: ClientKind,
  log?: (line: string) => void,
): Promise<Joined> {
  const generation = await highestGeneration(location.runtimeDir);
  if (generation === undefined) return { kind: 'absent' };
  const owner = await readOwner(path.join(location.runtimeDir, generationFile(generation)));
  if (owner === undefined) return { kind: 'absent' };
  const busyOrAbsent = (): Joined =>
    isAlive(owner.pid) ? { kind: 'busy', pid: owner.pid } : { kind: 'absent' };

  const socket = await openSocket(
    socketAddress(location.runtimeDir, { generation, token: owner.token }, process.platform),
  );
  if (socket === undefined) return busyOrAbsent();
  // What speaks with a supervisor is loaded once there is one: most windows open without.
  const [{ openClient }, { protocolVersion }] = await Promise.all([
    import('./clientConnection.ts'),
    import('../protocol/contract.ts'),
  ]);
  let silent = false;
  const silence = setTimeout(() => {
    silent = true;
    socket.destroy(new Error(`process ${owner.pid} did not answer within ${answerTimeoutMs} ms`));
  }, answerTimeoutMs);
  try {
    const hello = { protocol: protocolVersion, token: owner.token, client: { kind, pid: process.pid } };
    return { kind: 'client', client: await openClient(socket, hello, log) };
  } catch (error) {
    if (error instanceof RpcError && error.name === 'protocolMismatch') {
      throw new ClientError('protocol-mismatch', {
        protocol: String(error.data['protocol'] ?? owner.protocol),
        pid: String(owner.pid),
      });
    }
    if (silent) throw new ClientError('supervisor-silent', { pid: String(owner.pid) });
    // It is stopping, or made way for a newer generation between the listing and the answer.
    if (error instanceof RpcError && (error.name === 'shuttingDown' || error.name === 'unauthorized')) {
      return busyOrAbsent();
    }
    if (error instanceof ClientError && error.code === 'connection-lost') return busyOrAbsent();
    throw error;
  } finally {
    clearTimeout(silence);
  }
}

async function highestGeneration(runtimeDir: string): Promise<number | undefined> {
  let names: string[];
  try {
    names = await readdir(runtimeDir);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined;
    throw error;
  }
  const generation = generationsIn(names)[0];
  // The folder above may lie in a world-writable place, where others could prepare one for us.
  if (generation !== undefined) {
    const parent = path.dirname(runtimeDir);
    await assertLasting(path.dirname(parent));
    await Promise.all([assertOurs(parent), assertOurs(runtimeDir)]);
  }
  return generation;
}

async function assertLasting(folder: string): Promise<void> {
  if (process.getuid === undefined || !letsOthersReplace((await stat(folder)).mode)) return;
  throw new ClientError('runtime-unsafe', { path: folder, reason: 'others may rename what is in it' });
}

async function assertOurs(folder: string): Promise<void> {
  const uid = process.getuid?.();
  if (uid === undefined) return;
  const found = await lstat(folder);
  const reason = !found.isDirectory()
    ? 'it is not a folder'
    : found.uid !== uid
      ? `it belongs to user ${found.uid}`
      : (found.mode & 0o077) !== 0
        ? 'others may enter it'
        : undefined;
  if (reason !== undefined) throw new ClientError('runtime-unsafe', { path: folder, reason });
}

async function readOwner(file: string) {
  try {
    return parseOwner(await readFile(file, 'utf8'));
  } catch (error) {
    // Taken away between the listing and the reading: its owner has ended. A folder in its place is nobody's.
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EISDIR')) return undefined;
    throw error;
  }
}

function openSocket(address: string): Promise<Socket | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.removeListener('error', fail);
      resolve(socket);
    });
    socket.once('error', fail);
    function fail(error: Error) {
      const isNobody = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].some((code) => hasCode(error, code));
      if (isNobody) resolve(undefined);
      else reject(error);
    }
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: the pid is another user's now, so it is not the supervisor.
    if (hasCode(error, 'ESRCH') || hasCode(error, 'EPERM')) return false;
    throw error;
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
