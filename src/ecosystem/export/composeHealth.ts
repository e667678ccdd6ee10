import type { Container } from './container.ts';
import type { ContainerCheck } from './containerHealth.ts';
import { containerCheck, graceMs, loopback } from './containerHealth.ts';
import type { ExportedApp } from './exporter.ts';

export interface ComposeHealth {
  readonly test: readonly string[];
  readonly interval: string;
  readonly timeout: string;
  readonly retries: number;
  readonly start_period: string;
}

/** Where the app has no check of its own and another one waits for it: whether its port can be connected to. */
const usual = { timeoutMs: 3000, intervalMs: 2000, retries: 15 };

/**
 * The health check of a service, made by a program that its image has. `isAwaited`: another service waits until it
 * is healthy. null where there is nothing to ask.
 */
export function composeHealth(
  app: ExportedApp,
  container: Container,
  isAwaited: boolean,
): ComposeHealth | null {
  const own = containerCheck(app, container);
  const { port } = container;
  const check =
    own ?? (isAwaited && port !== null ? { kind: 'tcp' as const, host: loopback(''), port } : null);
  if (check === null) return null;
  const { timeoutMs, intervalMs, retries } = own === null ? usual : (app.spec.healthCheck ?? usual);
  return {
    test: probeCommand(check, container.runtime.kind),
    interval: duration(intervalMs),
    timeout: duration(timeoutMs),
    retries: Math.max(1, retries),
    start_period: duration(graceMs(app)),
  };
}

/** `30s`, `1600ms`. */
export function duration(ms: number): string {
  return ms % 1000 === 0 ? `${ms / 1000}s` : `${Math.round(ms)}ms`;
}

function probeCommand(check: ContainerCheck, runtime: Container['runtime']['kind']): readonly string[] {
  if (check.kind === 'script') return ['CMD-SHELL', check.script];
  if (check.kind === 'http') {
    const url = new URL(check.url);
    url.hostname = loopback(url.hostname);
    return httpCommand(url.href, runtime);
  }
  return tcpCommand(check.host, check.port, runtime);
}

/** As Drover judges: 200 to 399, and redirects are not followed. */
function httpCommand(url: string, runtime: Container['runtime']['kind']): readonly string[] {
  const quoted = JSON.stringify(url);
  switch (runtime) {
    case 'node':
      return [
        ...['CMD', 'node', '-e'],
        `fetch(${quoted}, { redirect: 'manual' }).then((answer) => process.exit(answer.status < 400 ? 0 : 1), () => process.exit(1))`,
      ];
    case 'python':
      return ['CMD', 'python3', '-c', `import urllib.request; urllib.request.urlopen(${quoted})`];
    case 'other':
      return ['CMD', 'curl', '--fail', '--silent', '--output', '/dev/null', url];
  }
}

function tcpCommand(host: string, port: number, runtime: Container['runtime']['kind']): readonly string[] {
  const quoted = JSON.stringify(host);
  switch (runtime) {
    case 'node':
      return [
        ...['CMD', 'node', '-e'],
        `require('node:net').connect(${port}, ${quoted}).on('connect', () => process.exit(0)).on('error', () => process.exit(1))`,
      ];
    case 'python':
      return ['CMD', 'python3', '-c', `import socket; socket.create_connection((${quoted}, ${port}))`];
    case 'other':
      return ['CMD', 'nc', '-z', host, String(port)];
  }
}
