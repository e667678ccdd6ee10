import { fillPlaceholders } from '../fillPlaceholders.ts';
import type { Container } from './container.ts';
import type { ExportedApp } from './exporter.ts';

/** What a health check asks inside of the container of an app. */
export type ContainerCheck =
  | { readonly kind: 'http'; readonly url: URL }
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number }
  | { readonly kind: 'script'; readonly script: string };

/** The app's own health check; null for none, or one that cannot be made from outside of the program. */
export function containerCheck({ spec }: ExportedApp, { port }: Container): ContainerCheck | null {
  const check = spec.healthCheck;
  if (check === null || !check.enabled) return null;
  const fill = (text: string): string => fillPlaceholders(text, { port, index: 0 });
  if (check.type === 'script')
    return check.script === null ? null : { kind: 'script', script: fill(check.script) };
  if (check.type === 'log') return null;
  const url = check.url === null ? null : URL.parse(fill(check.url));
  if (check.type === 'http') return url === null ? null : { kind: 'http', url };
  const asked = Number(url?.port) || port;
  return asked === null ? null : { kind: 'tcp', host: loopback(url?.hostname ?? ''), port: asked };
}

/** Every address of the machine itself is one of the container now. */
export function loopback(host: string): string {
  return host === '' || host === 'localhost' || host === '0.0.0.0' ? '127.0.0.1' : host;
}

/** How long an app may take until its checks count, in milliseconds. */
export function graceMs({ spec }: ExportedApp): number {
  return spec.listenTimeoutMs ?? 30_000;
}
