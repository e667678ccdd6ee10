import type { AppInfo } from '../../protocol/model.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import type { Grouping } from './layout.ts';
import type { Presentation } from './presentation.ts';
import { contextValue, icons, joined, joinedSpoken } from './presentation.ts';

/** The row of a workspace folder, shown only when there are several. */
export function presentFolder(
  name: string,
  {
    apps,
    state,
    t,
  }: { apps: readonly AppInfo[]; state: 'ready' | 'loading' | 'lost' | 'idle'; t: Translate },
): Presentation {
  const { detail, spoken } = {
    ready: summary(apps, t),
    loading: { detail: t('loading…'), spoken: t('loading…') },
    lost: { detail: t('supervisor lost'), spoken: t('supervisor lost') },
    idle: { detail: '', spoken: '' },
  }[state];
  return {
    label: name,
    description: detail,
    icon: state === 'lost' ? icons.errored : icons.folder,
    accessibilityLabel: joinedSpoken(name, spoken),
    contextValue: contextValue('folder', { ...groupCapabilities(apps), canRetry: state === 'lost' }),
  };
}

/** The row of the apps that share a namespace or an ecosystem file. */
export function presentGroup(
  name: string,
  { by, apps, t }: { by: Exclude<Grouping, 'none'>; apps: readonly AppInfo[]; t: Translate },
): Presentation {
  const { detail, spoken } = summary(apps, t);
  const kind = { namespace: t('namespace'), file: t('ecosystem file') }[by];
  return {
    label: name === '' ? t('without a file') : name,
    description: detail,
    icon: { namespace: icons.namespace, file: icons.ecosystemFile }[by],
    accessibilityLabel:
      name === '' ? joinedSpoken(t('without a file'), spoken) : joinedSpoken(name, kind, spoken),
    contextValue: contextValue('group', groupCapabilities(apps)),
  };
}

/** What can be done with all apps of a file, folder or group at once. */
export function groupCapabilities(apps: readonly AppInfo[]): Record<string, boolean> {
  const isUp = apps.some((app) => app.online > 0 || app.wanted);
  return {
    canStart: apps.some((app) => app.online < app.instances && (app.autostart || app.wanted)),
    canStop: isUp,
    canRestart: isUp,
  };
}

/** The apps taken together, readable while the row is collapsed. */
function summary(apps: readonly AppInfo[], t: Translate): { detail: string; spoken: string } {
  if (apps.length === 0) return { detail: t('no apps'), spoken: t('no apps') };
  const online = apps.reduce((sum, app) => sum + app.online, 0);
  const total = apps.reduce((sum, app) => sum + app.instances, 0);
  const errored = apps.filter(({ status }) => status === 'errored').length;
  const trouble = errored === 0 ? '' : errored === 1 ? t('1 app errored') : t('{0} apps errored', errored);
  return {
    detail: joined(`${online}/${total}`, trouble),
    spoken: joinedSpoken(t('{0} of {1} instances', online, total), trouble),
  };
}
