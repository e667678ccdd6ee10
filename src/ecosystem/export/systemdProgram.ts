import { isIP } from 'node:net';
import { recogniseWebServer } from '../webServer.ts';
import type { WebServer } from '../webServer.ts';
import { holdsSecret } from '../../protocol/looksSecret.ts';
import type { ExportedApp } from './exporter.ts';
import { assignment, commandWord, environmentLine } from './systemdText.ts';

/** How the instances of an app become units. */
export type UnitShape =
  /** One service. */
  | 'single'
  /** A template with an instance for each, and a target. */
  | 'template'
  /** One service in which Drover runs the instances, which share their port inside. */
  | 'supervised';

export function unitShape({ spec, instances, sharing }: ExportedApp): UnitShape {
  if (sharing === 'cluster' && instances > 1 && spec.file !== null) return 'supervised';
  return instances > 1 && sharing !== 'cluster' ? 'template' : 'single';
}

/** The line of `ExecStart=`. */
export function execStart(app: ExportedApp): string {
  const { spec, program } = app;
  if (spec.shell) return ['/bin/sh', '-c', commandWord(program.script)].join(' ');
  const script = program.interpreter === null ? [] : [...program.nodeArgs, program.script];
  const words = [programName(app), ...script, ...argumentsOf(app)].map(commandWord);
  return words
    .join(' ')
    .replace(/\{(PORT|INDEX|FD)\}/g, (whole, name: string) => placeholder(app, name) ?? whole);
}

/** What the line begins with: `node@20` is plain `node` there. */
export function programName({ program }: ExportedApp): string {
  return program.interpreter?.replace(/@.*$/, '') ?? program.script;
}

/** A web server is handed its socket, and is one worker of several. */
function argumentsOf({ program, sharing }: ExportedApp): readonly string[] {
  const recognised = recogniseWebServer(program.script, program.args);
  if (recognised === null || sharing !== 'socket') return program.args;
  const { server, prefix } = recognised;
  const socket = server.name === 'uvicorn' ? ['--fd', '3'] : ['--bind', 'fd://3'];
  return [...prefix, ...server.args, ...socket];
}

/** Of templates systemd fills in the index, and the variables that an instance has of its own. */
function placeholder(app: ExportedApp, name: string): string | null {
  const isTemplate = unitShape(app) === 'template';
  switch (name) {
    case 'INDEX':
      return isTemplate ? '%i' : '0';
    case 'FD':
      return app.sharing === 'socket' ? '3' : null;
    default:
      if (isTemplate && app.sharing === 'ports') return '${PORT}';
      return app.port === null ? null : String(app.port.kind === 'single' ? app.port.port : app.port.from);
  }
}

export interface UnitVariables {
  /** Values of `Environment=`. */
  readonly assignments: readonly string[];
  /** The text of a file for its owner alone; null without secrets. */
  readonly secrets: string | null;
  readonly secretNames: readonly string[];
}

/** The variables that all instances have, and their index. */
export function unitVariables(app: ExportedApp): UnitVariables {
  const { spec, instances, sharing } = app;
  const isTemplate = unitShape(app) === 'template';
  const server = recogniseWebServer(app.program.script, app.program.args);
  const single =
    server !== null && (instances > 1 || sharing === 'socket') ? { WORKERS: '1', WEB_CONCURRENCY: '1' } : {};
  const port =
    app.port === null || (isTemplate && sharing === 'ports')
      ? {}
      : { PORT: String(app.port.kind === 'single' ? app.port.port : app.port.from) };
  const env = { ...app.env, ...port, ...single };
  const names = Object.keys(env);
  const isSecret = (name: string): boolean => holdsSecret(name, env[name as keyof typeof env] ?? '');
  const secretNames = names.filter(isSecret);
  const own = names
    .filter((name) => !isSecret(name))
    .map((name) => assignment(name, env[name as keyof typeof env] ?? ''));
  const index = isTemplate ? '%i' : '0';
  const counted = isTemplate ? [] : (ownVariables(app)?.[0] ?? []);
  return {
    assignments: [
      ...own,
      ...counted,
      ...[spec.instanceVar, 'PM2_INSTANCE_ID'].map((name) => `${name}=${index}`),
    ],
    secrets:
      secretNames.length === 0
        ? null
        : `${secretNames.map((name) => environmentLine(name, env[name as keyof typeof env] ?? '')).join('\n')}\n`,
    secretNames,
  };
}

/** What each instance of a template has of its own, in the order of the instances; null where there is nothing. */
export function ownVariables({
  spec,
  instances,
  sharing,
  port,
  env,
}: ExportedApp): readonly (readonly string[])[] | null {
  const isRange = sharing === 'ports' && port !== null && port.kind !== 'single';
  const counted = spec.incrementVar !== null && spec.incrementVar !== 'PORT' ? spec.incrementVar : null;
  if (!isRange && counted === null) return null;
  return Array.from({ length: instances }, (_, index) => [
    ...(isRange ? [`PORT=${port.from + index}`] : []),
    ...(counted === null ? [] : [assignment(counted, String((Number(env[counted]) || 0) + index))]),
  ]);
}

/** Where the socket that all instances inherit listens. */
export function listenStream({ program, env, port }: ExportedApp): string {
  const server: WebServer | undefined = recogniseWebServer(program.script, program.args)?.server;
  const written = server?.host ?? env['HOST'] ?? '';
  const host = isIP(written) === 0 ? '127.0.0.1' : written;
  const number =
    server?.port ?? (port?.kind === 'single' ? port.port : null) ?? (Number(env['PORT']) || 8000);
  return `${isIP(host) === 6 ? `[${host}]` : host}:${number}`;
}
