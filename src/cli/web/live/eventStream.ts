import type { ServerResponse } from 'node:http';
import type { Channel } from './channel.ts';

/** Who does not take the last message by then is cut off. */
const goodbyeMs = 2000;

/** Begins an event stream (server-sent events) as the answer. */
export function eventChannel(outgoing: ServerResponse, headers: Readonly<Record<string, string>>): Channel {
  outgoing.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
  // Not to be held back until there is more, neither here nor by nginx.
  outgoing.flushHeaders();
  const write: Channel['write'] = ({ type, text, id }) => {
    outgoing.write(`event: ${type}\n${id === undefined ? '' : `id: ${id}\n`}data: ${text}\n\n`);
  };
  return {
    write,
    backlog: () => outgoing.writableLength,
    end: (message) => {
      write({ type: 'End', text: JSON.stringify({ type: 'End', message }) });
      outgoing.end();
      const timer = setTimeout(() => outgoing.destroy(), goodbyeMs);
      outgoing.once('close', () => clearTimeout(timer));
    },
  };
}
