import path from 'node:path';
import { briefly } from '../briefly.ts';
import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import type { ApplyOnSave } from '../settings.ts';
import type { FileChanges } from './fileChanges.ts';
import { changeLines } from './fileChanges.ts';

export interface Offer {
  /** Absolute path of the ecosystem file. */
  readonly file: string;
  readonly changes: FileChanges;
  readonly setting: ApplyOnSave;
  /** `prune` also stops the apps that are no longer in the file. */
  readonly apply: (prune: boolean) => Promise<void>;
}

/**
 * What a saved ecosystem file has changed is shown and applied when the user says so, or at once where that is
 * set. Apps that are no longer in the file run on until somebody asks for their stop.
 */
export async function offerChanges({ file, changes, setting, apply }: Offer): Promise<void> {
  if (setting === 'never') return;
  const always = setting === 'always';
  if (always) await apply(false);
  const open: FileChanges = always ? { changed: [], added: [], removed: changes.removed } : changes;
  const lines = changeLines(open, t);
  if (lines.length === 0) return;
  const canApply = open.changed.length + open.added.length > 0;
  const applyButton = t('Apply');
  const stopButton = canApply ? t('Apply and Stop Removed') : t('Stop Removed');
  const showButton = t('Show Changes');
  const actions = [...(canApply ? [applyButton] : []), ...(open.removed.length > 0 ? [stopButton] : [])];
  const name = path.basename(file);
  const sentence = t('{0} changed: {1}.', name, lines.join('; '));
  const shown = briefly(sentence);
  let chosen = await messages.information(
    shown,
    ...actions,
    ...(shown === sentence ? [] : [showButton]),
    t('Not Now'),
  );
  if (chosen === showButton) {
    const all = { detail: lines.join('\n') };
    chosen = await messages.details(t('{0} changed', name), all, ...actions);
  }
  if (chosen === applyButton) await apply(false);
  if (chosen === stopButton) await apply(true);
}
