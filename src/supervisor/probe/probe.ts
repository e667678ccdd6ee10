import type { HealthCheck } from '../../ecosystem/appSpec.ts';
import { fillPlaceholders } from '../../ecosystem/fillPlaceholders.ts';
import { connectionFailure } from './connection.ts';
import { probeHttp } from './httpProbe.ts';
import { longestTimerMs } from './longestTimer.ts';
import type { ProbeContext } from './probeContext.ts';
import type { ProbeResult } from './probeResult.ts';
import { cutShort, failed } from './probeResult.ts';
import { probeScript } from './scriptProbe.ts';
import { probeTcp } from './tcpProbe.ts';

/**
 * Probes an instance once. Never rejects: whatever goes wrong is the reason of a failure, `check.timeoutMs`
 * being over and `signal` aborting included. No socket, timer or process of it outlives it.
 */
export async function runProbe(
  check: HealthCheck,
  context: ProbeContext,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const end = new AbortController();
  const abort = (): void => end.abort('aborted');
  const timer = setTimeout(
    () => end.abort(`no answer within ${duration(check.timeoutMs)}`),
    Math.min(check.timeoutMs, longestTimerMs),
  );
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return end.signal.aborted ? cutShort(end.signal) : await probe(check, context, end.signal);
  } catch (error) {
    if (end.signal.aborted) return cutShort(end.signal);
    return failed(error instanceof Error ? connectionFailure(error) : String(error));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

async function probe(check: HealthCheck, context: ProbeContext, signal: AbortSignal): Promise<ProbeResult> {
  const target = targetOf(check);
  if (context.port === null && target.includes('{PORT}')) return failed('its port is not known yet');
  const filled = fillPlaceholders(target, context);
  switch (check.type) {
    case 'http':
      return probeHttp(filled, signal, context.shared);
    case 'tcp':
      return probeTcp(filled, signal, context.shared);
    case 'script':
      return probeScript(filled, context, signal);
    case 'log':
      return failed('its pattern is looked for in the log');
  }
}

/** A tcp check without an address asks the instance's own port. */
function targetOf({ type, url, script }: HealthCheck): string {
  if (type === 'tcp') return url ?? 'localhost:{PORT}';
  return (type === 'script' ? script : url) ?? '';
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}
