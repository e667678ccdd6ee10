import type { Server } from 'node:net';
import type { FromShim, ShimMode, ToShim, shimCommand, shimVariable } from '../protocol/host.ts';

/*
 * Loaded by `--require` into every Node instance, before the user's main module, and into Node programs which
 * that instance forks. It makes stdout and stderr blocking, and in the instance itself reports the first
 * listen and drains on request. While somebody asks for it, it also tells the lag
 * of the event loop, and counts HTTP requests. Otherwise it keeps no timers, loads no module that Node has not loaded by then, and leaves
 * everything else as it was.
 */

const command: typeof shimCommand = 'NODE_DROVER';
const mark: typeof shimVariable = 'DROVER_SHIM';
/** The lag of the event loop is told so often, while it is asked for. */
const lagPeriodMs = 1000;
/** How often the event loop is looked at then. A shorter delay than this may go unseen. */
const lagResolutionMs = 50;
/**
 * Node crashes (18 to 26, seen) when its inspector is closed in the moment in which a debugger leaves it, which is when
 * nobody needs it any more.
 */
const debuggerLeavesMs = 1000;
/** Clients with a keep-alive connection get this long to send one more request and be told to close. */
const idleGraceMs = 1500;
const idleSweepMs = 250;

blockWhenUsed('stdout', 1);
blockWhenUsed('stderr', 2);
// Programs may replace the global ones by fakes.
const { clearInterval: stopInterval, setInterval: startInterval, setTimeout: startTimeout } = globalThis;
const mode = process.env[mark] as ShimMode | undefined;
if (mode !== undefined) {
  Reflect.deleteProperty(process.env, mark);
  takeInspectFlags();
  if (process.send !== undefined) followServers(mode);
}

/**
 * A pipe that is not blocking keeps what is unread in this process and loses it at `process.exit()`. Streams
 * are made by Node when first used, so this waits until then. Only FIFOs: a program may count on never
 * blocking on the socket pair that `stdio: 'pipe'` is.
 */
function blockWhenUsed(name: 'stdout' | 'stderr', fd: number): void {
  const original = Object.getOwnPropertyDescriptor(process, name);
  if (original?.get === undefined || original.configurable !== true) return;
  Object.defineProperty(process, name, {
    ...original,
    get() {
      Object.defineProperty(process, name, original);
      const stream: object = process[name];
      const { _handle: handle } = stream as { readonly _handle?: { setBlocking?(on: boolean): void } };
      if (handle?.setBlocking !== undefined && isFifo(fd)) handle.setBlocking(true);
      return stream;
    },
  });
}

function isFifo(fd: number): boolean {
  const { fstatSync } = require('node:fs') as typeof import('node:fs');
  return fstatSync(fd).isFIFO();
}

/** `_listen2` is where every way to listen meets, in a cluster and outside; it exists in Node 18 to 26. */
function followServers(mode: ShimMode): void {
  const net = require('node:net') as typeof import('node:net');
  const prototype: Server & { _listen2?: (...args: unknown[]) => unknown } = net.Server.prototype;
  const listen2 = prototype._listen2;
  const servers = new Set<Server>();
  let reported = false;
  if (listen2 !== undefined) {
    prototype._listen2 = function (...args) {
      const result = listen2.apply(this, args);
      const address = this.address();
      if (address === null) return result;
      servers.add(this);
      this.once('close', () => servers.delete(this));
      if (mode === 'shared') followSessions(this);
      if (!reported) {
        reported = true;
        report(address);
      }
      return result;
    };
  }
  process.on('internalMessage', (message: ToShim | null) => {
    if (message?.cmd !== command) return;
    if (message.type === 'drain') drain(servers, net.Server.prototype);
    else if (message.type === 'inspect') inspect(message.port);
    else if (message.type === 'count') countRequests(message.on);
    else measureLag(message.on);
  });
}

/** Its inspector was opened for Drover, which may close it again: by its flag, or by `inspect`. */
let ownsInspector = false;

/**
 * Takes the flags for the inspector, which stand before this file's, from what the program hands on to others: a
 * process that it forks would stop at the same port.
 */
function takeInspectFlags(): void {
  const { execArgv, debugPort } = process;
  const count = execArgv.findIndex((flag) => !flag.startsWith('--inspect'));
  if (count < 1) return;
  ownsInspector = execArgv.splice(0, count).some((flag) => flag.startsWith('--inspect-brk='));
  // Added by `node:cluster`.
  if (execArgv.at(-1) === `--inspect-port=${debugPort}`) execArgv.pop();
}

function inspect(port: number | null): void {
  if (port === null && ownsInspector) {
    startTimeout(() => useInspector((inspector) => inspector.close()), debuggerLeavesMs).unref();
    ownsInspector = false;
    return;
  }
  useInspector((inspector) => {
    if (port === null) return;
    const url = inspector.url();
    if (url === undefined) inspector.open(port, '127.0.0.1');
    // A signal has opened it there while the program was busy: the question comes before it and is heard after.
    ownsInspector ||= url === undefined || new URL(url).port === String(port);
  });
}

/** Tells where it listens afterwards. A Node that was built without an inspector has none to require. */
function useInspector(act: (inspector: typeof import('node:inspector')) => void): void {
  let url: string | undefined;
  try {
    const inspector = require('node:inspector') as typeof import('node:inspector');
    act(inspector);
    url = inspector.url();
  } catch {
    // Whoever asked is told that nothing listens; the program is not to die of it.
  }
  tell({ cmd: command, type: 'inspector', url: url ?? null });
}

let endMeasuring: (() => void) | undefined;

/** Neither timers nor messages keep the program alive, and all of it ends with whoever asked. */
function measureLag(on: boolean): void {
  endMeasuring?.();
  endMeasuring = undefined;
  if (!on) return;
  const { monitorEventLoopDelay, performance } =
    require('node:perf_hooks') as typeof import('node:perf_hooks');
  const delays = monitorEventLoopDelay({ resolution: lagResolutionMs });
  delays.enable();
  let due = 0;
  let first = 0;
  const begin = (): void => {
    const begun = performance.now();
    due = begun + lagPeriodMs;
    first = 0;
    // A histogram that begins anew does not count its first interval.
    delays.reset();
    startTimeout(() => (first = performance.now() - begun - lagResolutionMs), lagResolutionMs).unref();
  };
  const timer = startInterval(() => {
    if (!process.connected) return measureLag(false);
    // Nor has it seen a delay that has lasted until now. What it counts are whole intervals.
    const ms = Math.max(0, delays.max / 1e6 - lagResolutionMs, first, performance.now() - due);
    tell({ cmd: command, type: 'lag', ms: Math.round(ms * 10) / 10 });
    begin();
  }, lagPeriodMs).unref();
  endMeasuring = () => {
    stopInterval(timer);
    delays.disable();
  };
  begin();
}

let requests = 0;
let requestStart: import('node:diagnostics_channel').Channel | undefined;

/** Node itself says when a request has come, as long as somebody listens. */
function countRequests(on: boolean): void {
  if (on && requestStart === undefined) {
    const { channel } = require('node:diagnostics_channel') as typeof import('node:diagnostics_channel');
    requests = 0;
    requestStart = channel('http.server.request.start');
    requestStart.subscribe(countRequest);
  }
  tell({ cmd: command, type: 'requests', count: requests });
  if (on) return;
  requestStart?.unsubscribe(countRequest);
  requestStart = undefined;
}

function countRequest(): void {
  requests += 1;
}

function report(address: Exclude<ReturnType<Server['address']>, null>): void {
  const message: FromShim =
    typeof address === 'string'
      ? { cmd: command, type: 'listening', port: 0, address }
      : { cmd: command, type: 'listening', port: address.port, address: address.address };
  tell(message);
}

function tell(message: FromShim): void {
  // Without a callback, a parent that has gone would surface in the program as an 'error' event.
  process.send?.(message, undefined, undefined, () => undefined);
}

interface Answered {
  readonly statusCode: number;
  once(event: 'finish', listener: () => void): unknown;
}

/** Tells of socket.io's polling requests with a session that is unknown here, which it answers with 400. */
function followSessions(server: Server): void {
  server.prependListener('request', ({ url = '' }: { readonly url?: string }, response: Answered) => {
    if (!url.includes('transport=polling') || !url.includes('sid=')) return;
    response.once('finish', () => {
      if (response.statusCode === 400) tell({ cmd: command, type: 'lost-session' });
    });
  });
}

/**
 * Stops accepting, answers what is open, then leaves. Closing is that of `net.Server`: `http.Server` would cut
 * idle keep-alive connections at once, on which the next request may already be under way.
 */
function drain(servers: ReadonlySet<Server>, netServer: Pick<Server, 'close'>): void {
  let open = servers.size;
  if (open === 0) leave();
  for (const server of servers) {
    server.prependListener('request', (_request: unknown, response: { shouldKeepAlive?: boolean }) => {
      response.shouldKeepAlive = false;
    });
    netServer.close.call(server, () => {
      open -= 1;
      if (open === 0) leave();
    });
  }
  setTimeout(() => setInterval(closeIdle, idleSweepMs, servers), idleGraceMs);
}

function closeIdle(servers: ReadonlySet<Server & { closeIdleConnections?(): void }>): void {
  for (const server of servers) server.closeIdleConnections?.();
}

/** A program that handles SIGINT ends itself, with its own clean-up. */
function leave(): void {
  if (process.listenerCount('SIGINT') > 0) process.emit('SIGINT', 'SIGINT');
  else process.exit();
}
