import { optionTable } from '../optionTable.ts';
import { recogniseWebServer } from '../webServer.ts';
import type { ExportedApp } from './exporter.ts';
import type { Fate, Fates, SpecOptionName } from './setOptions.ts';
import { setOptions } from './setOptions.ts';

/** `node@20`, or `v20` for short. */
export function isVersion(interpreter: string | null): boolean {
  return /^(?:node(?:js)?@|v\d)/.test(interpreter ?? '');
}

const unknown = 'is left out: PMDaemon does not know it.';

/** The options that a file for PMDaemon may have before its program is settled. */
export const pmdaemonOptions: ReadonlySet<string> = new Set([
  ...optionTable.filter(({ origins }) => origins.includes('pmdaemon')).map(({ name }) => name),
  'interpreter',
  'node_args',
]);

/** Where more is to be said than whether PMDaemon knows an option. */
const special: Partial<Record<SpecOptionName, Fate>> = {
  args: ({ spec }) =>
    spec.args.some((word) => word.includes('{FD}'))
      ? 'names {FD}: PMDaemon hands no socket down, so the program has to open its own.'
      : null,
  port: ({ port, instances, ...app }) =>
    port?.kind === 'single' && instances > 1 && !hasOwnWorkers(app)
      ? `is ${port.port} for ${instances} instances, but PMDaemon shares no port: a range such as "${port.port}-${port.port + instances - 1}" gives each its own.`
      : null,
  instances: ({ spec, instances, ...app }) =>
    hasOwnWorkers(app)
      ? `is 1 in place of ${instances}: the server starts as many workers by itself, since PMDaemon has no port that they could share.`
      : spec.instances.kind === 'max' || spec.instances.kind === 'less'
        ? `is ${instances}, the number on this machine: PMDaemon takes a number only.`
        : null,
  increment_var: ({ spec, port }) => (spec.incrementVar === 'PORT' && port !== null ? null : unknown),
  env_file: 'is left out: PMDaemon reads no such files, so their variables are written into "env".',
  one_shot: ({ spec }) => (spec.autorestart ? 'is written as "autorestart".' : null),
  depends_on: 'is left out: PMDaemon waits for no other app. The apps stand in the order that it asks for.',
  health_check: ({ spec, ...app }) =>
    spec.healthCheck?.type === 'http' && checkAddress({ spec, ...app })?.includes('{PORT}') === true
      ? 'has {PORT} in its "url", which PMDaemon does not fill in.'
      : spec.healthCheck?.type === 'tcp' || spec.healthCheck?.type === 'log'
        ? `is left out: PMDaemon knows no check of the type "${spec.healthCheck.type}".`
        : null,
  watch: ({ spec }) =>
    spec.watch !== null && (spec.watch.paths.length !== 1 || spec.watch.paths[0] !== spec.cwd)
      ? 'is written as true: PMDaemon takes no paths.'
      : null,
  log_file: ({ spec }) =>
    spec.logs.combined === 'default' ? 'is left out: PMDaemon takes a path only.' : null,
  interpreter: ({ spec }) =>
    isVersion(spec.interpreter) ? 'is "node": PMDaemon finds no versions of it, so PATH decides.' : null,
  node_args: 'carried',
};

/** A web server that takes its workers as instances here. */
export function hasOwnWorkers({ sharing, program }: Pick<ExportedApp, 'sharing' | 'program'>): boolean {
  return sharing === 'socket' && recogniseWebServer(program.script, program.args) !== null;
}

/** The address that a health check asks, with the port in it where that is known. */
export function checkAddress({ spec, port, instances }: ExportedApp): string | null {
  const url = spec.healthCheck?.url ?? null;
  const isKnown = port !== null && port.kind !== 'auto' && (port.kind === 'single' || instances === 1);
  return isKnown
    ? (url?.replaceAll('{PORT}', String(port.kind === 'single' ? port.port : port.from)) ?? null)
    : url;
}

/** What becomes of options under PMDaemon 0.1. */
export const pmdaemonFates = Object.fromEntries(
  Object.keys(setOptions).map((name): [string, Fate] => [
    name,
    special[name as SpecOptionName] ?? (pmdaemonOptions.has(name) ? 'carried' : unknown),
  ]),
) as Fates;
