import type { Proposal } from './proposal.ts';

/** A proposal as it is written into the file. */
export interface SettledApp extends Proposal {
  /** The app that has its port already, which it cannot leave; null when there is none. */
  readonly sharesPortWith: string | null;
}

/**
 * Gives each app a port of its own, the first one the port that was found for it. A program that says its port itself
 * keeps it: of two that want the same one, only the first is to start with the others. `taken` has the ports that
 * apps of the file have already.
 */
export function settlePorts(
  proposals: readonly Proposal[],
  taken: ReadonlyMap<number, string> = new Map(),
): readonly SettledApp[] {
  const owners = new Map(taken);
  // Those that cannot choose come first to their ports.
  for (const { name, port, portSource } of proposals) {
    if (port !== null && portSource === 'program' && !owners.has(port)) owners.set(port, name);
  }
  return proposals.map((proposal): SettledApp => {
    const { name, port } = proposal;
    if (port === null) return { ...proposal, sharesPortWith: null };
    const owner = owners.get(port) ?? name;
    if (owner !== name && proposal.portSource === 'program') return { ...proposal, sharesPortWith: owner };
    const free = owner === name ? port : firstFree(port, owners);
    owners.set(free, name);
    return { ...proposal, port: free, sharesPortWith: null };
  });
}

function firstFree(port: number, owners: ReadonlyMap<number, string>): number {
  let free = port;
  while (owners.has(free)) free++;
  return free;
}
