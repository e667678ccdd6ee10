import type { LookupFunction } from 'node:net';
import { longestTimerMs } from './longestTimer.ts';

/**
 * How a probe reaches a host. `localhost` is both loopback addresses whatever the resolver says: some name only
 * one of them, and a server may listen on the other. The second is tried when the first refuses, however long
 * that takes, since one that is only slow must not be given up for it.
 */
export function connectionTo(host: string): {
  readonly autoSelectFamily: true;
  readonly autoSelectFamilyAttemptTimeout?: number;
  readonly lookup?: LookupFunction;
} {
  if (!isLocalhost(host)) return { autoSelectFamily: true };
  return { autoSelectFamily: true, autoSelectFamilyAttemptTimeout: longestTimerMs, lookup: bothLoopbacks };
}

/** Whether a host as written in a URL is this machine for certain. */
export function isLoopback(host: string): boolean {
  return isLocalhost(host) || host === '[::1]' || /^127(?:\.\d+){3}$/.test(host);
}

/** Why there was no connection or no answer. */
export function connectionFailure(error: Error): string {
  // One error per address tried: a refusal says more than an address that this machine does not have.
  const errors = (error instanceof AggregateError ? error.errors : [error]) as NodeJS.ErrnoException[];
  const telling = errors.find(({ code }) => code === 'ECONNREFUSED') ?? errors.at(-1) ?? error;
  const { code = '', message } = telling as NodeJS.ErrnoException;
  if (code.startsWith('HPE_')) return 'the answer is not HTTP';
  if (code === 'EPROTO' || code.startsWith('ERR_SSL_')) return 'no TLS connection';
  return sentences[code] ?? message;
}

const sentences: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was dropped',
  EPIPE: 'the connection was dropped',
  ENOTFOUND: 'the host is not known',
  EAI_AGAIN: 'the host is not known',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the host cannot be reached',
  ETIMEDOUT: 'the host does not answer',
};

function isLocalhost(host: string): boolean {
  return host.toLowerCase() === 'localhost';
}

const bothLoopbacks: LookupFunction = (_host, _options, callback) => {
  callback(null, [
    { address: '127.0.0.1', family: 4 },
    { address: '::1', family: 6 },
  ]);
};
