import type { Backend } from './backends.ts';
import { backendsOf, notSticky } from './backends.ts';
import { ExportError } from './exportError.ts';
import type { Exported, ExportedApp, ExportNote } from './exporter.ts';
import type { ExportFormat, ExportPlace, ExportValues } from './formats.ts';
import { ExportValueError } from './optionValues.ts';
import { addressAt, readProxyAddress } from './proxyAddress.ts';
import type { ProxyAddress } from './proxyAddress.ts';
import { appNotes, block, headNotes } from './proxyText.ts';

/** nginx 1.12 or newer in front of the apps that have a port, each of their instances a server of an upstream. */
export const nginxFormat: ExportFormat = {
  name: 'nginx',
  title: 'nginx',
  description: 'a reverse proxy that spreads requests over all instances',
  options: [
    {
      name: 'listen',
      value: 'port',
      description: 'where it listens, as 8080 or 0.0.0.0:80; further apps get the ports behind it',
    },
    {
      name: 'server-name',
      value: 'name',
      description: 'the host name it answers to; of several apps each gets its name in front of it',
    },
    { name: 'sticky', value: null, description: 'send each client to the same instance, by its address' },
    { name: 'snippet', value: null, description: 'only the upstreams, for a configuration that is there' },
  ],
  separator: null,
  export: exportNginx,
};

function exportNginx(apps: readonly ExportedApp[], values: ExportValues, place: ExportPlace): Exported {
  const { backends, notes: portNotes } = backendsOf(apps, place.livePorts ?? {});
  if (backends.length === 0)
    throw new ExportError('None of the apps has a port that nginx could send requests to.');
  const notes: readonly ExportNote[] = [...portNotes, ...generalNotes(values, backends)];
  const named = new Set(backends.map(({ app }) => app.spec.name));
  const head = ['# Written by "drover export nginx".', ...headNotes(notes, named)];
  const upstreams = backends.flatMap((backend) => [
    ...upstream(backend, notes, values['sticky'] === true),
    '',
  ]);
  if (values['snippet'] === true)
    return { files: [{ path: 'upstreams.conf', text: textOf([...head, '', ...upstreams]) }], notes };
  const address = readProxyAddress(values['listen']);
  const servers = backends.flatMap((backend, index) => [
    ...server(backend, addressOf(backends, index, { address, name: nameOf(values['server-name']) })),
    '',
  ]);
  const lines = [
    ...head,
    '# Check it with "nginx -t -c <this file>", run it with "nginx -c <this file>"; paths must be absolute.',
    '',
    ...main(address.port),
    '',
    ...block('http', [...http(address.port), '', ...upstreams, ...servers].slice(0, -1)),
  ];
  return { files: [{ path: 'nginx.conf', text: textOf(lines) }], notes };
}

function generalNotes(values: ExportValues, backends: readonly Backend[]): readonly ExportNote[] {
  const retried =
    'When an instance ends, nginx repeats what it had asked at another one, except POST, PATCH and LOCK: these could have been done already, and those in flight fail.';
  const byAddress =
    'Clients are told apart by their addresses, of IPv4 by the first three numbers: all of one machine or network meet the same instance.';
  const isSticky = values['sticky'] === true;
  const blind = backends.filter(({ isShared }) => isShared && isSticky);
  return [
    { app: null, text: retried },
    ...(isSticky ? [{ app: null, text: byAddress }] : []),
    ...blind.map(({ app }) => ({
      app: app.spec.name,
      text: notSticky,
    })),
    ...backends.flatMap(({ app }) =>
      app.spec.healthCheck?.enabled === true
        ? [{ app: app.spec.name, text: 'nginx asks for no health check: it notices by failed requests.' }]
        : [],
    ),
  ];
}

/** Files that nginx writes go where anybody may write, so that it needs no root. */
function main(port: number): readonly string[] {
  return [
    'worker_processes auto;',
    `pid /tmp/nginx-${port}.pid;`,
    'error_log stderr warn;',
    '',
    ...block('events', ['worker_connections 1024;']),
  ];
}

function http(port: number): readonly string[] {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  return [
    'access_log off;',
    ...temporary.map((kind) => `${kind}_temp_path /tmp/nginx-${port};`),
    '',
    '# How much may be sent is up to the apps, and what they send goes on at once.',
    'client_max_body_size 0;',
    'proxy_buffering off;',
    '',
    '# An instance that does not answer costs a request no more than this before the next one is asked.',
    'proxy_connect_timeout 1s;',
    'proxy_next_upstream error timeout;',
    '',
    '# Connections to instances are kept, and become WebSockets where clients ask for that.',
    'proxy_http_version 1.1;',
    'proxy_set_header Upgrade $http_upgrade;',
    'proxy_set_header Connection $connection_upgrade;',
    'proxy_set_header Host $http_host;',
    'proxy_set_header X-Real-IP $remote_addr;',
    'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;',
    'proxy_set_header X-Forwarded-Proto $scheme;',
    ...block('map $http_upgrade $connection_upgrade', ['default upgrade;', "''      '';"]),
  ];
}

function upstream(backend: Backend, notes: readonly ExportNote[], isSticky: boolean): readonly string[] {
  const { name, host, servers, isShared } = backend;
  return [
    ...appNotes(backend, notes),
    ...block(`upstream ${name}`, [
      '# What one process of nginx notices, all of them know.',
      `zone ${name} 64k;`,
      isSticky ? 'ip_hash;' : 'least_conn;',
      ...servers.flatMap(({ port }) => (isShared ? shared(host, port) : [usual(host, port)])),
      'keepalive 32;',
    ]),
  ];
}

/** One that has failed is left alone for a second: most are back by then. */
function usual(host: string, port: number): string {
  return `server ${host}:${port} max_fails=1 fail_timeout=1s;`;
}

/**
 * nginx asks as often as there are servers. When an instance ends, further connections to it may be kept that nginx
 * has not been told of yet: 40 ends under load cost nine requests with two servers, two with three, none with six.
 */
const sharedServers = 6;

function shared(host: string, port: number): readonly string[] {
  return [
    '# Several times the same, so that what an instance has failed to answer is asked again: another one takes it.',
    ...Array<string>(sharedServers).fill(`server ${host}:${port} max_fails=0;`),
  ];
}

interface Listening {
  readonly address: ProxyAddress;
  readonly name: string | null;
}

/** With a host name apps are told apart by names in front of it, without one by ports. */
function addressOf(backends: readonly Backend[], index: number, { address, name }: Listening): Listening {
  if (name === null) return { address: addressAt(address, index), name };
  const label = backends[index]?.name.toLowerCase().replace(/[_.]+/g, '-') ?? '';
  return { address, name: backends.length === 1 ? name : `${label}.${name}` };
}

function server(
  { name: upstreamName }: Backend,
  { address: { host, port }, name }: Listening,
): readonly string[] {
  return block('server', [
    `listen ${host === null ? '' : `${host}:`}${port};`,
    ...(name === null ? [] : [`server_name ${name};`]),
    ...block('location /', [`proxy_pass http://${upstreamName};`]),
  ]);
}

function nameOf(written: string | true | undefined): string | null {
  if (written === undefined) return null;
  if (typeof written === 'string' && /^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/i.test(written)) return written;
  throw new ExportValueError(`--server-name takes a host name, as in example.com; not "${String(written)}".`);
}

function textOf(lines: readonly string[]): string {
  return `${lines.join('\n').trimEnd()}\n`;
}
