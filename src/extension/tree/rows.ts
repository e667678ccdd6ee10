import path from 'node:path';
import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import { awaitedApps } from '../../client/awaitedApps.ts';
import { instancesOf } from '../../client/instancesOf.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import type { FolderView } from './folderView.ts';
import { presentApp } from './presentApp.ts';
import type { Layout } from './layout.ts';
import { groupApps, passes, sortApps } from './layout.ts';
import { fileProblem, presentFile, presentProcess } from './presentFile.ts';
import { presentFolder, presentGroup } from './presentGroup.ts';
import { presentInstance } from './presentInstance.ts';
import type { Usage } from './presentation.ts';
import type { Row } from './row.ts';

/** Apps with more instances than this are collapsed at first; so are those whose row says all of their only one. */
const expandedInstances = 16;

export interface RowOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly layout: Layout;
  readonly t: Translate;
}

/**
 * The whole view as plain data: folders when there are several, files that cannot be read, groups, apps, instances,
 * processes.
 */
export function buildRows(folders: readonly FolderView[], options: RowOptions): Row[] {
  if (folders.length === 1) return folders.flatMap((view) => folderRows(view, options));
  // The welcome text says it better than a list of folders without apps.
  if (folders.every((view) => view.state === 'empty' || view.state === 'idle')) return [];
  return folders.map((view) => ({
    ...presentFolder(view.name, { apps: view.snapshot.apps, state: shownState(view), t: options.t }),
    id: `folder:${view.folder}`,
    target: { kind: 'folder', folder: view.folder },
    expansion: 'expanded',
    children: folderRows(view, options),
  }));
}

function shownState({ state }: FolderView): 'ready' | 'loading' | 'lost' | 'idle' {
  return state === 'empty' ? 'ready' : state;
}

function folderRows(view: FolderView, options: RowOptions): Row[] {
  // What is no longer known to be true is not shown.
  if (view.state === 'lost') return [];
  const { files, apps } = view.snapshot;
  return [
    ...files.flatMap((file): Row[] => {
      const own = apps.filter((app) => app.file === file.path);
      const row = presentFile(file, { shownPath: relative(view, file.path), apps: own, t: options.t });
      if (row === undefined) return [];
      const problem = fileProblem(file) ?? null;
      return [
        {
          ...row,
          id: `file:${file.path}`,
          target: { kind: 'file', folder: view.folder, path: file.path, problem },
          expansion: 'none',
          children: [],
        },
      ];
    }),
    ...appRows(view, sortApps(apps, options.layout.sort), options),
  ];
}

/** The apps that the filter shows, in their groups where they form some. */
function appRows(view: FolderView, apps: readonly AppInfo[], options: RowOptions): Row[] {
  const { layout, t } = options;
  const rowsOf = (some: readonly AppInfo[]): Row[] =>
    some
      .filter((app) => passes(app, instancesOf(app, view.snapshot.instances), layout.filter))
      .map((app) => appRow(view, app, options));
  const { groupBy } = layout;
  const groups = groupApps(apps, layout);
  if (groups === undefined || groupBy === 'none') return rowsOf(apps);
  return groups.flatMap((group): Row[] => {
    const children = rowsOf(group.apps);
    const ids = new Set(children.map(({ target }) => (target.kind === 'app' ? target.app : '')));
    const shown = group.apps.filter(({ id }) => ids.has(id));
    if (shown.length === 0) return [];
    const name = groupBy === 'file' && group.name !== '' ? relative(view, group.name) : group.name;
    const started = shown.filter((app) => app.autostart || app.wanted);
    return [
      {
        ...presentGroup(name, { by: groupBy, apps: shown, t }),
        id: `group:${view.folder}:${groupBy}:${group.name}`,
        target: { kind: 'group', folder: view.folder, apps: started.map(({ id }) => id) },
        expansion: 'expanded',
        children,
      },
    ];
  });
}

function appRow(view: FolderView, app: AppInfo, { now, t }: RowOptions): Row {
  const instances = instancesOf(app, view.snapshot.instances);
  const namesakes = view.snapshot.apps.filter((other) => other.name === app.name).length;
  const awaited = awaitedApps(app, view.snapshot.apps);
  const fileHint = namesakes > 1 && app.file !== null ? relative(view, app.file) : null;
  return {
    ...presentApp(app, { instances, usage: appUsage(instances, view.usage), awaited, fileHint, t }),
    id: `app:${view.folder}:${app.id}`,
    target: { kind: 'app', folder: view.folder, app: app.id },
    expansion: appExpansion(instances),
    children: instances.map((instance) => instanceRow(view, instance, { app, awaited, now, t })),
  };
}

function appExpansion(instances: readonly InstanceInfo[]): Row['expansion'] {
  if (instances.length === 0) return 'none';
  return instances.length === 1 || instances.length > expandedInstances ? 'collapsed' : 'expanded';
}

function instanceRow(
  view: FolderView,
  instance: InstanceInfo,
  { app, awaited, now, t }: { app: AppInfo; awaited: readonly string[]; now: number; t: Translate },
): Row {
  const id = `instance:${view.folder}:${instance.id}`;
  return {
    ...presentInstance(instance, {
      usage: view.usage.get(instance.id),
      debugger: app.debugger,
      awaited,
      now,
      t,
    }),
    id,
    target: { kind: 'instance', folder: view.folder, instance: instance.id },
    expansion: instance.children.length === 0 ? 'none' : 'collapsed',
    children: instance.children.map((child) => ({
      ...presentProcess(child, t),
      id: `${id}/${child.pid}`,
      target: { kind: 'process', folder: view.folder, pid: child.pid },
      expansion: 'none',
      children: [],
    })),
  };
}

/**
 * Only of an app with one instance. VS Code forgets the rows below a refreshed one until it has read them again,
 * and a click on their buttons then comes without its row: an app must not be refreshed each second.
 */
function appUsage(instances: readonly InstanceInfo[], usage: ReadonlyMap<string, Usage>): Usage | undefined {
  const [only, ...others] = instances;
  return only === undefined || others.length > 0 ? undefined : usage.get(only.id);
}

function relative({ folder }: FolderView, file: string): string {
  return path.relative(folder, file).split(path.sep).join('/');
}
