import type { Problem } from '../protocol/model.ts';
import type { AppSpec, PortSpec } from './appSpec.ts';
import { portUnshared } from './portUnshared.ts';
import { recogniseWebServer, withoutReload } from './webServer.ts';
import type { WebServer } from './webServer.ts';
import { workspaceVariable } from './workspaceEnv.ts';

export interface WebServerPlan {
  readonly instances: number;
  readonly sharing: 'none' | 'ports' | 'socket';
  readonly args: readonly string[];
  /** Set over the app's environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly socket: { readonly host: string; readonly port: number } | null;
  readonly problems: readonly Problem[];
}

export interface WebServerFacts {
  readonly spec: AppSpec;
  readonly script: string;
  readonly args: readonly string[];
  readonly port: PortSpec | null;
  readonly env: Readonly<Record<string, string>>;
  readonly cpus: number;
  readonly dev: boolean;
  /** Whether Drover replaces it when files change, in DEV_MODE; otherwise its own `--reload` is what is wanted. */
  readonly reloads: boolean;
  /** Whether gunicorn would find a config file by itself. */
  readonly hasConfigFile: boolean;
}

const defaultPort = 8000;

/**
 * The plan for uvicorn, gunicorn and hypercorn; null for any other program. Where "instances" leaves it open,
 * `--workers`, WORKERS or WEB_CONCURRENCY is the number of instances, and each instance is then one process. The
 * one of DEV_MODE shares its port with its successor.
 */
export function planWebServer(facts: WebServerFacts): WebServerPlan | null {
  const recognised = recogniseWebServer(facts.script, facts.args);
  if (recognised === null) return null;
  const { server, prefix } = recognised;
  const { spec, port, env, dev } = facts;
  const follows = dev && facts.reloads;
  const elsewhere = listensElsewhere(server, facts);
  const ownSocket = elsewhere !== null;
  const instances = dev ? 1 : countInstances(facts, server, ownSocket);
  const isOpen = spec.instances.kind === 'unset' || spec.instances.kind === 'max';
  const takesOver = dev || instances > 1 || (isOpen && !ownSocket && writtenWorkers(server, facts) !== null);
  const single = {
    WORKERS: '1',
    WEB_CONCURRENCY: '1',
    ...(env['UVICORN_WORKERS'] === undefined ? {} : { UVICORN_WORKERS: '1' }),
  };
  if (ownSocket) {
    const args = follows ? withoutReload(server.argsWithAddress) : server.argsWithAddress;
    const problems = instances > 1 ? [portUnshared(server.name, elsewhereReasons[elsewhere])] : [];
    return takesOver
      ? { instances, sharing: 'none', args: [...prefix, ...args], env: single, socket: null, problems }
      : { instances, sharing: 'none', args: facts.args, env: {}, socket: null, problems };
  }
  const host =
    server.host ?? (server.name === 'uvicorn' ? env['UVICORN_HOST'] : undefined) ?? defaultHost(server, env);
  if (port !== null && port.kind !== 'single') {
    const args = instances > 1 || follows ? withoutReload(server.args) : server.args;
    return {
      instances,
      sharing: 'ports',
      args: [...prefix, ...args, ...addressFlags(server, host, '{PORT}')],
      env: takesOver ? single : {},
      socket: null,
      problems: [],
    };
  }
  const wanted = server.port ?? port?.port ?? portFromEnvironment(server, env) ?? defaultPort;
  const swaps = follows && canInheritSockets && wanted !== 0;
  if (instances > 1 || swaps || server.elsewhere === 'handed') {
    const args = [...prefix, ...withoutReload(server.args), ...oneWorker(server, facts)];
    const problems =
      wanted === 0 ? [portUnshared(server.name, 'port 0 leaves the choice to the system')] : [];
    return { instances, sharing: 'socket', args, env: single, socket: { host, port: wanted }, problems };
  }
  const args = takesOver ? server.argsWithAddress : facts.args.slice(prefix.length);
  const address = port !== null && server.port === null ? addressFlags(server, host, String(port.port)) : [];
  return {
    instances,
    sharing: 'none',
    args: [...prefix, ...(follows ? withoutReload(args) : args), ...address],
    env: takesOver ? single : {},
    socket: null,
    problems: [],
  };
}

type Elsewhere = Exclude<WebServer['elsewhere'], 'handed' | null>;

const elsewhereReasons: Readonly<Record<Elsewhere, string>> = {
  fd: 'its command line names a file descriptor that only the first would have',
  path: 'it listens on a Unix socket, which the last to start would take from the others',
  several: 'it listens on several addresses',
  config: 'its config file says where it listens, and "port" does not',
};

/** A config file says where only as long as nothing else does: flags go before it. */
function listensElsewhere(server: WebServer, { port, hasConfigFile }: WebServerFacts): Elsewhere | null {
  const { elsewhere } = server;
  if (elsewhere === 'handed') return null;
  const isConfigured =
    elsewhere === 'config' || (elsewhere === null && hasConfigFile && server.port === null);
  if (!isConfigured) return elsewhere;
  return port === null ? 'config' : null;
}

/** Over the number that a config file may have, which goes before the environment. */
function oneWorker(server: WebServer, { hasConfigFile }: WebServerFacts): readonly string[] {
  return server.hasConfig || hasConfigFile ? ['--workers', '1'] : [];
}

/** Windows hands no sockets down. */
const canInheritSockets = process.platform !== 'win32';

function countInstances(facts: WebServerFacts, server: WebServer, ownSocket: boolean): number {
  const { cpus } = facts;
  const { instances } = facts.spec;
  if (instances.kind === 'count') return instances.count;
  if (instances.kind === 'less') return Math.max(1, cpus - instances.less);
  // It cannot be multiplied, so it keeps managing its own.
  if (ownSocket) return 1;
  return writtenWorkers(server, facts) ?? (instances.kind === 'max' ? cpus : 1);
}

/** On the command line, in the environment, or in the project's `.env`. */
function writtenWorkers(server: WebServer, { spec, env }: WebServerFacts): number | null {
  const names = ['WORKERS', 'WEB_CONCURRENCY'];
  const said = [...names.map((name) => env[name]), ...names.map((name) => workspaceVariable(spec, name))];
  for (const written of [server.workers, ...said]) {
    const count = Number(written ?? 0);
    if (Number.isInteger(count) && count > 0) return count;
  }
  return null;
}

function portFromEnvironment(server: WebServer, env: Readonly<Record<string, string>>): number | undefined {
  const name = { uvicorn: 'UVICORN_PORT', gunicorn: 'PORT', hypercorn: '' }[server.name];
  const port = Number(env[name] ?? '');
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

function defaultHost(server: WebServer, env: Readonly<Record<string, string>>): string {
  return server.name === 'gunicorn' && server.port === null && env['PORT'] !== undefined
    ? '0.0.0.0'
    : '127.0.0.1';
}

function addressFlags(server: WebServer, host: string, port: string): readonly string[] {
  return server.name === 'uvicorn' ? ['--host', host, '--port', port] : ['--bind', `${host}:${port}`];
}
