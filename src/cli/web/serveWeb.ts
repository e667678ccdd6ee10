import type { Disposable } from '../../client/emitter.ts';
import { LiveClients } from './live/liveClients.ts';
import { StateFeed } from './live/stateFeed.ts';
import { Machine } from './machine.ts';
import { openApiOf } from './openApi.ts';
import { routes } from './routes/routes.ts';
import { listen, webServer } from './server.ts';
import type { Reach } from './supervisorLink.ts';
import { SupervisorLink } from './supervisorLink.ts';
import { UsageWatch } from './usageWatch.ts';

export interface ServeOptions {
  readonly reach: Reach;
  readonly version: string;
  /** A loopback address or name. */
  readonly host: string;
  /** 0 takes one that is free. */
  readonly port: number;
  readonly token: () => string | undefined;
  /** Our own faults, and nothing else. */
  readonly log: (line: string) => void;
}

export interface WebServer {
  readonly port: number;
  readonly address: string;
  /** Sends live clients away, lets answers end for a moment, and resolves when nothing listens any more. */
  readonly close: () => Promise<void>;
}

/** Answers that take longer are cut off at the end. */
const closeMs = 2000;

/** Serves the HTTP API of a folder. Rejects with the system's error when it cannot listen. */
export async function serveWeb({ reach, version, host, port, token, log }: ServeOptions): Promise<WebServer> {
  const link = new SupervisorLink(reach);
  const usage = new UsageWatch(link);
  const state = new StateFeed(link, () => usage.latest);
  const machine = new Machine();
  const sources = { link, usage, state, machine, token };
  const clients = new LiveClients(sources);
  const parts: readonly Disposable[] = [clients, state, usage, link];
  let address = '';
  const openApi = (): object => openApiOf(routes, version, address);
  const endpoints = routes.map(({ method, path }) => `${method} ${path}`);
  const server = webServer({
    routes,
    services: { ...sources, clients, version, openApi, endpoints },
    host,
    log,
  });
  const disposeAll = (): void => {
    for (const part of parts) part.dispose();
  };
  let taken: number;
  try {
    taken = await listen(server, port, host);
  } catch (error) {
    disposeAll();
    throw error;
  }
  address = `http://${host.includes(':') ? `[${host}]` : host}:${taken}`;
  await link.open();
  return {
    port: taken,
    address,
    close: () =>
      new Promise((resolve) => {
        disposeAll();
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
        const timer = setTimeout(() => server.closeAllConnections(), closeMs);
      }),
  };
}
