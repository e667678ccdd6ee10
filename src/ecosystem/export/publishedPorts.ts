import type { Container } from './container.ts';
import type { ExportedApp } from './exporter.ts';

/** The ports of this machine that lead to the containers of one app. */
export interface Published {
  /** `3000`, or `3000-3003` with one for each container; null for none. */
  readonly range: string | null;
  readonly notes: readonly string[];
}

interface Wish {
  readonly from: number;
  readonly to: number;
}

/**
 * Containers cannot share a port of the machine. Each gets one of the app's range, or of those that follow its port,
 * unless another app is there. In the order of the apps.
 */
export function publishedPorts(
  apps: readonly ExportedApp[],
  containers: readonly Container[],
): readonly Published[] {
  const wishes = apps.map((app, index) => wishOf(app, containers[index]?.port ?? null));
  return apps.map((app, index) => {
    const wish = wishes[index] ?? null;
    if (wish === null) return { range: null, notes: [] };
    const other = apps.find((_, at) => at !== index && overlaps(wish, firstPort(wishes[at] ?? null)));
    const range = wish.from === wish.to ? String(wish.from) : `${wish.from}-${wish.to}`;
    if (wish.from === wish.to) return { range, notes: [] };
    if (other !== undefined && app.sharing !== 'ports') {
      const text = `Its containers cannot share port ${wish.from} of the machine, and "${other.spec.name}" is on one that follows: none is published. Put a proxy in front.`;
      return { range: null, notes: [text] };
    }
    const text = `Its containers cannot share port ${wish.from} of the machine: each has one of ${range}. Put a proxy in front ("drover export nginx").`;
    return { range, notes: app.sharing === 'ports' ? [] : [text] };
  });
}

function wishOf({ port, instances }: ExportedApp, inside: number | null): Wish | null {
  if (inside === null || instances === 0) return null;
  if (port !== null && port.kind !== 'single') return { from: port.from, to: port.from + instances - 1 };
  return { from: inside, to: inside + instances - 1 };
}

function firstPort(wish: Wish | null): Wish | null {
  return wish === null ? null : { from: wish.from, to: wish.from };
}

function overlaps(one: Wish, other: Wish | null): boolean {
  return other !== null && one.from <= other.to && other.from <= one.to;
}
