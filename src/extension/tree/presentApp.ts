import { isAbsolute } from 'node:path';
import type { AppInfo, InstanceInfo, Problem } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { isReloadFailure } from '../../protocol/reloadFailure.ts';
import { canApply } from '../changes/fileChanges.ts';
import { statusText } from '../../ecosystem/features/statusText.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import { formatRestarts, restartMark } from './format.ts';
import { changeMark, watchMarks } from './watchDetails.ts';
import type { IconName, Presentation, Usage } from './presentation.ts';
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

export interface AppContext {
  readonly instances: readonly InstanceInfo[];
  /** Of its only instance; undefined while nothing is measured, and when it has several. */
  readonly usage: Usage | undefined;
  /** The names of the apps that it waits for. */
  readonly awaited: readonly string[];
  /** The ecosystem file as the user should read it, when another app has the same name; else null. */
  readonly fileHint: string | null;
  readonly t: Translate;
}

/** The row of one app: its instances taken together, readable while it is collapsed. */
export function presentApp(app: AppInfo, context: AppContext): Presentation {
  const { instances, fileHint } = context;
  const state = appState(app, instances);
  const live = instances.filter((instance) => isLive(instance.status));
  const canStop = live.some((instance) => instance.status !== 'stopping');
  // DEV_MODE runs one.
  const canScale = canStop && app.runMode !== 'dev';
  return {
    label: app.name,
    description: joined(fileHint ?? '', ...marks(app, state, context), appDetail(app, state, context)),
    icon: icons[appIcons[state]],
    accessibilityLabel: spokenParts(app, state, context).join(', '),
    contextValue: contextValue('app', {
      canStart: live.length < Math.max(1, instances.length),
      canStop,
      canRestart: canStop,
      canReload: canStop && (app.sharing === 'cluster' || app.sharing === 'socket'),
      canScale,
      canScaleDown: canScale && app.instances > 1,
      canDev: app.runMode !== 'dev' || !canStop,
      canEndDev: app.runMode === 'dev' && canStop,
      canWatch: !app.watch,
      canEndWatch: app.watch,
      hasProfiles: app.profiles.length > 0,
      canApply: canApply(app),
      canShowLogs: instances.length > 0,
      hasOneInstance: instances.length === 1,
      canOpenFile: app.file !== null,
      canDelete: app.file === null,
      ...processCapabilities(instances, app.debugger),
      hasScript: isAbsolute(app.script),
      canDescribe: true,
    }),
  };
}

/** What sets the app apart from how its file has it run. */
function marks(app: AppInfo, state: AppState, { instances, t }: AppContext): string[] {
  const isDown = state === 'stopped';
  return [
    app.runMode === 'dev' && !isDown ? 'DEV_MODE' : '',
    ...(isDown ? [] : watchMarks(app, t)),
    app.profile !== null && !isDown ? t('env {0}', app.profile) : '',
    app.listed ? '' : t('no longer in the file'),
    app.isNew ? t('new in the file') : '',
    app.pending.length > 0 ? t('changed') : '',
    app.problems.some(isReloadFailure) ? t('reload failed') : '',
    instances.some(({ held }) => held) ? t('debugging') : '',
  ].filter((mark) => mark !== '');
}

function appDetail(app: AppInfo, state: AppState, { instances, usage, awaited, t }: AppContext): string {
  const total = app.instances;
  const counted = total === 1 ? '' : `${countOnline(instances)}/${total}`;
  const port = appPort(app, instances);
  const restarts = instances.reduce((sum, instance) => sum + instance.restarts, 0);
  const cause = changeMark(app, t);
  const rest = [port, ...usageParts(usage), restartMark(restarts), cause];
  const status = stateText(state, instances, t);
  switch (state) {
    case 'online':
      return joined(counted, ...rest) || status;
    case 'degraded':
      return joined(instances.some(isUnhealthy) ? t('unhealthy') : '', counted, ...rest);
    case 'busy':
      return joined(`${status} ${counted}`.trim(), port, cause);
    case 'backoff':
      return joined(status, restarts > 0 ? formatRestarts(restarts, t) : '', cause);
    case 'errored':
    case 'broken':
      return failure(app, instances, (problem) => problemBrief(problem, t), t);
    case 'waiting':
      return waitingText(instances, awaited, { describe: (problem) => problemBrief(problem, t), t });
    case 'completed':
    case 'stopped':
      return status;
  }
}

function spokenParts(app: AppInfo, state: AppState, context: AppContext): string[] {
  const { instances, usage, awaited, fileHint, t } = context;
  const total = app.instances;
  const port = appPort(app, instances).replace(/^:/, '');
  const isDown = state === 'stopped' || state === 'broken';
  return [
    app.name,
    state === 'waiting'
      ? waitingText(instances, awaited, { describe: (problem) => describeProblem(problem, t), t })
      : stateText(state, instances, t),
    ...(state === 'degraded' && instances.some(isUnhealthy) ? [t('unhealthy')] : []),
    ...marks(app, state, context),
    isDown
      ? total === 1
        ? t('1 instance')
        : t('{0} instances', total)
      : t('{0} of {1} instances', countOnline(instances), total),
    ...(port === '' || isDown ? [] : [t('port {0}', port)]),
    ...(state === 'online' || state === 'degraded' ? spokenUsage(usage, t) : []),
    ...(state === 'errored' || state === 'broken'
      ? [failure(app, instances, (problem) => describeProblem(problem, t), t)]
      : []),
    ...(app.changedFile === null || isDown ? [] : [changeMark(app, t)]),
    ...(fileHint === null ? [] : [fileHint]),
  ];
}

/** Why the app is down: what the first instance that gave up says, else what keeps it from starting. */
function failure(
  app: AppInfo,
  instances: readonly InstanceInfo[],
  describe: (problem: Problem) => string,
  t: Translate,
): string {
  const failed = instances.find((instance) => instance.status === 'errored');
  if (failed !== undefined) return erroredDetail(failed, describe, t);
  const blocking = app.problems.find((problem) => problem.severity === 'error');
  return blocking === undefined ? statusText('errored', t) : describe(blocking);
}

/** What the first waiting instance says. */
function waitingText(
  instances: readonly InstanceInfo[],
  awaited: readonly string[],
  words: Parameters<typeof waitingDetail>[2],
): string {
  const waiting = instances.find(({ status }) => status === 'waiting');
  return waiting === undefined ? statusText('waiting', words.t) : waitingDetail(waiting, awaited, words);
}

function stateText(state: AppState, instances: readonly InstanceInfo[], t: Translate): string {
  switch (state) {
    case 'degraded':
      return t('degraded');
    case 'busy':
      return statusText(busyStatus(instances) ?? 'launching', t);
    case 'backoff':
      return statusText('waiting restart', t);
    case 'broken':
      return statusText('errored', t);
    default:
      return statusText(state, t);
  }
}

function countOnline(instances: readonly InstanceInfo[]): number {
  return instances.filter((instance) => instance.status === 'online').length;
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
  if (online > 0) return online === instances.length && !instances.some(isUnhealthy) ? 'online' : 'degraded';
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
