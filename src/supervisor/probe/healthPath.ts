import type { HealthCheck } from '../../ecosystem/appSpec.ts';

/** The path, with its query, that a health check asks for by HTTP; null where it asks for none. */
export function healthPath(check: HealthCheck | null): string | null {
  if (check?.type !== 'http' || check.url === null) return null;
  // The port may still be `{PORT}`, which no URL can have.
  return /^https?:\/\/[^/?#]+(\/[^#]*)/.exec(check.url)?.[1] ?? null;
}
