import type { Fields } from './fields.ts';
import type { RefusalName } from './refusal.ts';
import { Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import { schemas } from './schemas.ts';

/** How every request may be refused. */
const always: readonly RefusalName[] = [
  'malformed',
  'unauthorized',
  'foreign_host',
  'foreign_origin',
  'too_slow',
  'headers_too_large',
  'internal',
];

/** The OpenAPI 3.1 document of the routes. */
export function openApiOf(routes: readonly Route[], version: string, address: string) {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Drover',
      version,
      description: 'The apps that Drover runs for one folder. Every request needs the token.',
    },
    servers: [{ url: address }],
    security: [{ bearer: [] }, { key: [] }],
    paths,
    components: {
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer' },
        key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
      },
      schemas,
    },
  };
}

function operationOf({ operationId, summary, path, query, body, answer, refusals }: Route) {
  const id = {
    name: 'id',
    in: 'path',
    required: true,
    description:
      'Name of an app (web-app) or instance (web-app-1), or its id, encoded (ecosystem.config.js%23web-app%2F1)',
    schema: { type: 'string' },
  };
  const parameters = [
    ...(path.includes('{id}') ? [id] : []),
    ...Object.entries(query).map(([name, { description, ...schema }]) => ({
      name,
      in: 'query',
      description,
      schema,
    })),
  ];
  const content =
    'schema' in answer
      ? { 'application/json': { schema: { $ref: `#/components/schemas/${answer.schema}` } } }
      : { [answer.contentType]: { schema: { type: 'string' } } };
  return {
    operationId,
    summary,
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(body === undefined ? {} : { requestBody: requestBodyOf(body) }),
    responses: {
      ...(path === '/ws'
        ? { 101: { description: 'WebSocket' } }
        : { 200: { description: summary, content } }),
      ...responsesOf([...always, ...refusals]),
    },
  };
}

function requestBodyOf(fields: Fields) {
  const schema = { type: ['object', 'null'], properties: fields, additionalProperties: false };
  return { required: false, content: { 'application/json': { schema } } };
}

/** Several refusals may have one status. */
function responsesOf(names: readonly RefusalName[]) {
  const byStatus = new Map<number, RefusalName[]>();
  for (const name of names) {
    const { status } = new Refusal(name, '');
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  const schema = { $ref: '#/components/schemas/Refusal' };
  const content = { 'application/json': { schema } };
  return Object.fromEntries(
    [...byStatus].map(([status, refused]) => [status, { description: refused.join(', '), content }]),
  );
}
