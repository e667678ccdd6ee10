import type { WebSocket } from 'ws';
import type { Channel } from './channel.ts';
import { heartbeatMs } from './liveClient.ts';

/** Who does not answer the goodbye by then is cut off. */
const goodbyeMs = 2000;
/** "Try again later", of RFC 6455's registry. */
const tryAgain = 1013;

/** The way to a client by WebSocket. One that does not answer pings any more has gone, and is cut off. */
export function socketChannel(socket: WebSocket): Channel {
  let isThere = true;
  socket.on('pong', () => (isThere = true));
  const pings = setInterval(() => {
    if (!isThere) socket.terminate();
    isThere = false;
    socket.ping();
  }, heartbeatMs * 2);
  socket.once('close', () => clearInterval(pings));
  const write: Channel['write'] = ({ text }) => socket.send(text);
  return {
    write,
    backlog: () => socket.bufferedAmount,
    end: (message) => {
      write({ type: 'End', text: JSON.stringify({ type: 'End', message }) });
      // A reason has no room for more than 123 bytes; the message before has it all.
      socket.close(tryAgain, message.slice(0, 60));
      const timer = setTimeout(() => socket.terminate(), goodbyeMs);
      socket.once('close', () => clearTimeout(timer));
    },
  };
}
