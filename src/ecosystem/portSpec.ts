import type { PortSpec } from './appSpec.ts';

const highestPort = 65_535;

/** `3000`, `"3000"`, `"3000-3002"` or `"auto:8000-8100"`; undefined when it is none of them or out of range. */
export function parsePort(value: unknown): PortSpec | undefined {
  if (typeof value === 'number') return isPort(value) ? { kind: 'single', port: value } : undefined;
  if (typeof value !== 'string') return undefined;
  const match = /^(auto\s*:)?\s*(\d+)\s*(?:(?:-|\.\.)\s*(\d+))?$/i.exec(value.trim());
  if (match === null) return undefined;
  const from = Number(match[2]);
  const to = Number(match[3] ?? match[2]);
  if (!isPort(from) || !isPort(to) || to < from) return undefined;
  if (match[1] !== undefined) return { kind: 'auto', from, to };
  return match[3] === undefined ? { kind: 'single', port: from } : { kind: 'range', from, to };
}

/** The way a port is written in a file: `3000`, `3000-3002`, `auto:8000-8100`. */
export function formatPort(port: PortSpec): string {
  if (port.kind === 'single') return String(port.port);
  return `${port.kind === 'auto' ? 'auto:' : ''}${port.from}-${port.to}`;
}

function isPort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= highestPort;
}
