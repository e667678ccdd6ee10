import { isIP } from 'node:net';
import type { PortSpec } from '../appSpec.ts';
import { freeName } from '../freeName.ts';
import { recogniseWebServer } from '../webServer.ts';
import type { ExportedApp, ExportNote } from './exporter.ts';

/** What a proxy sends the requests for one app to. */
export interface Backend {
  readonly app: ExportedApp;
  /** The app's name in letters that every proxy takes, different from those of the others. */
  readonly name: string;
  readonly host: string;
  /** One for each instance, or the one that they share. */
  readonly servers: readonly BackendServer[];
  /** Several instances listen behind the only server: what it refuses may be tried there again. */
  readonly isShared: boolean;
}

export interface BackendServer {
  /** Of the instance, or of the app where its instances share a port. */
  readonly name: string;
  readonly port: number;
}

/** Of a shared port that a proxy is to keep clients at. */
export const notSticky =
  'Behind its shared port Drover spreads connections, so clients do not stay with an instance: give it a range of ports.';

/** The ports that the instances of an app have at the moment, by the app's name. */
export type LivePorts = Readonly<Record<string, readonly number[]>>;

/** The backends of the apps that listen on a port that is known; the others are noted. */
export function backendsOf(
  apps: readonly ExportedApp[],
  livePorts: LivePorts,
): { readonly backends: readonly Backend[]; readonly notes: readonly ExportNote[] } {
  const taken = new Set<string>();
  const backends: Backend[] = [];
  const notes: ExportNote[] = [];
  for (const app of apps) {
    const found = serversOf(app, livePorts[app.spec.name] ?? []);
    if (found === null) {
      const text = 'It has no "port", so there is nothing to send requests to: it is left out.';
      notes.push({ app: app.spec.name, text });
      continue;
    }
    const name = freeName(safeName(app.spec.name), taken);
    taken.add(name);
    const { notes: said, ...servers } = found;
    backends.push({ app, name, host: hostOf(app), ...servers });
    notes.push(...said.map((text) => ({ app: app.spec.name, text })));
  }
  return { backends, notes };
}

type Servers = Pick<Backend, 'servers' | 'isShared'> & {
  /** What is to be known about its ports. */
  readonly notes: readonly string[];
};

function serversOf(app: ExportedApp, live: readonly number[]): Servers | null {
  const port = portOf(app);
  if (port === null) return seenPorts(app, live);
  if (port.kind === 'single') return sharedPort(app, port.port);
  const notes: string[] = [];
  const known = port.kind === 'auto' ? live.slice(0, app.instances) : [];
  if (port.kind === 'auto') {
    const range = `${port.from}-${port.to}`;
    notes.push(
      known.length > 0
        ? `Its ports are those that its instances have now. Drover picks free ones of ${range} at each start: export again when they change.`
        : `It does not run, so its ports are taken from the start of ${range}. Drover picks the free ones: export again while it runs.`,
    );
  }
  const count = Math.min(app.instances, port.to - port.from + 1);
  const first = Array.from({ length: count }, (_, index) => port.from + index);
  const ports = known.length > 0 ? known : first;
  return { servers: ownPorts(app, ports), isShared: false, notes };
}

/** Where nothing names a port, that on which a running app was seen listening is better than none. */
function seenPorts(app: ExportedApp, live: readonly number[]): Servers | null {
  const [port] = live;
  if (port === undefined) return null;
  const seen = 'It names no "port": this is where it listens now. Give it one, so that it stays.';
  const shared = new Set(live).size === 1 ? sharedPort(app, port) : null;
  if (shared !== null) return { ...shared, notes: [seen, ...shared.notes] };
  return { servers: ownPorts(app, live), isShared: false, notes: [seen] };
}

function ownPorts(app: ExportedApp, ports: readonly number[]): readonly BackendServer[] {
  const { name } = app.spec;
  return ports.map((port, index) => ({
    name: safeName(app.instances === 1 ? name : `${name}-${index}`),
    port,
  }));
}

function sharedPort(app: ExportedApp, port: number): Servers | null {
  // What is not known before it listens cannot be written down.
  if (port === 0) return null;
  const isShared = app.instances > 1;
  const shares =
    app.sharing === 'none'
      ? `Its ${app.instances} instances are given the same port ${port}.`
      : `Its ${app.instances} instances share port ${port}: Drover spreads connections over them.`;
  return { servers: [{ name: safeName(app.spec.name), port }], isShared, notes: isShared ? [shares] : [] };
}

/** `port`, that of a web server's command line, or PORT. */
function portOf({ port, program, env, spec }: ExportedApp): PortSpec | null {
  if (port !== null) return port;
  const server = spec.shell ? null : recogniseWebServer(program.script, program.args)?.server;
  const written = server?.port ?? (env['PORT'] === undefined ? NaN : Number(env['PORT']));
  return Number.isInteger(written) && written > 0 && written < 65_536
    ? { kind: 'single', port: written }
    : null;
}

/** By convention a program's HOST; what listens everywhere is asked at home. */
function hostOf({ env }: ExportedApp): string {
  const host = env['HOST'] ?? '';
  if (isIP(host) === 6) return host === '::' ? '127.0.0.1' : `[${host}]`;
  return isIP(host) === 4 && host !== '0.0.0.0' ? host : '127.0.0.1';
}

function safeName(name: string): string {
  return name.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[-.]+/, '') || 'app';
}
