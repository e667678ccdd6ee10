import type { Values } from '../fields.ts';
import { findProcess } from '../findProcess.ts';
import { eventChannel } from '../live/eventStream.ts';
import type { LiveWishes } from '../live/liveClient.ts';
import { Refusal } from '../refusal.ts';
import type { Services } from '../route.ts';
import { route } from '../route.ts';
import { securityHeaders } from '../securityHeaders.ts';

export const liveFields = {
  logs: {
    type: 'string',
    minLength: 1,
    description: 'Follow the logs of these apps and instances, separated by commas',
  },
  tail: {
    type: 'integer',
    minimum: 0,
    maximum: 5000,
    description: 'Lines of each instance to begin with (default 0)',
  },
  metrics: { type: 'boolean', description: 'CPU and memory each second (default false)' },
  after: {
    type: 'string',
    description: 'The id of the last message that was seen: goes on behind it where that is still known',
  },
} as const;

/** What a live client asks for. Throws a `Refusal` for logs of what is not there. */
export function liveWishes(
  { logs, tail = 0, metrics = false, after }: Values<typeof liveFields>,
  lastEventId: string | undefined,
  { link }: Services,
): LiveWishes {
  const names = logs?.split(',').map((name) => name.trim()) ?? [];
  const snapshot = link.client?.snapshot;
  // Without a supervisor nobody knows the names; they may come with the next one.
  if (snapshot !== undefined) for (const name of names) findProcess(name, snapshot);
  return { logs: names.length === 0 ? undefined : { names, tail }, metrics, after: lastEventId ?? after };
}

export const events = route({
  method: 'GET',
  path: '/api/events',
  operationId: 'followEvents',
  summary: 'The state and its changes as server-sent events; goes on where Last-Event-ID says',
  query: liveFields,
  answer: { contentType: 'text/event-stream' },
  refusals: ['not_found', 'ambiguous', 'too_many_streams'],
  run: async ({ query, incoming, outgoing }, services) => {
    if (incoming.method === 'HEAD') {
      throw new Refusal('method_not_allowed', 'A stream has no head alone.', { headers: { Allow: 'GET' } });
    }
    const last = incoming.headers['last-event-id'];
    const wishes = liveWishes(query, typeof last === 'string' ? last : undefined, services);
    const refusal = services.clients.refusal();
    if (refusal !== undefined) throw refusal;
    const client = services.clients.add(eventChannel(outgoing, securityHeaders), wishes);
    outgoing.once('close', () => client.dispose());
    return 'sent';
  },
});

export const webSocket = route({
  method: 'GET',
  path: '/ws',
  operationId: 'openWebSocket',
  summary:
    'The same by WebSocket; browsers send the token as the subprotocol "bearer.<token>", next to "drover"',
  query: liveFields,
  answer: { contentType: 'application/json' },
  refusals: ['not_found', 'ambiguous', 'too_many_streams', 'upgrade_required'],
  run: async () => {
    throw new Refusal('upgrade_required', 'This address speaks WebSocket only.', {
      headers: { Upgrade: 'websocket', Connection: 'Upgrade' },
    });
  },
});
