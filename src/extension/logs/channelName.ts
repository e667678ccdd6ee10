import type { Snapshot } from '../../protocol/model.ts';
import { visibleLine } from '../../protocol/visibleText.ts';
import type { LogSource } from './logSource.ts';

/**
 * What the output channel or terminal of an instance or app is called: its name; with the ecosystem file where an app
 * of another file has the same name, or an instance of it; with the folder where the window has several.
 */
export function channelName(
  source: LogSource,
  { apps, instances }: Pick<Snapshot, 'apps' | 'instances'>,
  folder: string | null,
): string {
  const id = source.kind === 'app' ? source.app : source.instance;
  const all = source.kind === 'app' ? apps : instances;
  const name = all.find((one) => one.id === id)?.name ?? id;
  const file = id.slice(0, id.lastIndexOf('#'));
  const isShared = all.some((one) => one.name === name && one.id !== id);
  const where = [folder, isShared ? file : null].filter((part) => part !== null);
  return visibleLine(where.length === 0 ? name : `${name} (${where.join('/')})`);
}
