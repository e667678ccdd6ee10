import type { AppInfo, InstanceInfo, MetricsRow, Problem } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { statusText } from '../../ecosystem/features/statusText.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import { formatCpu, formatExit, formatMemory, formatRestarts } from './format.ts';
import type { RowIcon } from './row.ts';

/** The part of a row that follows from the thing's state alone. */
export interface Presentation {
  readonly label: string;
  readonly description: string;
  readonly icon: RowIcon;
  readonly accessibilityLabel: string;
  readonly contextValue: string;
}

export type Usage = Pick<MetricsRow, 'cpu' | 'memory'>;

/** States are told apart by the shape of the icon; the colour only helps. */
export const icons = {
  online: { id: 'pass-filled', color: 'testing.iconPassed' },
  busy: { id: 'loading~spin', color: null },
  degraded: { id: 'warning', color: 'list.warningForeground' },
  backoff: { id: 'history', color: 'list.warningForeground' },
  errored: { id: 'error', color: 'list.errorForeground' },
  stopped: { id: 'circle-outline', color: 'descriptionForeground' },
  completed: { id: 'pass', color: 'descriptionForeground' },
  waiting: { id: 'watch', color: 'descriptionForeground' },
  file: { id: 'error', color: 'list.errorForeground' },
  folder: { id: 'folder', color: null },
  namespace: { id: 'symbol-namespace', color: null },
  ecosystemFile: { id: 'json', color: null },
  process: { id: 'symbol-method', color: 'descriptionForeground' },
} as const satisfies Record<string, RowIcon>;

export type IconName = keyof typeof icons;

/** Whether a process is there, or is about to be. */
export function isLive(status: InstanceInfo['status']): boolean {
  return status !== 'stopped' && status !== 'errored' && status !== 'completed';
}

/**
 * A problem in the few words that a row has room for; the whole sentence is in the tooltip, for screen readers
 * and in notifications.
 */
export function problemBrief({ code, data }: Pick<Problem, 'code' | 'data'>, t: Translate): string {
  const fact = (name: string): string => baseName(data[name] ?? '');
  switch (code) {
    case 'script-missing':
    case 'script-gone':
      return t('{0} not found', fact('script'));
    case 'cwd-missing':
    case 'cwd-gone':
      return t('folder {0} not found', fact('cwd'));
    case 'interpreter-missing':
      return t('{0} not found', fact('interpreter'));
    case 'command-missing':
      return t('{0} not found', fact('command'));
    case 'module-missing':
      return t('{0} not installed', data['module'] ?? '');
    case 'dependency-failed':
      return t('waiting for {0}, which is {1}', data['name'] ?? '', data['status'] ?? '');
    case 'port-taken':
      return t('port {0} taken by {1}', data['port'] ?? '', data['owner'] ?? '');
    default:
      return describeProblem({ code, data }, t);
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `waiting for db`; what is wrong with that, in words of `describe`, where something is. */
export function waitingDetail(
  { problem }: InstanceInfo,
  awaited: readonly string[],
  { describe, t }: { describe: (problem: Problem) => string; t: Translate },
): string {
  if (problem !== null) return describe(problem);
  return awaited.length === 0 ? statusText('waiting', t) : t('waiting for {0}', awaited.join(', '));
}

/** An instance that is online and fails its health check. */
export function isUnhealthy({ status, health }: InstanceInfo): boolean {
  return status === 'online' && health === 'unhealthy';
}

/** What an instance that gave up shows: why, in words of `describe`, or how it ended. */
export function erroredDetail(
  { problem, exit, restarts }: InstanceInfo,
  describe: (problem: Problem) => string,
  t: Translate,
): string {
  if (problem !== null && problem.code !== 'gave-up' && problem.code !== 'crashed') return describe(problem);
  return joined(
    exit === null ? statusText('errored', t) : formatExit(exit, t),
    restarts > 0 ? formatRestarts(restarts, t) : '',
  );
}

export function usageParts(usage: Usage | undefined): string[] {
  return usage === undefined ? [] : [formatCpu(usage.cpu), formatMemory(usage.memory)];
}

export function spokenUsage(usage: Usage | undefined, t: Translate): string[] {
  return usage === undefined
    ? []
    : [t('CPU {0}', formatCpu(usage.cpu)), t('memory {0}', formatMemory(usage.memory))];
}

/** Kind and capabilities: menus match capabilities, which change less than states. */
export function contextValue(kind: string, capabilities: Readonly<Record<string, boolean>>): string {
  const can = Object.entries(capabilities).flatMap(([name, has]) => (has ? [name] : []));
  return [kind, ...can].join(':');
}

/** What can be done with the processes of an instance, or of all those of an app. */
export function processCapabilities(
  instances: readonly InstanceInfo[],
  debuggedBy: AppInfo['debugger'],
): Record<string, boolean> {
  const live = instances.filter(({ status, pid }) => isLive(status) && pid !== null);
  return {
    canDebug: debuggedBy !== null && live.some(({ held }) => !held),
    hasDebugger: debuggedBy !== null,
    isDebugged: live.some(({ held }) => held),
    hasPort: live.some(({ port }) => port !== null),
    hasPid: live.length > 0,
    canSignal: live.length > 0,
  };
}

/** Details of a description, with the empty ones left out. */
export function joined(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(' · ');
}

export function joinedSpoken(...parts: string[]): string {
  return parts.filter((part) => part !== '').join(', ');
}
