import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { PortSpec } from '../ecosystem/appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import type { Platform } from './platform/platform.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((addresses) =>
  addresses?.some(({ family }) => family === 'IPv6'),
);

/**
 * Whether something could listen on the port now. Without the address that the app will use, on every one: a
 * program bound to 127.0.0.1 alone is in the way as well.
 */
export function isPortFree(port: number, host = hasIpv6 ? '::' : '0.0.0.0'): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

export interface PortWish {
  readonly spec: PortSpec;
  readonly index: number;
  /** The port it had before, taken again where that is possible. */
  readonly remembered: number | null;
  /** Ports of other instances, which may not be listening yet. */
  readonly taken: ReadonlySet<number>;
}

/** A port for one instance, tested by binding: its own of a range, or the first free one of `auto:`. */
export async function choosePort(
  { spec, index, remembered, taken }: PortWish,
  platform: Platform,
): Promise<{ readonly port: number } | { readonly problem: Problem }> {
  if (spec.kind !== 'auto') {
    const port = spec.kind === 'single' ? spec.port : spec.from + index;
    return (await isPortFree(port)) ? { port } : { problem: await portTaken(port, platform) };
  }
  const candidates = Array.from({ length: spec.to - spec.from + 1 }, (_, offset) => spec.from + offset);
  if (remembered !== null && candidates.includes(remembered)) candidates.unshift(remembered);
  for (const port of candidates) {
    if (!taken.has(port) && (await isPortFree(port))) return { port };
  }
  const data = { range: `${spec.from}-${spec.to}` };
  return { problem: { code: 'ports-none-free', severity: 'error', data } };
}

/** Names the process that holds a port. */
export async function portTaken(port: number, platform: Platform): Promise<Problem> {
  const owner = await platform.portOwner(port);
  const named =
    owner === null || owner.pid === null
      ? 'another process'
      : `process ${owner.pid} (${owner.command ?? 'unknown'})`;
  return { code: 'port-taken', severity: 'error', data: { port: String(port), owner: named } };
}
