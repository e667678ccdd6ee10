import { statusText } from '../ecosystem/features/statusText.ts';
import type { Translate } from '../ecosystem/translate.ts';
import type { AppInfo, InstanceStatus } from '../protocol/model.ts';
import type { FolderView } from './tree/folderView.ts';
import { icons, joinedSpoken } from './tree/presentation.ts';

/** One app in the tooltip of the status bar. */
export interface SummaryLine {
  /** Id of an icon. */
  readonly icon: string;
  readonly name: string;
  readonly detail: string;
}

/** What the status bar says of the whole workspace. */
export interface StatusSummary {
  readonly text: string;
  readonly spoken: string;
  /** Somebody wants an app to run, and it has given up. */
  readonly hasGivenUp: boolean;
  readonly lines: readonly SummaryLine[];
}

/** Undefined without apps. */
export function statusSummary(folders: readonly FolderView[], t: Translate): StatusSummary | undefined {
  const ready = folders.filter(({ state }) => state === 'ready');
  const apps = ready.flatMap(({ snapshot }) => snapshot.apps);
  if (apps.length === 0) return undefined;
  const online = apps.reduce((sum, app) => sum + app.online, 0);
  const total = apps.reduce((sum, app) => sum + app.instances, 0);
  const errored = apps.filter(({ status }) => status === 'errored');
  return {
    text: `$(server-process) ${online}/${total}${errored.length === 0 ? '' : ` $(error) ${errored.length}`}`,
    spoken: joinedSpoken(
      t('Drover: {0} of {1} instances online', online, total),
      errored.length === 0
        ? ''
        : errored.length === 1
          ? t('1 app errored')
          : t('{0} apps errored', errored.length),
    ),
    hasGivenUp: errored.some(({ wanted }) => wanted),
    lines: ready.flatMap(({ name, snapshot }) =>
      snapshot.apps.map((app) => line(app, ready.length > 1 ? `${name}: ` : '', t)),
    ),
  };
}

function line(app: AppInfo, prefix: string, t: Translate): SummaryLine {
  const { status, online, instances, runMode } = app;
  const isDown = status === 'stopped' || status === 'completed';
  return {
    icon: iconOf(status),
    name: prefix + app.name,
    detail: [
      statusText(status, t),
      ...(isDown ? [] : [`${online}/${instances}`]),
      ...(runMode === 'dev' && !isDown ? ['DEV'] : []),
    ].join(' · '),
  };
}

function iconOf(status: InstanceStatus): string {
  switch (status) {
    case 'online':
    case 'errored':
    case 'stopped':
    case 'completed':
    case 'waiting':
      return icons[status].id;
    case 'waiting restart':
      return icons.backoff.id;
    case 'launching':
    case 'stopping':
    case 'reloading':
      return icons.busy.id;
  }
}
