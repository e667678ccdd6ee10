import type { Serializable } from 'node:child_process';
import cluster from 'node:cluster';
import type { Worker } from 'node:cluster';
import { closeSync, constants, openSync } from 'node:fs';
import type { FromHost, FromShim, HostSettings, ToHost, ToShim, shimCommand } from '../protocol/host.ts';
import { guardConnections } from './guardConnections.ts';

/*
 * The `node:cluster` primary of one app, on the app's own Node. It runs no user code, holds the listening
 * sockets, and forks instances with the user's script as their real main module. It ends, with its instances,
 * when the supervisor's channel closes.
 */

/** Instances leave by themselves when the channel closes, unless they are stuck; then they are killed. */
const leaveMs = 500;
/** Appending does nothing to a FIFO and is right for a file. A FIFO opened for both never waits for its reader. */
const outputFlags = constants.O_RDWR | constants.O_APPEND;

const command: typeof shimCommand = 'NODE_DROVER';
const instances = new Map<number, Worker>();

/** The types know less: a Unix socket has its path as address, and -1 as port. */
interface ClusterAddress {
  readonly address: string | null;
  readonly addressType: number | 'udp4' | 'udp6';
  readonly port: number;
}
const settings = JSON.parse(process.env['DROVER_HOST'] ?? '{}') as HostSettings;
// `cluster.fork` merges the host's environment into each instance's, which is complete already.
for (const name of Object.keys(process.env)) Reflect.deleteProperty(process.env, name);
process.title = `drover cluster host: ${settings.app}`;
if (settings.schedulingPolicy === 'rr') cluster.schedulingPolicy = cluster.SCHED_RR;
if (settings.schedulingPolicy === 'none') cluster.schedulingPolicy = cluster.SCHED_NONE;

process.on('message', (message: ToHost) => receive(message));
process.once('disconnect', end);
process.once('SIGTERM', end);
// Sent to the group by programs that mean themselves; instances are signalled one by one.
process.on('SIGINT', () => undefined);
process.on('SIGHUP', () => undefined);
tell({ type: 'up' });

function receive(message: ToHost): void {
  switch (message.type) {
    case 'fork':
      return fork(message);
    case 'drain': {
      const drain: ToShim = { cmd: command, type: 'drain' };
      return send(message.launch, drain);
    }
    case 'measure': {
      const measure: ToShim = { cmd: command, type: 'measure', on: message.on };
      return send(message.launch, measure);
    }
    case 'count': {
      const count: ToShim = { cmd: command, type: 'count', on: message.on };
      return send(message.launch, count);
    }
    case 'inspect': {
      const inspect: ToShim = { cmd: command, type: 'inspect', port: message.port };
      return send(message.launch, inspect);
    }
    case 'message':
      return send(message.launch, message.message);
  }
}

function fork({
  launch,
  program,
  env,
  in: input,
  out,
  err,
  inspectPort,
  probationMs,
}: Extract<ToHost, { type: 'fork' }>): void {
  const opened: number[] = [];
  try {
    const stdio = [input, out, err].map((path) => {
      // Opened for both, input never ends, and nobody has to hold its other side.
      if (path === null) return 'ignore';
      const fd = openSync(path, path === input ? constants.O_RDWR : outputFlags);
      opened.push(fd);
      return fd;
    });
    const { script, args, execArgv, cwd, uid, gid } = program;
    cluster.setupPrimary({
      exec: script,
      args: [...args],
      execArgv: [...execArgv],
      cwd,
      stdio: [...stdio, 'ipc'],
      inspectPort: inspectPort ?? undefined,
      uid: uid ?? undefined,
      gid: gid ?? undefined,
      windowsHide: true,
    });
    const instance = cluster.fork({ ...env });
    guardConnections(instance, probationMs, () => [...instances.values()].some((one) => isListening(one)));
    follow(launch, instance);
  } catch (error) {
    fail(launch, error);
  } finally {
    for (const fd of opened) closeSync(fd);
  }
}

function follow(launch: number, instance: Worker): void {
  const { pid } = instance.process;
  // Also raised when an instance dies while it is being written to; unhandled, it would end the host.
  instance.on('error', (error) => fail(launch, error));
  if (pid === undefined) return;
  instances.set(launch, instance);
  tell({ type: 'forked', launch, pid });
  instance.on('online', () => tell({ type: 'online', launch }));
  followListens(launch, instance);
  instance.on('message', (message) => tell({ type: 'message', launch, message }));
  instance.on('disconnect', () => tell({ type: 'disconnect', launch }));
  instance.on('exit', (code: number | null, signal: string | null) => {
    instances.delete(launch);
    tell({ type: 'exit', launch, code, signal });
    if (!process.connected && instances.size === 0) process.exit();
  });
}

/**
 * The first one is told by the shim, which sees also those that do not pass through here: exclusive ones and
 * `reusePort`. `node:cluster` tells it again right after.
 */
function followListens(launch: number, instance: Worker): void {
  const known = new Set<number | string | null>();
  instance.process.on('internalMessage', (message: FromShim | null) => {
    if (message?.cmd !== command) return;
    if (message.type === 'lost-session') return tell({ type: 'lost-session', launch });
    if (message.type === 'lag') return tell({ type: 'lag', launch, ms: message.ms });
    if (message.type === 'requests') return tell({ type: 'requests', launch, count: message.count });
    if (message.type === 'inspector') return tell({ type: 'inspector', launch, url: message.url });
    const { port, address } = message;
    known.add(port > 0 ? port : address);
    tell({ type: 'listening', launch, port, address });
  });
  instance.on('listening', ({ address, addressType, port }: ClusterAddress) => {
    if (addressType === 'udp4' || addressType === 'udp6') {
      return tell({ type: 'listening', launch, port, address, further: true, protocol: addressType });
    }
    if (known.has(port > 0 ? port : address)) return;
    known.add(port > 0 ? port : address);
    tell({ type: 'listening', launch, port: Math.max(0, port), address, further: true });
  });
}

/** As `node:cluster` itself sees it; the types do not name it. */
function isListening(instance: Worker): boolean {
  return instance.isConnected() && (instance as { readonly state?: string }).state === 'listening';
}

function send(launch: number, message: unknown): void {
  const instance = instances.get(launch);
  // One that is just dying cannot be told; its exit says the rest.
  if (instance?.isConnected()) instance.process.send(message as Serializable, ignore);
}

function fail(launch: number, error: unknown): void {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown };
  tell({ type: 'error', launch, code: String(code ?? ''), message: String(message ?? error) });
}

function tell(message: FromHost): void {
  if (process.connected) process.send?.(message, undefined, undefined, ignore);
}

function ignore(): void {
  // A closed channel is told by its own event.
}

function end(): void {
  if (process.connected) process.disconnect();
  if (instances.size === 0) process.exit();
  for (const instance of instances.values()) if (instance.isConnected()) instance.process.disconnect();
  setTimeout(() => {
    for (const instance of instances.values()) instance.process.kill('SIGKILL');
    process.exit();
  }, leaveMs);
}
