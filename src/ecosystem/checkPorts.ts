import type { Problem } from '../protocol/model.ts';
import type { AppSpec, PortSpec } from './appSpec.ts';

/** The ports an app takes. */
export interface WantedPorts {
  readonly port: PortSpec | null;
  /** Of a range, only as many ports are taken as there are instances. */
  readonly instances: number;
}

/** The first port that both take; null for none. Ports of `auto:` are chosen among the free ones and never collide. */
export function portConflict(a: WantedPorts, b: WantedPorts): number | null {
  const [one, other] = [takenPorts(a), takenPorts(b)];
  if (one === null || other === null) return null;
  const first = Math.max(one.from, other.from);
  return first <= Math.min(one.to, other.to) ? first : null;
}

/**
 * Reports ports that two apps of one file want, once for each app that comes too late. An app with
 * `autostart: false` is left out: it is often another way to run one of the others.
 */
export function checkPorts(apps: readonly AppSpec[]): readonly Problem[] {
  const problems: Problem[] = [];
  const earlier: AppSpec[] = [];
  for (const app of apps.filter(({ autostart }) => autostart)) {
    const wanted = writtenPorts(app);
    for (const other of earlier) {
      const port = portConflict(wanted, writtenPorts(other));
      if (port === null) continue;
      const data = { port: String(port), app: other.name, other: app.name };
      problems.push({ code: 'port-conflict', severity: 'warning', data, app: app.name });
      break;
    }
    earlier.push(app);
  }
  return problems;
}

/** What the file alone says: where the number of instances depends on the machine, a range is taken as a whole. */
function writtenPorts({ port, instances, incrementVar }: AppSpec): WantedPorts {
  const count = instances.kind === 'count' ? instances.count : instances.kind === 'unset' ? 1 : Infinity;
  if (port?.kind !== 'single' || incrementVar !== 'PORT') return { port, instances: count };
  const last = port.port + (Number.isFinite(count) ? count - 1 : 0);
  return { port: { kind: 'range', from: port.port, to: last }, instances: count };
}

function takenPorts({ port, instances }: WantedPorts): { readonly from: number; readonly to: number } | null {
  if (port === null || port.kind === 'auto') return null;
  if (port.kind === 'range') return { from: port.from, to: Math.min(port.to, port.from + instances - 1) };
  // Port 0 leaves the choice to the system.
  return port.port === 0 ? null : { from: port.port, to: port.port };
}
