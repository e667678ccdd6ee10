import { basename, posix } from 'node:path';
import { fillPlaceholders } from '../fillPlaceholders.ts';
import { isNode } from '../interpreterFor.ts';
import { recogniseWebServer } from '../webServer.ts';
import type { WebServer } from '../webServer.ts';
import { projectFolder, pathBelow } from './projectFolder.ts';
import type { ExportedApp } from './exporter.ts';

/** An app as one container runs one instance of it. */
export interface Container {
  /** The folder of this machine that is `/app` in the container. */
  readonly context: string;
  readonly workingDir: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** What it listens on inside. */
  readonly port: number | null;
  /** What it is run by; it decides about the image and how a health check can ask. */
  readonly runtime: Runtime;
  /** Sentences about what is different inside. */
  readonly notes: readonly string[];
}

/** `version` is the major one where the app asks for one. */
export type Runtime =
  { readonly kind: 'node'; readonly version: string | null } | { readonly kind: 'python' | 'other' };

/** Where the project lies in a container. */
const root = '/app';

/** The first port that an app can be reached at when each instance is alone in its container. */
function portOf({ port, env }: ExportedApp, server: WebServer | null): number | null {
  const written =
    server?.port ??
    (port === null ? Number(env['PORT'] ?? '') : port.kind === 'single' ? port.port : port.from);
  if (Number.isInteger(written) && written > 0) return written;
  return server === null || server.elsewhere === 'path' ? null : 8000;
}

/**
 * What runs in one container. Every instance has the network to itself there: all of them listen on the same port,
 * on every address, and a web server runs one worker.
 */
export function containerOf(app: ExportedApp): Container {
  const { spec, program, instances } = app;
  const context = app.dockerFolder ?? projectFolder(app);
  const inside = (path: string): string => {
    const below = pathBelow(context, path);
    return below === null ? path : posix.join(root, below);
  };
  const recognised = spec.shell ? null : recogniseWebServer(program.script, program.args);
  const server = recognised?.server ?? null;
  const port = portOf(app, server);
  const fill = (text: string): string => fillPlaceholders(text, { port, index: 0 });
  const args =
    recognised === null ? program.args : [...recognised.prefix, ...serverArguments(recognised.server, port)];
  const opened = openedHost(app.env);
  const isAlone = server !== null && (instances > 1 || server.workers !== null || workersOf(app.env));
  const env = {
    ...app.env,
    ...opened,
    ...(port === null || server !== null ? {} : { PORT: String(port) }),
    ...(isAlone ? { WORKERS: '1', WEB_CONCURRENCY: '1' } : {}),
  };
  return {
    context,
    workingDir: inside(spec.cwd),
    command: spec.shell ? ['sh', '-c', program.script] : commandOf(app, args.map(fill), inside),
    env,
    port,
    runtime: runtimeOf(app),
    notes: [...notesOn(app, context), ...('HOST' in opened ? [hostNote] : [])],
  };
}

const hostNote =
  'HOST is 0.0.0.0 inside its container: what listens on the loopback address cannot be reached from outside.';

function commandOf(
  { spec, program }: ExportedApp,
  args: readonly string[],
  inside: (path: string) => string,
): readonly string[] {
  const workingDir = inside(spec.cwd);
  const script = inside(program.script);
  const shown = pathBelow(workingDir, script) ?? script;
  if (program.interpreter === null) {
    const isFile = program.script.includes('/');
    return [isFile && shown !== script ? `./${shown}` : shown, ...args];
  }
  return [interpreterName(program.interpreter), ...program.nodeArgs, shown, ...args];
}

/** `python3` of `/usr/bin/python3`, `node` of `node@20`: images have them on PATH. */
function interpreterName(interpreter: string): string {
  return isNode(interpreter) ? 'node' : basename(interpreter.replaceAll('\\', '/'));
}

/** Where the server listens, and without what makes several processes of it. */
function serverArguments(server: WebServer, port: number | null): readonly string[] {
  const { elsewhere, name } = server;
  if (elsewhere !== null && elsewhere !== 'handed') return server.argsWithAddress;
  return name === 'uvicorn'
    ? [...server.args, '--host', '0.0.0.0', '--port', String(port)]
    : [...server.args, '--bind', `0.0.0.0:${port}`];
}

function workersOf(env: Readonly<Record<string, string>>): boolean {
  return 'WORKERS' in env || 'WEB_CONCURRENCY' in env;
}

function openedHost({ HOST: host }: Readonly<Record<string, string>>): { readonly HOST?: string } {
  return host !== undefined && /^(?:localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host) ? { HOST: '0.0.0.0' } : {};
}

function runtimeOf({ program }: ExportedApp): Runtime {
  const { interpreter, script } = program;
  if (isNode(interpreter)) {
    const version = /@v?(\d+)/.exec(interpreter ?? '')?.[1] ?? null;
    return { kind: 'node', version };
  }
  const name = basename(interpreter ?? script).toLowerCase();
  if (/^(?:npm|npx|yarn|pnpm)$/.test(name)) return { kind: 'node', version: null };
  const isPython = /^(?:python|pypy)[\d.]*$/.test(name) || recogniseWebServer(script, program.args) !== null;
  return { kind: isPython ? 'python' : 'other' };
}

function notesOn({ spec, program, instances }: ExportedApp, context: string): readonly string[] {
  const notes: string[] = [];
  const isOutside = (path: string): boolean => path.startsWith('/') && pathBelow(context, path) === null;
  if (!spec.shell && isOutside(program.script))
    notes.push(`${program.script} lies outside of ${context}; the image has to have it at the same place.`);
  if (isOutside(spec.cwd))
    notes.push(
      `Its folder ${spec.cwd} lies outside of ${context}; the image has to have it at the same place.`,
    );
  if (spec.shell && program.script.includes(context))
    notes.push(`Its command names ${context}, which is ${root} in the container.`);
  if (instances > 1)
    notes.push(`Its ${instances} containers are not numbered: ${spec.instanceVar} is not set in them.`);
  if (program.args.some((word) => word.includes('{INDEX}')))
    notes.push('"{INDEX}" in its arguments is 0 in every container.');
  return notes;
}
