import { detailsOf } from '../processDetails.ts';
import { findProcess } from '../findProcess.ts';
import { metricsText } from '../metricsText.ts';
import { appDocument, processDocument, processDocuments } from '../processDocument.ts';
import { route } from '../route.ts';

export const index = route({
  method: 'GET',
  path: '/',
  operationId: 'getIndex',
  summary: 'What this is, and what can be asked',
  answer: { schema: 'Index' },
  refusals: [],
  run: async (_call, { version, link, endpoints }) => ({
    json: {
      name: 'drover',
      version,
      description: 'The apps that Drover runs for one folder.',
      status: link.client === undefined ? 'waiting for a supervisor' : 'running',
      folder: link.folder,
      endpoints,
    },
  }),
});

export const openApiDocument = route({
  method: 'GET',
  path: '/openapi.json',
  operationId: 'getOpenApi',
  summary: 'This description',
  answer: { schema: 'OpenApi' },
  refusals: [],
  run: async (_call, { openApi }) => ({ json: openApi() }),
});

const monitoring = {
  type: 'boolean',
  description:
    'Whether CPU and memory are measured, for which a first answer takes two seconds (default true)',
} as const;

export const listProcesses = route({
  method: 'GET',
  path: '/api/processes',
  operationId: 'listProcesses',
  summary: 'Every instance of every app, or of a namespace',
  query: {
    namespace: { type: 'string', description: 'Only instances of this namespace' },
    monitoring,
  },
  answer: { schema: 'ProcessListAnswer' },
  refusals: ['no_supervisor'],
  run: async ({ query }, { link, usage }) => {
    const client = await link.require();
    const measured = query.monitoring === false ? new Map() : await usage.measure();
    const data = processDocuments(client.snapshot, measured, query.namespace);
    return {
      json: { success: true, data, meta: { total: data.length, namespace: query.namespace ?? null } },
    };
  },
});

export const getProcess = route({
  method: 'GET',
  path: '/api/processes/{id}',
  operationId: 'getProcess',
  summary: 'One instance; or an app with its instances, where it has not exactly one',
  query: { monitoring },
  answer: { schema: 'ProcessAnswer' },
  refusals: ['not_found', 'ambiguous', 'no_supervisor'],
  run: async ({ id, query }, { link, usage }) => {
    const client = await link.require();
    findProcess(id, client.snapshot);
    const measured = query.monitoring === false ? new Map() : await usage.measure();
    const { app, instance } = findProcess(id, client.snapshot);
    if (instance === undefined) {
      return { json: { success: true, data: appDocument(app, client.snapshot, measured) } };
    }
    const details = await detailsOf(client, app, instance);
    return { json: { success: true, data: processDocument(app, instance, measured, details) } };
  },
});

export const getSystem = route({
  method: 'GET',
  path: '/api/system',
  operationId: 'getSystem',
  summary: 'How busy the machine is',
  answer: { schema: 'SystemAnswer' },
  refusals: [],
  run: async (_call, { machine }) => ({ json: { success: true, data: { system: machine.read() } } }),
});

export const getStatus = route({
  method: 'GET',
  path: '/api/status',
  operationId: 'getStatus',
  summary: 'Instances, machine, ports and supervisor in one answer',
  answer: { schema: 'StatusAnswer' },
  refusals: ['no_supervisor'],
  run: async (_call, { link, usage, machine, version }) => {
    const client = await link.require();
    const processes = processDocuments(client.snapshot, await usage.measure());
    const allocated = [...new Set(processes.flatMap(({ port }) => (port === null ? [] : [port])))].sort(
      (a, b) => a - b,
    );
    const { pid, startedAt } = client.supervisor;
    const meta = {
      pm2_version: version,
      node_version: process.version,
      timestamp: Math.floor(Date.now() / 1000),
      folder: link.folder,
      supervisor: { pid, version: client.supervisor.version, started_at: Math.floor(startedAt / 1000) },
    };
    const ports = { allocated, total: allocated.length };
    return { json: { success: true, data: { processes, system: machine.read(), ports, meta } } };
  },
});

export const getMetrics = route({
  method: 'GET',
  path: '/metrics',
  operationId: 'getMetrics',
  summary: 'Everything that is measured, for Prometheus',
  answer: { contentType: 'text/plain; version=0.0.4; charset=utf-8' },
  refusals: [],
  run: async (_call, { link, usage }) => {
    const measured = await usage.measure();
    const { client } = link;
    const supervisor = client === undefined ? undefined : { ...client.supervisor, snapshot: client.snapshot };
    return {
      text: metricsText(supervisor, measured, Date.now()),
      contentType: 'text/plain; version=0.0.4; charset=utf-8',
    };
  },
});
