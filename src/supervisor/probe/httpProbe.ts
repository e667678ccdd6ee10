import type { RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import { connectionFailure, connectionTo, isLoopback } from './connection.ts';
import type { SharedPort } from './ownConnection.ts';
import { isAt, ownConnection } from './ownConnection.ts';
import type { ProbeResult } from './probeResult.ts';
import { cutShort, failed, missed, passed } from './probeResult.ts';

/**
 * How long the body is read once the status is known. Many servers send it after the headers, and log an error
 * for a connection that is gone by then.
 */
const bodyMs = 250;

/**
 * A GET on a connection of its own. 200 to 399 is healthy, as for Kubernetes; redirects are not followed. This
 * machine's own certificates are taken unseen. At a shared port only the instance's own answer counts; that may
 * reject.
 */
export async function probeHttp(
  address: string,
  signal: AbortSignal,
  shared?: SharedPort,
): Promise<ProbeResult> {
  const url = httpUrl(address);
  if (url === undefined) return failed(`"${address}" is not an http or https address`);
  const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80);
  if (!isAt(shared, url.hostname, port)) return ask(url, { agent: false }, signal);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const socket = await ownConnection({ host, port }, shared, signal);
  if (socket === undefined) return missed;
  // `createConnection` is only asked where there is no agent.
  const createConnection = (options: object): Socket =>
    url.protocol === 'https:' ? process.getBuiltinModule('node:tls').connect({ ...options, socket }) : socket;
  return ask(url, { createConnection }, signal);
}

function ask(url: URL, connection: RequestOptions, signal: AbortSignal): Promise<ProbeResult> {
  return new Promise((resolve) => {
    let result: ProbeResult | undefined;
    const options = {
      ...connectionTo(url.hostname),
      ...connection,
      headers: { connection: 'close', 'user-agent': 'drover-health-check' },
      signal,
    };
    // Loaded by supervisors that ask, and only then: TLS alone is 5 MB.
    const request =
      url.protocol === 'https:'
        ? process
            .getBuiltinModule('node:https')
            .get(url, { ...options, rejectUnauthorized: !isLoopback(url.hostname) })
        : process.getBuiltinModule('node:http').get(url, options);
    let bodyTimer: NodeJS.Timeout | undefined;
    request.on('response', (response) => {
      result = judge(response.statusCode ?? 0);
      response.resume();
      bodyTimer = setTimeout(() => request.destroy(), bodyMs);
    });
    request.on('error', (error) => {
      result ??= signal.aborted ? cutShort(signal) : failed(connectionFailure(error));
    });
    request.on('close', () => {
      clearTimeout(bodyTimer);
      resolve(result ?? failed('the connection was dropped'));
    });
  });
}

function judge(status: number): ProbeResult {
  return status >= 200 && status < 400 ? passed : failed(`HTTP ${status}`);
}

/** `localhost:3000/health` is an address as well. */
function httpUrl(address: string): URL | undefined {
  const written = address.includes('://') ? address : `http://${address}`;
  if (!URL.canParse(written)) return undefined;
  const url = new URL(written);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
}
