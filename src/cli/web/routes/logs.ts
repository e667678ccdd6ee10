import { findProcess } from '../findProcess.ts';
import { Refusal } from '../refusal.ts';
import { route } from '../route.ts';

/** The supervisor keeps no more lines of an instance. */
const ringLines = 5000;
const defaultLines = 50;

export const getLogs = route({
  method: 'GET',
  path: '/api/processes/{id}/logs',
  operationId: 'getLogs',
  summary: 'The last lines of output of an instance, or of all instances of an app, oldest first',
  query: {
    lines: {
      type: 'integer',
      minimum: 0,
      maximum: ringLines,
      description: `How many (default ${defaultLines})`,
    },
    since: {
      type: 'string',
      description:
        'Only lines from this time on: milliseconds since 1970, or ISO 8601 (2026-11-21T14:00:00Z)',
    },
  },
  answer: { schema: 'LogsAnswer' },
  refusals: ['not_found', 'ambiguous', 'no_supervisor'],
  run: async ({ id, query: { lines = defaultLines, since } }, { link }) => {
    const from = since === undefined ? -Infinity : timeOf(since);
    const client = await link.require();
    const { instances, target } = findProcess(id, client.snapshot);
    const tails = await Promise.all(
      instances.map(async ({ id: instance, name }) => {
        const tail = await client.request('logs/read', { instance, lines });
        return tail.lines.map(({ at, stream, text }) => ({ at, stream, name, text }));
      }),
    );
    const all = tails
      .flat()
      .filter(({ at }) => at >= from)
      .toSorted((a, b) => a.at - b.at);
    const entries = all.slice(Math.max(0, all.length - lines));
    const logs = entries.map(({ text }) => `${text}\n`).join('');
    return { json: { success: true, data: { logs, lines: entries.length, process_id: target, entries } } };
  },
});

function timeOf(text: string): number {
  const time = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
  if (Number.isFinite(time)) return time;
  throw new Refusal(
    'malformed',
    `"since" must be milliseconds since 1970 or a time such as 2026-11-21T14:00:00Z, but it is "${text.slice(0, 80)}".`,
    { facts: { fields: ['since'] } },
  );
}
