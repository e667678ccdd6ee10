import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import type { AppsView } from '../tree/appsView.ts';
import type { Row, RowTarget } from '../tree/row.ts';
import { flattened } from '../tree/row.ts';
import { UserError } from '../userError.ts';
import type { Capability } from './capability.ts';
import { can, fittingRows } from './capability.ts';
import { isLensArgument, lensRows } from './lensRows.ts';
import { nothingFits } from './nothingFits.ts';
import { pickRow } from './pickRow.ts';

export interface SelectedApp {
  readonly model: FolderModel;
  readonly app: AppInfo;
}

export interface SelectedInstance extends SelectedApp {
  readonly instance: InstanceInfo;
}

/** Targets of the protocol, with the folder whose supervisor knows them. */
export interface Selected {
  readonly model: FolderModel;
  readonly targets: readonly string[];
}

/**
 * The rows that a command is about: those it was called on (menus pass the row and the whole selection, keys say
 * that the selection is meant), those of a name that was passed, else what the user picks. Empty when the user
 * picks nothing. Only rows that can do it, or the apps they stand for.
 */
export async function selectRows(
  args: readonly unknown[],
  capability: Capability,
  { view, folders, placeHolder }: { view: AppsView; folders: WorkspaceFolders; placeHolder: string },
): Promise<readonly Row[]> {
  const [first, all] = args;
  if (typeof first === 'string') return rowsNamed(first, view.allRows);
  if (isLensArgument(first)) {
    await Promise.all(folders.models.map((model) => model.open()));
    return lensRows(first, view.allRows, folders).filter((row) => can(row, capability));
  }
  const isKey = isSelectionArgument(first);
  const called = isKey
    ? await view.rowsForKey()
    : view.rowsOf((Array.isArray(all) && all.length > 0 ? all : [first]).filter(isElement));
  if (called.length > 0) {
    const fitting = fittingRows(called, capability, view.allRows);
    // A click may come a moment too late; a key may be pressed on anything.
    if (isKey && fitting.length === 0) throw new UserError(t('Nothing that is selected can do that now.'));
    return fitting;
  }
  await Promise.all(folders.models.map((model) => model.open()));
  const candidates = flattened(view.allRows).filter((one) => can(one, capability));
  if (candidates.length === 0) throw new UserError(nothingFits(capability, view.allRows.length === 0));
  const row = await pickRow(candidates, placeHolder);
  return row === undefined ? [] : [row];
}

/** Rows as protocol targets, one entry a folder; a row below another selected one counts once. */
export function selectedTargets(rows: readonly Row[], folders: WorkspaceFolders): readonly Selected[] {
  const byFolder = new Map<string, Set<string>>();
  for (const { target } of rows) {
    const targets = byFolder.get(target.folder) ?? new Set<string>();
    byFolder.set(target.folder, targets);
    for (const name of protocolTargets(target)) targets.add(name);
  }
  return [...byFolder].flatMap(([folder, targets]): Selected[] => {
    const model = folders.model(folder);
    return model === undefined || targets.size === 0 ? [] : [{ model, targets: [...targets] }];
  });
}

/** The apps of rows, those of instances included. */
export function selectedApps(rows: readonly Row[], folders: WorkspaceFolders): readonly SelectedApp[] {
  const chosen = new Map<string, SelectedApp>();
  for (const { target } of rows) {
    const model = folders.model(target.folder);
    if (model === undefined || (target.kind !== 'app' && target.kind !== 'instance')) continue;
    const { apps, instances } = model.view.snapshot;
    const id = target.kind === 'app' ? target.app : instances.find((one) => one.id === target.instance)?.app;
    const app = apps.find((one) => one.id === id);
    if (app !== undefined) chosen.set(`${target.folder}\n${app.id}`, { model, app });
  }
  return [...chosen.values()];
}

/** The instances of rows, all of an app; each once. */
export function selectedInstances(
  rows: readonly Row[],
  folders: WorkspaceFolders,
): readonly SelectedInstance[] {
  const chosen = new Map<string, SelectedInstance>();
  for (const row of rows) {
    const { target } = row;
    for (const { model, app } of selectedApps([row], folders)) {
      const own = model.view.snapshot.instances.filter((one) => one.app === app.id);
      const meant = target.kind === 'instance' ? own.filter((one) => one.id === target.instance) : own;
      for (const instance of meant) {
        chosen.set(`${target.folder}\n${instance.id}`, { model, app, instance });
      }
    }
  }
  return [...chosen.values()];
}

/** As targets, one entry a folder. */
export function byFolder(apps: readonly SelectedApp[]): readonly Selected[] {
  return [...new Set(apps.map(({ model }) => model))].map((model) => ({
    model,
    targets: apps.filter((one) => one.model === model).map(({ app }) => app.id),
  }));
}

function protocolTargets(target: RowTarget): readonly string[] {
  switch (target.kind) {
    case 'folder':
      return ['all'];
    case 'group':
      return target.apps;
    case 'app':
      return [target.app];
    case 'instance':
      return [target.instance];
    case 'file':
      return [target.path];
    case 'process':
      return [];
  }
}

function rowsNamed(name: string, rows: readonly Row[]): readonly Row[] {
  const all = flattened(rows);
  const app = all.filter(
    (row) => row.target.kind === 'app' && (row.label === name || row.target.app === name),
  );
  if (app.length > 0) return app;
  const instance = all.filter(
    (row) => row.target.kind === 'instance' && (row.label === name || row.target.instance === name),
  );
  if (instance.length === 0) throw new UserError(t('There is no app or instance named "{0}".', name));
  return instance;
}

/** What a keyboard shortcut passes that is about the view's selection. */
function isSelectionArgument(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'selection' in value && value.selection === true;
}

function isElement(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
