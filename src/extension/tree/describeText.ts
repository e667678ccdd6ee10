import type { Result } from '../../protocol/contract.ts';
import { maskSecrets } from '../../protocol/looksSecret.ts';
import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import { describeChange } from '../../protocol/pendingChanges.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { TimelineEvent } from '../../protocol/timeline.ts';
import { describeTimelineEvent } from '../../protocol/timeline.ts';
import { statusText } from '../../ecosystem/features/statusText.ts';
import type { Translate } from '../../ecosystem/translate.ts';
import { formatCpu, formatDuration, formatExit, formatMemory } from './format.ts';
import type { Usage } from './presentation.ts';
import { sharingText } from './tooltips.ts';
import type { SheetValue } from './sheet.ts';
import { sheet } from './sheet.ts';

/** Events of each instance that are shown, the last ones. */
const shownEvents = 50;

/** One instance, with what is asked for it. */
export interface DescribedInstance {
  readonly instance: InstanceInfo;
  readonly usage: Usage | undefined;
  readonly logFiles: readonly string[];
  readonly events: readonly TimelineEvent[];
}

export interface Described {
  readonly app: AppInfo;
  readonly runsBy: Result<'apps/describe'>;
  readonly instances: readonly DescribedInstance[];
}

export interface SheetContext {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly t: Translate;
}

/** All there is to know about an app and some of its instances, as a page to read. Secrets are masked. */
export function describeText({ app, runsBy, instances }: Described, context: SheetContext): string {
  const { t } = context;
  return sheet({
    [t('App')]: app.name,
    [t('Status')]: statusText(app.status, t),
    [t('Instances')]: t('{0} of {1} online', app.online, app.instances),
    [t('Ecosystem file')]: app.file,
    [t('Script')]: maskSecrets([app.script, ...app.args].join(' ')),
    [t('Folder')]: app.cwd,
    [t('Interpreter')]: app.interpreter,
    [t('Cluster')]: sharingText(app.sharing, t),
    [t('Port')]: app.port,
    [t('Mode')]: app.runMode === 'dev' ? 'DEV_MODE' : null,
    [t('Profile')]: app.profile,
    [t('Namespace')]: app.namespace,
    [t('Depends on')]: app.dependsOn,
    [t('Watched')]: app.watched?.paths ?? null,
    [t('Restarted for')]: app.changedFile,
    [t('Problems')]: app.problems.map((problem) => maskSecrets(describeProblem(problem))),
    [t('Changed in its file')]: app.pending.map((change) => maskSecrets(describeChange(change, t))),
    [t('Options')]: Object.fromEntries(runsBy.options.map(({ option, value }) => [option, value])),
    [t('Variables')]: runsBy.env,
    [t('Variables of the shell')]: runsBy.inherited,
    [t('Processes')]: Object.fromEntries(
      instances.map((one) => [one.instance.name, instanceSheet(one, context)]),
    ),
  });
}

function instanceSheet(
  { instance, usage, logFiles, events }: DescribedInstance,
  { now, t }: SheetContext,
): SheetValue {
  const { exit, startedAt, problem } = instance;
  return {
    [t('Status')]: statusText(instance.status, t),
    [t('Process')]: instance.pid,
    [t('Port')]: instance.port,
    [t('Up')]: startedAt === null ? null : formatDuration(now - startedAt),
    [t('CPU')]: usage === undefined ? null : formatCpu(usage.cpu),
    [t('Memory')]: usage === undefined ? null : formatMemory(usage.memory),
    [t('Restarts')]: instance.restarts,
    [t('Health')]: instance.health,
    [t('Debugger')]: instance.held ? t('attached') : null,
    [t('Last exit')]: exit === null ? null : `${formatExit(exit, t)}, ${clock(exit.at)}`,
    [t('Problem')]: problem === null ? null : maskSecrets(describeProblem(problem)),
    [t('Processes below')]: instance.children.map(({ pid, command }) => `${pid} ${maskSecrets(command)}`),
    [t('Log files')]: logFiles,
    [t('Timeline')]: events.slice(-shownEvents).map(eventText),
  };
}

/** `10:41:03.120 exit, process 4711, code 1`. */
function eventText(event: TimelineEvent): string {
  const detail = maskSecrets(describeTimelineEvent(event));
  const process = event.pid === null ? '' : `, process ${event.pid}`;
  return `${clock(event.at)} ${event.event}${process}${detail === '' ? '' : `, ${detail}`}`;
}

/** Local time of day. */
function clock(at: number): string {
  const date = new Date(at);
  const digits = (value: number, length = 2): string => String(value).padStart(length, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => digits(part)).join(':');
  return `${time}.${digits(date.getMilliseconds(), 3)}`;
}
