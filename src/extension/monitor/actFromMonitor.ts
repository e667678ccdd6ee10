import type { MonitorVerb } from '../../protocol/monitor.ts';
import { runAction } from '../commands/lifecycle.ts';
import { askScaleAmount } from '../commands/scale.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { Notices } from '../notices.ts';

/** Does what a button of the page asks for, as the command of that name does. */
export async function actFromMonitor(
  verb: MonitorVerb,
  { model, app: id }: { readonly model: FolderModel; readonly app: string },
  notices: Notices,
): Promise<void> {
  const selected = [{ model, targets: [id] }];
  if (verb !== 'scale') return runAction({ verb }, selected, notices);
  const app = model.view.snapshot.apps.find((one) => one.id === id);
  const amount = app === undefined ? undefined : await askScaleAmount([{ model, app }]);
  if (amount !== undefined) await runAction({ verb, amount }, selected, notices);
}
