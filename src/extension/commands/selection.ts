import { QuickPickItemKind, window, workspace } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { AppInfo } from '../../protocol/model.ts';
import { editorPath } from '../editor/editorPath.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import type { AppsView } from '../tree/appsView.ts';
import type { Row, RowTarget } from '../tree/row.ts';
import { UserError } from '../userError.ts';

export interface SelectedApp {
  readonly model: FolderModel;
  readonly app: AppInfo;
}

/** Targets of the protocol, with the folder whose supervisor knows them. */
export interface Selected {
  readonly model: FolderModel;
  readonly targets: readonly string[];
}

/** What a code lens passes to the command behind it. */
interface LensArgument {
  /** The ecosystem file, as the editor names it. */
  readonly file: string;
  readonly apps: readonly string[];
}

export type Capability =
  | 'canStart'
  | 'canStop'
  | 'canRestart'
  | 'canReload'
  | 'canScale'
  | 'canDev'
  | 'canEndDev'
  | 'canWatch'
  | 'canEndWatch'
  /** Every app. */
  | 'app'
  | 'hasProfiles'
  | 'canApply'
  | 'canShowLogs'
  | 'canOpenFile';

/**
 * The rows that a command is about: those it was called on (menus pass the row and the whole selection), those
 * of a name that was passed, else what the user picks. Empty when the user picks nothing.
 */
export async function selectRows(
  args: readonly unknown[],
  capability: Capability,
  { view, folders, placeHolder }: { view: AppsView; folders: WorkspaceFolders; placeHolder: string },
): Promise<readonly Row[]> {
  const [first, all] = args;
  if (typeof first === 'string') return rowsNamed(first, view.rows);
  if (isLensArgument(first)) return rowsOf(first, capability, { view, folders });
  const called = (Array.isArray(all) && all.length > 0 ? all : [first]).flatMap((element) =>
    isElement(element) ? (view.row(element) ?? []) : [],
  );
  if (called.length > 0) return called.filter((row) => can(row, capability));
  await Promise.all(folders.models.map((model) => model.open()));
  const candidates = flattened(view.rows).filter((one) => can(one, capability));
  if (candidates.length === 0) throw new UserError(nothingFits(capability, view.rows.length === 0));
  const row = await pickRow(
    capability === 'canShowLogs' ? candidates.filter(isInstance) : candidates,
    placeHolder,
  );
  return row === undefined ? [] : [row];
}

function nothingFits(capability: Capability, isEmpty: boolean): string {
  if (isEmpty) return t('No apps were found in this workspace.');
  switch (capability) {
    case 'canStart':
      return t('Everything runs already.');
    case 'canStop':
    case 'canRestart':
    case 'canScale':
      return t('Nothing is running.');
    case 'canReload':
      return t('No app is running whose instances share a port.');
    case 'canDev':
      return t('Every app runs in DEV_MODE already.');
    case 'canEndDev':
      return t('No app runs in DEV_MODE.');
    case 'canWatch':
      return t('Every app is watched already.');
    case 'canEndWatch':
      return t('No app is watched.');
    case 'hasProfiles':
      return t('No app here has variables for a profile, as in "env_production".');
    case 'canApply':
      return t('Everything runs as its ecosystem file says.');
    case 'app':
    case 'canShowLogs':
    case 'canOpenFile':
      return t('No apps were found in this workspace.');
  }
}

/** Rows as protocol targets, one entry a folder; a row below another selected one counts once. */
export function selectedTargets(rows: readonly Row[], folders: WorkspaceFolders): readonly Selected[] {
  const byFolder = new Map<string, Set<string>>();
  for (const { target } of rows) {
    const targets = byFolder.get(target.folder) ?? new Set<string>();
    byFolder.set(target.folder, targets);
    const name = protocolTarget(target);
    if (name !== undefined) targets.add(name);
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

/** As targets, one entry a folder. */
export function byFolder(apps: readonly SelectedApp[]): readonly Selected[] {
  return [...new Set(apps.map(({ model }) => model))].map((model) => ({
    model,
    targets: apps.filter((one) => one.model === model).map(({ app }) => app.id),
  }));
}

export function flattened(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...flattened(row.children)]);
}

function protocolTarget(target: RowTarget): string | undefined {
  switch (target.kind) {
    case 'folder':
      return 'all';
    case 'app':
      return target.app;
    case 'instance':
      return target.instance;
    case 'file':
      return target.path;
    case 'process':
      return undefined;
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

/** What the user has selected in the view, where a keyboard shortcut says that this is meant; else `selectRows`. */
export async function selectedRows(
  args: readonly unknown[],
  capability: Capability,
  context: { view: AppsView; folders: WorkspaceFolders; placeHolder: string },
): Promise<readonly Row[]> {
  const [first] = args;
  const isSelection = typeof first === 'object' && first !== null && 'selection' in first;
  if (isSelection && context.view.selection.length > 0) return context.view.selection;
  return selectRows(isSelection ? [] : args, capability, context);
}

export function isInstance(row: Row): boolean {
  return row.target.kind === 'instance';
}

/** Lets the user pick one of the rows; the only one is picked without asking. */
export async function pickRow(rows: readonly Row[], placeHolder: string): Promise<Row | undefined> {
  const apps = rows.filter((row) => row.target.kind === 'app');
  const files = rows.filter((row) => row.target.kind === 'file');
  // An app and its only instance are the same choice.
  const only = new Set(apps.flatMap((row) => (row.children.length === 1 ? row.children : [])));
  const instances = rows.filter((row) => isInstance(row) && !only.has(row));
  const choices = [...files, ...apps, ...instances];
  if (choices.length <= 1) return choices[0];
  const chosen = await window.showQuickPick(
    [...section(t('files'), files), ...section(t('apps'), apps), ...section(t('instances'), instances)],
    { placeHolder, matchOnDescription: true },
  );
  return chosen !== undefined && 'row' in chosen ? chosen.row : undefined;
}

function section(label: string, rows: readonly Row[]): (QuickPickItem & { readonly row?: Row })[] {
  if (rows.length === 0) return [];
  return [
    { label, kind: QuickPickItemKind.Separator },
    ...rows.map((row) => ({
      label: `$(${row.icon.id}) ${row.label}`,
      description: [...folderName(row), row.description].join(' · '),
      row,
    })),
  ];
}

/** Which folder a row belongs to, where that is a question. */
function folderName({ target }: Row): string[] {
  const { workspaceFolders = [] } = workspace;
  const folder = workspaceFolders.find((one) => one.uri.fsPath === target.folder);
  return workspaceFolders.length < 2 || folder === undefined ? [] : [folder.name];
}

function can(row: Row, capability: Capability): boolean {
  return row.contextValue.split(':').includes(capability);
}

/** The apps that a code lens is about, by the names in its file; those that cannot do it by now are left out. */
async function rowsOf(
  { file, apps }: LensArgument,
  capability: Capability,
  { view, folders }: { view: AppsView; folders: WorkspaceFolders },
): Promise<readonly Row[]> {
  await Promise.all(folders.models.map((model) => model.open()));
  const ids = new Set(
    folders.models.flatMap((model) =>
      model.view.snapshot.apps
        .filter((app) => app.file !== null && editorPath(model, app.file) === file && apps.includes(app.name))
        .map(({ id }) => `${model.folder}\n${id}`),
    ),
  );
  const rows = flattened(view.rows).filter(
    ({ target }) => target.kind === 'app' && ids.has(`${target.folder}\n${target.app}`),
  );
  if (rows.length === 0) {
    throw new UserError(
      t('{0} is not in the file yet as Drover reads it. Save the file first.', apps.join(', ')),
    );
  }
  return rows.filter((row) => can(row, capability));
}

function isLensArgument(value: unknown): value is LensArgument {
  return typeof value === 'object' && value !== null && 'file' in value && 'apps' in value;
}

function isElement(value: unknown): value is { id: string } {
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}
