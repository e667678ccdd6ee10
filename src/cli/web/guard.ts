import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Refusal } from './refusal.ts';

/** A request as it came, before anything has been made of it. */
export interface RawRequest {
  /** As on the request line: path and query, nothing decoded. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
}

export interface GuardOptions {
  /** The address that is listened on, without brackets. */
  readonly host: string;
  readonly port: number;
  /** undefined where there is none any more: then nobody is let in. */
  readonly token: string | undefined;
}

const tokenHelp = 'Send the token as "Authorization: Bearer <token>"; "drover web --show-token" prints it.';

/**
 * Why a request is not even looked at, or undefined. Another site's page may send requests to this machine, under a name
 * of its own (DNS rebinding) or under ours: so both who is called and who calls must be this machine, besides the token.
 */
export function guard(
  { url, headers }: RawRequest,
  { host, port, token }: GuardOptions,
): Refusal | undefined {
  const hosts = new Set(hostsOf(host, port));
  if (!hosts.has(headers.host?.toLowerCase() ?? '')) {
    return new Refusal('foreign_host', `The Host header must be one of ${[...hosts].join(', ')}.`);
  }
  const { origin } = headers;
  if (origin !== undefined && ![...hosts].some((one) => origin.toLowerCase() === `http://${one}`)) {
    return new Refusal('foreign_origin', 'Pages of other sites may not use this API.');
  }
  const given = tokenOf(headers);
  if (token === undefined || given === undefined || !isEqual(given, token)) {
    const message =
      given === undefined ? `A token is needed. ${tokenHelp}` : `The token is wrong. ${tokenHelp}`;
    return new Refusal('unauthorized', message, { headers: { 'WWW-Authenticate': 'Bearer realm="drover"' } });
  }
  return isPlainPath(url)
    ? undefined
    : new Refusal(
        'malformed',
        'The path must start with one "/", and have no ".", no "..", no control characters and no broken "%".',
      );
}

/** The names by which the address is called: the port may be left out where it is that of http. */
function hostsOf(host: string, port: number): string[] {
  const own = host.includes(':') ? `[${host}]` : host;
  const names = [...new Set([own, 'localhost', '127.0.0.1', '[::1]'])];
  return names.flatMap((name) => [`${name}:${port}`, ...(port === 80 ? [name] : [])]);
}

/** The prefix of the subprotocol by which browsers hand over the token, as they can set no header of a WebSocket. */
export const tokenProtocol = 'bearer.';

/** The token of a request, wherever it may stand. Never in the address, which ends up in logs and histories. */
export function tokenOf(headers: IncomingHttpHeaders): string | undefined {
  const authorization = /^(?:Bearer|ApiKey) +(\S+)$/i.exec(headers.authorization?.trim() ?? '')?.[1];
  if (authorization !== undefined) return authorization;
  const key = headers['x-api-key'];
  if (typeof key === 'string' && key !== '') return key;
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return protocols.find((name) => name.startsWith(tokenProtocol))?.slice(tokenProtocol.length);
}

/** Takes the same time whatever they have in common; digests have one length. */
function isEqual(given: string, expected: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

/** Nothing is read from disk by a path, so that these tricks lead nowhere; who plays them is told so all the same. */
function isPlainPath(url: string): boolean {
  const [path = ''] = url.split('?');
  if (!path.startsWith('/') || path.startsWith('//')) return false;
  return path.split('/').every((segment) => {
    const decoded = decode(segment);
    return (
      decoded !== undefined && decoded !== '.' && decoded !== '..' && !/[\u0000-\u001f\u007f]/.test(decoded)
    );
  });
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch (error) {
    if (error instanceof URIError) return undefined;
    throw error;
  }
}
