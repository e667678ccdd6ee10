import type { Snapshot } from '../../protocol/model.ts';
import type { Row } from '../tree/row.ts';

/** Whose output is looked at: one instance, or all instances of an app, by id. */
export type LogSource =
  { readonly kind: 'instance'; readonly instance: string } | { readonly kind: 'app'; readonly app: string };

/** What a row has the logs of; an app with one instance has that instance's. Undefined for rows without logs. */
export function logSource({ target }: Pick<Row, 'target'>, snapshot: Snapshot): LogSource | undefined {
  if (target.kind === 'instance') return { kind: 'instance', instance: target.instance };
  if (target.kind !== 'app') return undefined;
  const [first, ...others] = snapshot.instances.filter(({ app }) => app === target.app);
  if (first === undefined) return undefined;
  return others.length === 0 ? { kind: 'instance', instance: first.id } : { kind: 'app', app: target.app };
}

/** The ids of the instances of a source that are there. */
export function instancesOf(
  source: LogSource,
  { instances }: Pick<Snapshot, 'instances'>,
): readonly string[] {
  return instances
    .filter(({ id, app }) => (source.kind === 'app' ? app === source.app : id === source.instance))
    .map(({ id }) => id);
}

export function keyOf(source: LogSource): string {
  return source.kind === 'app' ? `app ${source.app}` : `instance ${source.instance}`;
}
