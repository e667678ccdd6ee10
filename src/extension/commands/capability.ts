import type { Row } from '../tree/row.ts';
import { flattened } from '../tree/row.ts';

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
  /** No file has it. */
  | 'canDelete'
  | 'canDebug'
  /** A debugger is known for its program. */
  | 'hasDebugger'
  /** A debugger is attached. */
  | 'isDebugged'
  | 'hasPort'
  | 'hasPid'
  /** Takes signals. */
  | 'canSignal'
  /** Its script is a file. */
  | 'hasScript'
  | 'canDescribe';

/** What is opened of an app, or ends it. Nobody means that of a whole group. */
const ofOneApp: readonly Capability[] = ['canOpenFile', 'hasScript', 'canDelete'];

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
