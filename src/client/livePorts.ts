import type { Snapshot } from '../protocol/model.ts';

/** The ports that instances have at the moment, in the order of the instances, by the names of their apps. */
export function livePorts({
  apps,
  instances,
}: Pick<Snapshot, 'apps' | 'instances'>): Readonly<Record<string, readonly number[]>> {
  const ports = apps.map(({ id, name }) => {
    const own = instances.filter(({ app, pid }) => app === id && pid !== null);
    return [name, own.flatMap(({ port }) => port ?? [])] as const;
  });
  return Object.fromEntries(ports.filter(([, own]) => own.length > 0));
}
