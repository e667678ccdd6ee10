import { statusText } from '../../ecosystem/features/statusText.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import type { AppInfo, InstanceInfo, InstanceStatus } from '../../protocol/model.ts';
import type {
  MonitorApp,
  MonitorInstance,
  MonitorSelection,
  MonitorTone,
  MonitorVerb,
  ToMonitor,
} from '../../protocol/monitor.ts';
import type { FolderView } from '../tree/folderView.ts';
import { isLive, isUnhealthy } from '../tree/presentation.ts';

type View = Extract<ToMonitor, { type: 'view' }>;

export interface MonitorFolder {
  readonly view: FolderView;
  /** What is shown is of before a connection that is being made again. */
  readonly isReconnecting: boolean;
}

const tones: Readonly<Record<InstanceStatus, MonitorTone>> = {
  stopped: 'off',
  launching: 'busy',
  online: 'good',
  stopping: 'busy',
  'waiting restart': 'warning',
  errored: 'error',
  waiting: 'busy',
  reloading: 'busy',
  completed: 'off',
};

/** The folder and the id, which is the only one in its folder. */
export function monitorKey(folder: string, id: string): string {
  return `${folder}\n${id}`;
}

export function isSelected(selection: MonitorSelection, folder: string, app: string): boolean {
  return selection === 'all' || selection.some((one) => one.folder === folder && one.app === app);
}

/** What the page shows of apps and instances, and why it may be nothing. */
export function presentMonitor(
  folders: readonly MonitorFolder[],
  selection: MonitorSelection,
  t: Translate,
): View {
  const chosen = folders.map((folder) => ({
    ...folder,
    apps: folder.view.snapshot.apps.filter(({ id }) => isSelected(selection, folder.view.folder, id)),
  }));
  const apps = chosen.flatMap(({ view, apps: own }) =>
    own.map((app) => presentApp(app, view, { t, isNamed: folders.length > 1 })),
  );
  const instances = chosen.flatMap(({ view: { folder, snapshot }, apps: own }) => {
    const ids = new Set(own.map(({ id }) => id));
    return snapshot.instances
      .filter(({ app }) => ids.has(app))
      .map((instance) => presentInstance(instance, folder, t));
  });
  return { type: 'view', notice: notice(chosen, selection, t), apps, instances };
}

function presentApp(
  app: AppInfo,
  { folder, name, snapshot }: FolderView,
  { t, isNamed }: { readonly t: Translate; readonly isNamed: boolean },
): MonitorApp {
  return {
    key: monitorKey(folder, app.id),
    name: app.name,
    folder: isNamed ? name : null,
    status: statusText(app.status, t),
    tone: tones[app.status],
    online: app.online,
    instances: app.instances,
    verbs: verbsOf(
      app,
      snapshot.instances.filter((one) => one.app === app.id),
    ),
  };
}

/** As the rows of the view have it. */
function verbsOf({ sharing, runMode }: AppInfo, instances: readonly InstanceInfo[]): readonly MonitorVerb[] {
  const live = instances.filter(({ status }) => isLive(status));
  const canStop = live.some(({ status }) => status !== 'stopping');
  const can: Readonly<Record<MonitorVerb, boolean>> = {
    start: live.length < Math.max(1, instances.length),
    stop: canStop,
    restart: canStop,
    reload: canStop && (sharing === 'cluster' || sharing === 'socket'),
    scale: canStop && runMode !== 'dev',
  };
  return (Object.keys(can) as MonitorVerb[]).filter((verb) => can[verb]);
}

function presentInstance(instance: InstanceInfo, folder: string, t: Translate): MonitorInstance {
  const { id, app, name, status, pid, port, restarts } = instance;
  return {
    key: monitorKey(folder, id),
    app: monitorKey(folder, app),
    name,
    status: statusText(status, t),
    tone: isUnhealthy(instance) ? 'warning' : tones[status],
    pid,
    port,
    restarts,
  };
}

type Chosen = MonitorFolder & { readonly apps: readonly AppInfo[] };

function notice(chosen: readonly Chosen[], selection: MonitorSelection, t: Translate): string | null {
  if (selection !== 'all') {
    const folders = new Set(chosen.map(({ view }) => view.folder));
    if (selection.every(({ folder }) => !folders.has(folder))) return t('This folder is no longer open.');
  }
  const concerned =
    selection === 'all'
      ? chosen
      : chosen.filter(({ view }) => selection.some(({ folder }) => folder === view.folder));
  if (concerned.some(({ isReconnecting }) => isReconnecting)) return t('Reconnecting…');
  if (concerned.some(({ view }) => view.state === 'lost')) {
    return t('The connection to the supervisor is lost. "Drover: Refresh" tries again.');
  }
  const apps = concerned.flatMap((one) => one.apps);
  if (apps.length === 0) {
    const isLoading = concerned.some(({ view }) => view.state === 'loading' || view.state === 'idle');
    return isLoading ? t('Reading ecosystem files…') : t('There is no app to show.');
  }
  const runs = concerned.some(({ view, apps: own }) =>
    view.snapshot.instances.some(({ app, status }) => isLive(status) && own.some(({ id }) => id === app)),
  );
  return runs ? null : t('Nothing is running. Charts begin with the first instance that starts.');
}
