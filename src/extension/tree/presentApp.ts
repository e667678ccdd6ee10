import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { Translate } from '../translate.ts';
import { formatRestarts } from './format.ts';
import type { IconName, Presentation, Usage } from './presentation.ts';
import {
  contextValue,
  erroredDetail,
  icons,
  isLive,
  joined,
  statusText,
  usageParts,
} from './presentation.ts';

export interface AppContext {
  readonly instances: readonly InstanceInfo[];
  /** Summed over the instances; undefined while nothing is measured. */
  readonly usage: Usage | undefined;
  /** The ecosystem file as the user should read it, when another app has the same name; else null. */
  readonly fileHint: string | null;
  readonly t: Translate;
}

/** The row of one app: its instances taken together, readable while it is collapsed. */
export function presentApp(app: AppInfo, { instances, usage, fileHint, t }: AppContext): Presentation {
  const state = appState(app, instances);
  const total = app.instances;
  const online = instances.filter((instance) => instance.status === 'online').length;
  const port = appPort(app, instances);
  const restarts = instances.reduce((sum, instance) => sum + instance.restarts, 0);
  const restarted = restarts > 0 ? formatRestarts(restarts, t) : '';
  const failed = instances.find((instance) => instance.status === 'errored');
  const blocking = app.problems.find((problem) => problem.severity === 'error');
  const counted = total === 1 ? '' : `${online}/${total}`;
  const dev = app.runMode === 'dev' && state !== 'stopped' ? 'DEV_MODE' : '';
  const busy = busyStatus(instances);
  const detail = {
    online: joined(counted, port, ...usageParts(usage), restarted) || statusText('online', t),
    degraded: joined(`${online}/${total}`, port, ...usageParts(usage), restarted),
    busy: joined(
      busy === undefined ? '' : `${statusText(busy, t)}${total === 1 ? '' : ` ${online}/${total}`}`,
      port,
    ),
    backoff: joined(statusText('waiting restart', t), restarted),
    errored: failed === undefined ? statusText('errored', t) : erroredDetail(failed, t),
    broken: blocking === undefined ? '' : describeProblem(blocking),
    completed: statusText('completed', t),
    waiting: statusText('waiting', t),
    stopped: statusText('stopped', t),
  }[state];
  const spokenState = {
    online: statusText('online', t),
    degraded: t('degraded'),
    busy: busy === undefined ? '' : statusText(busy, t),
    backoff: statusText('waiting restart', t),
    errored: statusText('errored', t),
    broken: statusText('errored', t),
    completed: statusText('completed', t),
    waiting: statusText('waiting', t),
    stopped: statusText('stopped', t),
  }[state];
  const spokenPort = port.replace(/^:/, '');
  const spoken = [
    app.name,
    spokenState,
    ...(state === 'stopped' || state === 'broken'
      ? [total === 1 ? t('1 instance') : t('{0} instances', total)]
      : [t('{0} of {1} instances', online, total)]),
    ...(spokenPort === '' || state === 'stopped' || state === 'broken' ? [] : [t('port {0}', spokenPort)]),
    ...(state === 'errored' || state === 'broken' ? [detail] : []),
    ...(fileHint === null ? [] : [fileHint]),
  ];
  const live = instances.filter((instance) => isLive(instance.status));
  const canStop = live.some((instance) => instance.status !== 'stopping');
  return {
    label: app.name,
    description: joined(fileHint ?? '', dev, detail),
    icon: icons[appIcons[state]],
    accessibilityLabel: spoken.join(', '),
    contextValue: contextValue('app', {
      canStart: live.length < Math.max(1, instances.length),
      canStop,
      canRestart: canStop,
      canOpenFile: app.file !== null,
    }),
  };
}

type AppState =
  'online' | 'degraded' | 'busy' | 'backoff' | 'errored' | 'broken' | 'completed' | 'waiting' | 'stopped';

const appIcons = {
  online: 'online',
  degraded: 'degraded',
  busy: 'busy',
  backoff: 'backoff',
  errored: 'errored',
  broken: 'errored',
  completed: 'completed',
  waiting: 'waiting',
  stopped: 'stopped',
} as const satisfies Record<AppState, IconName>;

function appState(app: AppInfo, instances: readonly InstanceInfo[]): AppState {
  const some = (status: InstanceInfo['status']): boolean => instances.some((one) => one.status === status);
  if (busyStatus(instances) !== undefined) return 'busy';
  const online = instances.filter((one) => one.status === 'online').length;
  if (online > 0) return online === instances.length ? 'online' : 'degraded';
  if (some('waiting restart')) return 'backoff';
  if (some('errored')) return 'errored';
  if (some('waiting')) return 'waiting';
  if (app.problems.some((problem) => problem.severity === 'error')) return 'broken';
  if (instances.length > 0 && instances.every((one) => one.status === 'completed')) return 'completed';
  return 'stopped';
}

function busyStatus(instances: readonly InstanceInfo[]): 'launching' | 'stopping' | 'reloading' | undefined {
  const order = ['reloading', 'stopping', 'launching'] as const;
  return order.find((status) => instances.some((one) => one.status === status));
}

/** `:8080` for one port, `:3000-3002` for a run of them, the configured range while none is known. */
function appPort(app: AppInfo, instances: readonly InstanceInfo[]): string {
  const ports = [...new Set(instances.flatMap((one) => (one.port === null ? [] : [one.port])))].sort(
    (a, b) => a - b,
  );
  const [first] = ports;
  const last = ports.at(-1);
  if (first !== undefined && last !== undefined) {
    if (first === last) return `:${first}`;
    return last - first === ports.length - 1 ? `:${first}-${last}` : `:${ports.join(', ')}`;
  }
  return app.port === null ? '' : `:${app.port}`;
}
