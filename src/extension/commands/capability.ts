import { t } from '../localise.ts';
import type { Row } from '../tree/row.ts';

/** What rows can do, as a part of their `contextValue`. */
export type Capability =
  | 'canStart'
  | 'canStop'
  | 'canRestart'
  | 'canReload'
  | 'canScale'
  | 'canScaleDown'
  | 'canDev'
  | 'canEndDev'
  | 'canWatch'
  | 'canEndWatch'
  /** Every app. */
  | 'app'
  | 'hasProfiles'
  | 'canApply'
  | 'canShowLogs'
  | 'canOpenFile'
  | 'canDebug'
  /** A debugger is attached. */
  | 'isDebugged'
  | 'hasPort'
  | 'hasPid'
  /** Takes signals. */
  | 'canSignal'
  /** Its script is a file. */
  | 'hasScript'
  | 'canDescribe';

/** What is opened of an app. Nobody means the files of a whole group. */
const ofOneApp: readonly Capability[] = ['canOpenFile', 'hasScript'];

/** What only whole apps can do: there an instance stands for its app, and a group for those in it. */
const ofApps: readonly Capability[] = [
  'canReload',
  'canScale',
  'canScaleDown',
  'canDev',
  'canEndDev',
  'canWatch',
  'canEndWatch',
  'app',
  'hasProfiles',
];

export function can(row: Row, capability: Capability): boolean {
  return row.contextValue.split(':').includes(capability);
}

/** Of the rows, or of the apps that they stand for, those that can do it; each once. `all` is the whole tree. */
export function fittingRows(
  rows: readonly Row[],
  capability: Capability,
  all: readonly Row[],
): readonly Row[] {
  const fitting = rows.flatMap((row) => {
    if (can(row, capability)) return [row];
    const apps = [
      ...(ofApps.includes(capability) ? appsBelow(row) : []),
      ...([...ofApps, ...ofOneApp].includes(capability) ? appsAbove(row, all) : []),
    ];
    return apps.filter((app) => can(app, capability));
  });
  return [...new Map(fitting.map((row) => [row.id, row])).values()];
}

function appsBelow(row: Row): readonly Row[] {
  return flattened(row.children).filter(isApp);
}

function appsAbove(row: Row, all: readonly Row[]): readonly Row[] {
  return flattened(all).filter(
    (app) => isApp(app) && flattened(app.children).some(({ id }) => id === row.id),
  );
}

function isApp(row: Row): boolean {
  return row.target.kind === 'app';
}

export function flattened(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...flattened(row.children)]);
}

/** Why there is nothing to choose from. */
export function nothingFits(capability: Capability, isEmpty: boolean): string {
  if (isEmpty) return t('No apps were found in this workspace.');
  switch (capability) {
    case 'canStart':
      return t('Everything runs already.');
    case 'canStop':
    case 'canRestart':
    case 'canScale':
    case 'hasPid':
    case 'canSignal':
      return t('Nothing is running.');
    case 'canReload':
      return t('No app is running whose instances share a port.');
    case 'canScaleDown':
      return t('No app runs with more than one instance.');
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
    case 'canDebug':
      return t('No app is running that can be debugged: Node and Python programs can.');
    case 'isDebugged':
      return t('Nothing is being debugged.');
    case 'hasPort':
      return t('No app is running that listens on a port.');
    case 'hasScript':
      return t('No app here has a script that is a file.');
    case 'app':
    case 'canShowLogs':
    case 'canOpenFile':
    case 'canDescribe':
      return t('No apps were found in this workspace.');
  }
}
