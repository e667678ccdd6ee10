import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import type { Notices } from '../notices.ts';
import { isLive } from '../tree/presentation.ts';
import { runAction } from './lifecycle.ts';
import type { SelectedApp } from './selection.ts';
import { byFolder } from './selection.ts';

/** Stops and forgets apps that no file has, after asking where something of them runs. */
export async function deleteApps(selected: readonly SelectedApp[], notices: Notices): Promise<void> {
  const running = selected.filter(runs).map(({ app }) => `"${app.name}"`);
  const proceed = t('Stop and Delete');
  if (running.length > 0) {
    const question =
      running.length === 1
        ? t('{0} runs and will be stopped.', running[0] ?? '')
        : t('{0} run and will be stopped.', running.join(', '));
    const detail = t('No file has it. To have it back, start it again on the command line.');
    const chosen = await messages.question(question, { detail }, proceed);
    if (chosen !== proceed) return;
  }
  if (selected.length > 0) await runAction({ verb: 'delete' }, byFolder(selected), notices);
}

function runs({ model, app }: SelectedApp): boolean {
  return model.view.snapshot.instances.some((one) => one.app === app.id && isLive(one.status));
}
