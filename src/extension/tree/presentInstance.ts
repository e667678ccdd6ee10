import type { AppInfo, InstanceInfo, Problem } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { statusText } from '../../ecosystem/features/statusText.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import { formatDuration, formatExit, formatRestarts, restartMark } from './format.ts';
import type { IconName, Presentation, Usage } from './presentation.ts';
import type { RowIcon } from './row.ts';
import {
  contextValue,
  erroredDetail,
  icons,
  isLive,
  isUnhealthy,
  joined,
  problemBrief,
  processCapabilities,
  spokenUsage,
  usageParts,
  waitingDetail,
} from './presentation.ts';

export interface InstanceContext {
  readonly usage: Usage | undefined;
  /** The debugger that its app has. */
  readonly debugger: AppInfo['debugger'];
  /** The names of the apps that it waits for. */
  readonly awaited: readonly string[];
  /** Epoch milliseconds, for the countdown of a restart. */
  readonly now: number;
  readonly t: Translate;
}

/** The row of one instance. */
export function presentInstance(instance: InstanceInfo, context: InstanceContext): Presentation {
  const { usage, awaited, now, t } = context;
  const { name, status, port, restarts, held } = instance;
  const shownPort = port === null ? '' : `:${port}`;
  const unhealthy = isUnhealthy(instance) ? t('unhealthy') : '';
  const debugging = held ? t('debugging') : '';
  const waiting = (describe: (problem: Problem) => string): string =>
    waitingDetail(instance, awaited, { describe, t });
  const detail = {
    online:
      joined(unhealthy, shownPort, ...usageParts(usage), restartMark(restarts)) || statusText('online', t),
    launching: joined(statusText('launching', t), shownPort),
    stopping: statusText('stopping', t),
    reloading: joined(statusText('reloading', t), shownPort),
    'waiting restart': restartDetail(instance, now, t),
    errored: erroredDetail(instance, (problem) => problemBrief(problem, t), t),
    stopped: statusText('stopped', t),
    completed: joined(statusText('completed', t), instance.exit === null ? '' : formatExit(instance.exit, t)),
    waiting: waiting((problem) => problemBrief(problem, t)),
  }[status];
  const spoken = [
    name,
    status === 'waiting' ? waiting((problem) => describeProblem(problem, t)) : statusText(status, t),
    ...[debugging, unhealthy].filter((part) => part !== ''),
    ...(port === null || !isLive(status) ? [] : [t('port {0}', port)]),
    ...(status === 'online' ? spokenUsage(usage, t) : []),
    ...(status === 'online' && restarts > 0 ? [formatRestarts(restarts, t)] : []),
    ...(status === 'waiting restart' ? [detail] : []),
    ...(status === 'errored' ? [erroredDetail(instance, (problem) => describeProblem(problem, t), t)] : []),
  ];
  return {
    label: name,
    description: joined(debugging, detail),
    icon: instanceIcon(instance),
    accessibilityLabel: spoken.join(', '),
    contextValue: contextValue('instance', {
      canStart: !isLive(status),
      canStop: isLive(status) && status !== 'stopping',
      canRestart: isLive(status) && status !== 'stopping',
      canShowLogs: true,
      ...processCapabilities([instance], context.debugger),
      canDescribe: true,
    }),
  };
}

/** A debugger shows by the shape, and the state by the colour, as long as there is a process to debug. */
function instanceIcon(instance: InstanceInfo): RowIcon {
  const icon = icons[isUnhealthy(instance) ? 'degraded' : instanceIcons[instance.status]];
  return instance.held && instance.status === 'online' ? { ...icon, id: 'debug-alt' } : icon;
}

const instanceIcons = {
  online: 'online',
  launching: 'busy',
  stopping: 'busy',
  reloading: 'busy',
  'waiting restart': 'backoff',
  errored: 'errored',
  stopped: 'stopped',
  completed: 'completed',
  waiting: 'waiting',
} as const satisfies Record<InstanceInfo['status'], IconName>;

function restartDetail({ retryAt, restarts, exit }: InstanceInfo, now: number, t: Translate): string {
  const when =
    retryAt === null || retryAt <= now ? t('restarting') : t('restart in {0}', formatDuration(retryAt - now));
  return joined(
    when,
    exit === null ? '' : formatExit(exit, t),
    restarts > 0 ? formatRestarts(restarts, t) : '',
  );
}
