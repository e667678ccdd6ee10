import { InvalidArgumentError } from 'commander';
import type { AppInfo, InstanceInfo, MetricsRow } from '../protocol/model.ts';

/** What a row of a table is about; an app that has no instance yet has a row of its own. */
export interface Row {
  readonly app: AppInfo;
  readonly instance: InstanceInfo | undefined;
  readonly usage: MetricsRow | undefined;
}

type Value = string | number | undefined;

/** What rows can be sorted by; a longer uptime is an earlier start. */
const fields = {
  name: ({ app, instance }) => instance?.name ?? app.name,
  namespace: ({ app }) => app.namespace,
  status: ({ app, instance }) => instance?.status ?? app.status,
  pid: ({ instance }) => instance?.pid ?? undefined,
  port: ({ instance }) => instance?.port ?? undefined,
  restarts: ({ instance }) => instance?.restarts,
  uptime: ({ instance }) => (typeof instance?.startedAt === 'number' ? -instance.startedAt : undefined),
  cpu: ({ usage }) => usage?.cpu,
  memory: ({ usage }) => usage?.memory,
} satisfies Record<string, (row: Row) => Value>;

export interface Sort {
  readonly field: keyof typeof fields;
  readonly descends: boolean;
}

export const sortFields = Object.keys(fields);

/** Rows by a field, those without a value last; what is equal stays in its order. */
export function sortRows(rows: readonly Row[], { field, descends }: Sort): readonly Row[] {
  const valueOf: (row: Row) => Value = fields[field];
  return rows.toSorted((a, b) => {
    const [one, other] = [valueOf(a), valueOf(b)];
    if (one === undefined || other === undefined)
      return Number(one === undefined) - Number(other === undefined);
    const order =
      typeof one === 'string'
        ? one.localeCompare(String(other), 'en', { numeric: true })
        : one - Number(other);
    return descends ? -order : order;
  });
}

/** `memory`, `memory:asc` or `memory:desc`. Throws `InvalidArgumentError` for anything else. */
export function parseSort(text: string): Sort {
  const [name = '', order = 'asc'] = text.split(':');
  const isField = (one: string): one is keyof typeof fields => Object.hasOwn(fields, one);
  if (!isField(name)) throw new InvalidArgumentError(`It must be one of ${sortFields.join(', ')}.`);
  if (order !== 'asc' && order !== 'desc') {
    throw new InvalidArgumentError(`Write ${name}:asc or ${name}:desc.`);
  }
  return { field: name, descends: order === 'desc' };
}
