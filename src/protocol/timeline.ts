import type { Infer } from './shape.ts';
import { array, count, literal, nullable, number, object, record, string } from './shape.ts';
import { visibleText } from './visibleText.ts';

/**
 * What happens to an instance: first by the names that `node:cluster` has for it, of which programs outside a cluster
 * have those that can be known, then by Drover's own.
 */
export const timelineEventName = literal(
  'fork',
  'online',
  'listening',
  'message',
  'error',
  'disconnect',
  'exit',
  'start',
  'ready',
  'not-ready',
  'health',
  'reload',
  'reload-failed',
  'restart',
  'stop',
  'drain',
  'kill',
  'errored',
);
export type TimelineEventName = Infer<typeof timelineEventName>;

export const timelineEvent = object({
  /** Epoch milliseconds. */
  at: number,
  event: timelineEventName,
  /** Numbers the processes of the instance from 1; null where the event is about the instance as a whole. */
  launch: nullable(count),
  pid: nullable(count),
  /** The facts, which `describeTimelineEvent` puts in words. */
  data: record(string),
});
export type TimelineEvent = Infer<typeof timelineEvent>;

/** The events of one instance, oldest first. */
export const timeline = object({ instance: string, events: array(timelineEvent) });

/** The English words for what is to be known beside an event's name and process; '' when there is nothing. */
export function describeTimelineEvent(event: Pick<TimelineEvent, 'event' | 'data'>): string {
  return visibleText(eventWords(event));
}

function eventWords({ event, data }: Pick<TimelineEvent, 'event' | 'data'>): string {
  switch (event) {
    case 'listening':
      return place(data);
    case 'message':
      return data['text'] ?? '';
    case 'error':
      return [data['code'], data['message']].filter((part) => (part ?? '') !== '').join(': ');
    case 'exit':
      return data['signal'] ?? `code ${data['code'] ?? 'unknown'}`;
    case 'health':
      return withReason(data['health'] ?? '', data['failure']);
    case 'restart':
    case 'reload':
    case 'stop':
      return cause(data);
    default:
      return '';
  }
}

function place({ address = '', port, protocol }: TimelineEvent['data']): string {
  if (port === undefined) return address;
  const host = address.includes(':') ? `[${address}]` : address;
  const at = host === '' ? `port ${port}` : `${host}:${port}`;
  return protocol === undefined ? at : `${at} (${protocol})`;
}

function cause({ reason = '', file, used, limit, delayMs, failure }: TimelineEvent['data']): string {
  const facts = [file, failure, used === undefined ? undefined : `${used} of ${limit ?? ''}`];
  const delay = delayMs === undefined ? '' : `, in ${delayMs} ms`;
  return `${withReason(
    reason,
    facts.find((fact) => fact !== undefined),
  )}${delay}`;
}

function withReason(text: string, reason: string | undefined): string {
  return reason === undefined ? text : `${text}: ${reason}`;
}
