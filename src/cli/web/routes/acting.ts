import type { SupervisorClient } from '../../../client/supervisorClient.ts';
import type { Found } from '../findProcess.ts';
import { findProcess } from '../findProcess.ts';
import { done } from '../operationReply.ts';
import { Refusal } from '../refusal.ts';
import { route } from '../route.ts';
import type { SupervisorLink } from '../supervisorLink.ts';

const waiting = {
  wait: {
    type: 'boolean',
    description: 'Whether the answer waits until every instance is online or has failed (default true)',
  },
  timeout: { type: 'integer', minimum: 0, description: 'How long it waits at most, in milliseconds' },
} as const;

const how = {
  profile: { type: 'string', description: 'Use the variables of env_<profile>' },
  dev: { type: 'boolean', description: 'In DEV_MODE, or as configured' },
} as const;

const watch = { type: 'boolean', description: 'Whether a changed file restarts it' } as const;

const refusals = [
  'not_found',
  'ambiguous',
  'failed',
  'body_too_large',
  'media_type',
  'invalid_fields',
] as const;

function waitOf({ wait = true, timeout }: { readonly wait?: boolean; readonly timeout?: number }) {
  return { wait, ...(timeout === undefined ? {} : { waitTimeoutMs: timeout }) };
}

export const start = route({
  method: 'POST',
  path: '/api/processes/{id}/start',
  operationId: 'startProcess',
  summary: 'Start an app or instance, and a supervisor where none runs',
  query: waiting,
  body: { ...how, watch },
  answer: { schema: 'DoneAnswer' },
  refusals: [...refusals, 'no_supervisor'],
  run: async ({ id, query, body }, services) => {
    const { client, found } = await findToStart(services.link, id);
    const targets = [found.target];
    const { outcomes } = await client.request('apps/start', { targets, ...waitOf(query), ...body });
    return done({ client, id, outcomes, services }, query.wait === false ? 'is starting' : 'is started');
  },
});

export const restart = route({
  method: 'POST',
  path: '/api/processes/{id}/restart',
  operationId: 'restartProcess',
  summary: 'Restart an app or instance',
  query: waiting,
  body: { ...how, watch },
  answer: { schema: 'DoneAnswer' },
  refusals: [...refusals, 'no_supervisor'],
  run: async ({ id, query, body }, services) => {
    const { client, found } = await findRunning(services.link, id);
    const targets = [found.target];
    const { outcomes } = await client.request('apps/restart', { targets, ...waitOf(query), ...body });
    return done({ client, id, outcomes, services }, query.wait === false ? 'is restarting' : 'is restarted');
  },
});

export const reload = route({
  method: 'POST',
  path: '/api/processes/{id}/reload',
  operationId: 'reloadProcess',
  summary: 'Replace the instances of an app, the first one before the others, without a failed request',
  body: how,
  answer: { schema: 'DoneAnswer' },
  refusals: [...refusals, 'no_supervisor'],
  run: async ({ id, body }, services) => {
    const { client, found } = await findRunning(services.link, id);
    const { outcomes } = await client.request('apps/reload', { targets: [found.target], ...body });
    return done({ client, id, outcomes, services }, 'is reloaded');
  },
});

export const stop = route({
  method: 'POST',
  path: '/api/processes/{id}/stop',
  operationId: 'stopProcess',
  summary: 'Stop an app or instance; answers when its processes are gone',
  body: {},
  answer: { schema: 'DoneAnswer' },
  refusals: [...refusals, 'no_supervisor'],
  run: async ({ id }, services) => {
    const { client, found } = await findRunning(services.link, id);
    const { outcomes } = await client.request('apps/stop', { targets: [found.target] });
    return done({ client, id, outcomes, services }, 'is stopped');
  },
});

export const scale = route({
  method: 'POST',
  path: '/api/processes/{id}/scale',
  operationId: 'scaleProcess',
  summary: 'Give an app another number of instances',
  query: waiting,
  body: {
    instances: { type: 'integer', minimum: 0, maximum: 9999, description: 'So many' },
    by: { type: 'integer', minimum: -9999, maximum: 9999, description: 'So many more, or less' },
  },
  answer: { schema: 'DoneAnswer' },
  refusals: [...refusals, 'no_supervisor'],
  run: async ({ id, query, body }, services) => {
    const { client, found } = await findRunning(services.link, id);
    if ((body.instances === undefined) === (body.by === undefined)) {
      throw new Refusal('invalid_fields', 'Either "instances" or "by" is needed, such as {"instances":4}.', {
        facts: { fields: ['instances', 'by'] },
      });
    }
    const targets = [found.app.id];
    const { outcomes } = await client.request('apps/scale', { targets, ...body, ...waitOf(query) });
    return done({ client, id: found.app.name, outcomes, services }, 'is scaled');
  },
});

export const remove = route({
  method: 'DELETE',
  path: '/api/processes/{id}',
  operationId: 'deleteProcess',
  summary: 'Stop an app and forget it; one that an ecosystem file lists stays listed as stopped',
  body: {},
  answer: { schema: 'DoneAnswer' },
  refusals: [...refusals, 'no_supervisor'],
  run: async ({ id }, services) => {
    const { client, found } = await findRunning(services.link, id);
    const { outcomes, deleted } = await client.request('apps/delete', { targets: [found.target] });
    const isGone = deleted.includes(found.target);
    return done({ client, id, outcomes, services }, isGone ? 'is deleted' : 'is stopped');
  },
});

interface Reached {
  readonly client: SupervisorClient;
  readonly found: Found;
}

async function findRunning(link: SupervisorLink, id: string): Promise<Reached> {
  const client = await link.require();
  return { client, found: findProcess(id, client.snapshot) };
}

/** Looks also into ecosystem files that nobody has read yet; a supervisor that was started in vain is ended. */
async function findToStart(link: SupervisorLink, id: string): Promise<Reached> {
  const isNew = link.client === undefined;
  const client = await link.ensure();
  try {
    if (isNew || !isKnown(id, client)) await client.request('files/load', {});
    return { client, found: findProcess(id, client.snapshot) };
  } catch (error) {
    const { instances } = client.snapshot;
    if (isNew && instances.every(({ pid }) => pid === null)) await client.request('shutdown', {});
    throw error;
  }
}

function isKnown(id: string, { snapshot }: SupervisorClient): boolean {
  try {
    findProcess(id, snapshot);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return error.name !== 'not_found';
    throw error;
  }
}
