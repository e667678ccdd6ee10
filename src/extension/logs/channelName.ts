import type { Snapshot } from '../../protocol/model.ts';

/**
 * What the output channel of an instance is called: its name; with the ecosystem file where an app of another file
 * has an instance of that name; with the folder where the window has several.
 */
export function channelName(
  id: string,
  { instances }: Pick<Snapshot, 'instances'>,
  folder: string | null,
): string {
  const name = instances.find((one) => one.id === id)?.name ?? id;
  const file = id.slice(0, id.lastIndexOf('#'));
  const isShared = instances.some((one) => one.name === name && one.id !== id);
  const where = [folder, isShared ? file : null].filter((part) => part !== null);
  return where.length === 0 ? name : `${name} (${where.join('/')})`;
}
