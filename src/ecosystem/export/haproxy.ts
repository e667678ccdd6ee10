import type { HealthCheck } from '../appSpec.ts';
import type { Backend, BackendServer } from './backends.ts';
import { backendsOf, notSticky } from './backends.ts';
import { ExportError } from './exportError.ts';
import type { Exported, ExportedApp, ExportNote } from './exporter.ts';
import type { ExportFormat, ExportPlace, ExportValues } from './formats.ts';
import { addressAt, readProxyAddress } from './proxyAddress.ts';
import { appNotes, headNotes, indented } from './proxyText.ts';

/** HAProxy 2.2 or newer in front of the apps that have a port, with their health checks. */
export const haproxyFormat: ExportFormat = {
  name: 'haproxy',
  title: 'HAProxy',
  description: 'a load balancer that checks all instances and spreads requests over them',
  options: [
    {
      name: 'listen',
      value: 'port',
      description: 'where it listens, as 8080 or 0.0.0.0:80; further apps get the ports behind it',
    },
    { name: 'sticky', value: null, description: 'send each client to the same instance, by a cookie' },
    { name: 'snippet', value: null, description: 'only the backends, for a configuration that is there' },
  ],
  separator: null,
  export: exportHaproxy,
};

function exportHaproxy(apps: readonly ExportedApp[], values: ExportValues, place: ExportPlace): Exported {
  const { backends, notes: portNotes } = backendsOf(apps, place.livePorts ?? {});
  if (backends.length === 0)
    throw new ExportError('None of the apps has a port that HAProxy could send requests to.');
  const isSticky = values['sticky'] === true;
  const notes: readonly ExportNote[] = [
    ...portNotes,
    ...backends.flatMap((backend) => checkNotes(backend, isSticky)),
    { app: null, text: retried },
  ];
  const named = new Set(backends.map(({ app }) => app.spec.name));
  const head = ['# Written by "drover export haproxy".', ...headNotes(notes, named)];
  const sections = backends.map((backend) => section(backend, notes, isSticky));
  const address = readProxyAddress(values['listen']);
  const frontends = backends.map(({ name }, index) => {
    const { host, port } = addressAt(address, index);
    return [`frontend ${name}`, ...indented([`bind ${host ?? '*'}:${port}`, `default_backend ${name}`])];
  });
  const all = values['snippet'] === true ? sections : [...common, ...frontends, ...sections];
  const path = values['snippet'] === true ? 'backends.cfg' : 'haproxy.cfg';
  const advice =
    values['snippet'] === true
      ? []
      : ['# Check it with "haproxy -c -f <this file>", run it with "haproxy -f <this file>".'];
  const text = [[...head, ...advice], ...all].map((lines) => lines.join('\n')).join('\n\n');
  return { files: [{ path, text: `${text}\n` }], notes };
}

const retried =
  'When an instance ends, HAProxy repeats what it had asked at another one, except POST and PATCH: these could have been done already, and those in flight fail.';

const common: readonly (readonly string[])[] = [
  ['global', ...indented(['maxconn 4096'])],
  [
    'defaults',
    ...indented([
      'mode http',
      'timeout connect 1s',
      'timeout client 1m',
      'timeout server 1m',
      '# Of WebSockets.',
      'timeout tunnel 1h',
      'option forwardfor',
    ]),
  ],
];

function section(backend: Backend, notes: readonly ExportNote[], isSticky: boolean): readonly string[] {
  const { app, name, host, servers, isShared } = backend;
  const check = activeCheck(app.spec.healthCheck);
  return [
    ...appNotes(backend, notes),
    `backend ${name}`,
    ...indented([
      'balance leastconn',
      ...httpCheck(check),
      '# What an ended instance has not answered is asked again at another one, unless it may have been done.',
      'retries 3',
      'option redispatch 1',
      'retry-on conn-failure empty-response',
      'http-request disable-l7-retry unless { method GET HEAD OPTIONS PUT DELETE }',
      ...(isSticky ? ['cookie DROVER_INSTANCE insert indirect nocache httponly'] : []),
      `default-server ${serverSettings(check, isShared || servers.length === 1)}`,
      ...servers.map((server) => serverLine(server, { host, check, isSticky })),
    ]),
  ];
}

/** Checks of other types than these two are asked by Drover only. */
function activeCheck(check: HealthCheck | null): HealthCheck | null {
  return check !== null && check.enabled && (check.type === 'http' || check.type === 'tcp') ? check : null;
}

function httpCheck(check: HealthCheck | null): readonly string[] {
  if (check?.type !== 'http') return [];
  const { path, host } = partsOf(check);
  return [
    'option httpchk',
    `http-check send meth GET uri ${quoted(encodedPath(path))} ver HTTP/1.1 hdr Host ${quoted(host)}`,
    'http-check expect status 200-299',
    `timeout check ${check.timeoutMs}ms`,
  ];
}

/**
 * Without a check of the app's own, connections are tried. One that is down is tried each second, to be used again
 * soon. The only server is never taken out for one failure: there is no other.
 */
function serverSettings(check: HealthCheck | null, isAlone: boolean): string {
  const settings = [
    'check',
    `inter ${check?.intervalMs ?? 2000}ms`,
    'downinter 500ms',
    'rise 1',
    `fall ${Math.max(1, check?.retries ?? 3)}`,
  ];
  return [...settings, ...(isAlone ? [] : ['observe layer4', 'error-limit 1', 'on-error mark-down'])].join(
    ' ',
  );
}

function serverLine(
  { name, port }: BackendServer,
  {
    host,
    check,
    isSticky,
  }: { readonly host: string; readonly check: HealthCheck | null; readonly isSticky: boolean },
): string {
  const fixed = check === null ? null : fixedPort(check);
  return [
    `server ${name} ${host}:${port}`,
    ...(fixed === null || fixed === port ? [] : [`port ${fixed}`]),
    ...(isSticky ? [`cookie ${name}`] : []),
  ].join(' ');
}

/** The port of a check's address where that is not `{PORT}`, as that of another server for checks. */
function fixedPort({ url }: HealthCheck): number | null {
  const port = Number(/^(?:\w+:\/\/)?(?:\[[^\]]*\]|[^/:?#]*):(\d+)(?:[/?#]|$)/.exec(url ?? '')?.[1] ?? NaN);
  return Number.isInteger(port) ? port : null;
}

function partsOf({ url }: HealthCheck): { readonly path: string; readonly host: string } {
  const match = /^\w+:\/\/([^/?#]*)([^#]*)/.exec(url ?? '');
  const path = match?.[2] ?? '/';
  return {
    path: path.startsWith('/') ? path : `/${path}`,
    host: (match?.[1] ?? '').replace(/:[^\]]*$/, '') || 'localhost',
  };
}

/** A path as it stands in a request, which ends at a blank. */
function encodedPath(path: string): string {
  return path.replace(/[\u0000-\u0020\u007f]/g, encodeURIComponent);
}

/** In quotes where blanks or marks of HAProxy's own language are in it. */
function quoted(word: string): string {
  return /^[\w./:?&=%@~+,[\]-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

function checkNotes({ app, isShared }: Backend, isSticky: boolean): readonly ExportNote[] {
  const { name, healthCheck } = app.spec;
  const isChecked = healthCheck?.enabled === true;
  const isForeign = isChecked && activeCheck(healthCheck) === null;
  const texts = [
    isForeign
      ? `Its health check of the type "${healthCheck.type}" is not HAProxy's: connections are tried instead.`
      : null,
    isShared && isChecked ? 'A check of the shared port is answered by any one of its instances.' : null,
    isShared && isSticky ? notSticky : null,
  ];
  return texts.filter((text) => text !== null).map((text) => ({ app: name, text }));
}
