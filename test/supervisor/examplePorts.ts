import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Whoever listens here has the ports to itself: neither one that the system gives away nor one of an inspector. */
const lockPort = 19_615;

/**
 * Waits until no other test file uses the ports that the examples and the documentation name, and keeps them until this
 * process ends.
 */
export async function lockExamplePorts(): Promise<void> {
  for (;;) {
    const server = createServer();
    server.listen({ host: '127.0.0.1', port: lockPort, exclusive: true });
    try {
      await once(server, 'listening');
      server.unref();
      return;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
      await delay(100);
    }
  }
}
