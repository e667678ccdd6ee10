import { Uri, window } from 'vscode';
import type { ExportFormat, ExportOption, ExportValues } from '../../ecosystem/export/formats.ts';
import { exportFormats } from '../../ecosystem/export/formats.ts';
import { describeExport } from '../../ecosystem/export/describeExport.ts';
import type { AppInfo } from '../../protocol/model.ts';
import type { CommandContext } from '../commands/command.ts';
import { pickModel } from '../commands/pickModel.ts';
import { selectedApps, selectRows } from '../commands/selection.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';

export interface ExportWish {
  readonly format: ExportFormat;
  readonly values: ExportValues;
  readonly profile: string | null;
  /** Into a folder; otherwise they are only shown. */
  readonly writes: boolean;
}

interface ExportedApps {
  readonly model: FolderModel;
  readonly apps: readonly AppInfo[];
}

/** The apps that it was called on, else those that the user picks of all in a folder. undefined for none. */
export async function pickExportedApps(
  { view, folders }: CommandContext,
  args: readonly unknown[],
): Promise<ExportedApps | undefined> {
  if (args[0] !== undefined) {
    const rows = await selectRows(args, 'app', { view, folders, placeHolder: '' });
    const selected = selectedApps(rows, folders);
    const [first] = selected;
    if (first === undefined) return undefined;
    // Files are made for one folder.
    const apps = selected.filter(({ model }) => model === first.model).map(({ app }) => app);
    return { model: first.model, apps };
  }
  const model = await pickModel(folders.models, t('The folder whose apps are exported'));
  if (model === undefined) return undefined;
  await model.open();
  const { apps } = model.view.snapshot;
  if (apps.length === 0) throw new UserError(t('This folder has no apps yet.'));
  const items = apps.map((app) => ({ label: app.name, description: app.script, picked: true, app }));
  const placeHolder = t('The apps to export');
  const chosen = await window.showQuickPick(items, { placeHolder, canPickMany: true });
  return chosen === undefined || chosen.length === 0
    ? undefined
    : { model, apps: chosen.map(({ app }) => app) };
}

/** To what, how, with which variables and where to; undefined as soon as the user wants nothing. */
export async function askExport(apps: readonly AppInfo[]): Promise<ExportWish | undefined> {
  const formats = exportFormats.map((format) => ({
    label: format.title,
    detail: describeExport(format, t),
    format,
  }));
  const picked = await window.showQuickPick(formats, {
    placeHolder: t('What to export to'),
    matchOnDetail: true,
  });
  if (picked === undefined) return undefined;
  const { format } = picked;
  const values = await askOptions(format.options);
  if (values === undefined) return undefined;
  const profile = await askProfile(apps);
  if (profile === undefined) return undefined;
  const places = [
    { label: t('Show'), description: t('in editors, to be saved or copied'), writes: false },
    { label: t('Write to a Folder…'), description: '', writes: true },
  ];
  const place = await window.showQuickPick(places, { placeHolder: t('Where the files go') });
  return place && { format, values, profile, writes: place.writes };
}

/** Those that are ticked, with a value where they have one. */
async function askOptions(options: readonly ExportOption[]): Promise<ExportValues | undefined> {
  if (options.length === 0) return {};
  const items = options.map((option) => ({
    label: option.name,
    description: describeExport(option, t),
    option,
  }));
  const placeHolder = t('Options: tick what is wanted, or none');
  const ticked = await window.showQuickPick(items, {
    placeHolder,
    canPickMany: true,
    matchOnDescription: true,
  });
  if (ticked === undefined) return undefined;
  const values: Record<string, string | true> = {};
  for (const { option } of ticked) {
    const prompt = describeExport(option, t);
    const value =
      option.value === null
        ? true
        : await window.showInputBox({ title: option.name, prompt, placeHolder: option.value });
    if (value === undefined) return undefined;
    if (value !== '') values[option.name] = value;
  }
  return values;
}

/** null for none; undefined when the user wants nothing any more. Without profiles there is nothing to ask. */
async function askProfile(apps: readonly AppInfo[]): Promise<string | null | undefined> {
  const profiles = [...new Set(apps.flatMap((app) => app.profiles))];
  if (profiles.length === 0) return null;
  const items = [
    { label: t('No profile'), description: 'env', profile: null },
    ...profiles.map((profile) => ({ label: profile, description: `env_${profile}`, profile })),
  ];
  return (await window.showQuickPick(items, { placeHolder: t('The variables that the files get') }))?.profile;
}

/** The folder that files are written into. */
export async function askFolder(folder: string): Promise<string | undefined> {
  const chosen = await window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: Uri.file(folder),
    openLabel: t('Write Files Here'),
  });
  return chosen?.[0]?.fsPath;
}
