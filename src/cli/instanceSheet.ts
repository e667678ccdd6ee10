import path from 'node:path';
import { sharingTexts } from '../client/sharingTexts.ts';
import type { AppInfo, ExitInfo, InstanceInfo, MetricsRow } from '../protocol/model.ts';
import { describeChange } from '../protocol/pendingChanges.ts';
import { maskArguments, maskSecrets } from '../protocol/looksSecret.ts';
import { describeProblem } from '../protocol/problems.ts';
import type { TimelineEvent } from '../protocol/timeline.ts';
import { describeTimelineEvent } from '../protocol/timeline.ts';
import { formatBytes, formatCpu, formatDuration } from './amounts.ts';
import type { Colour } from './colours.ts';
import { statusColours } from './instanceTable.ts';
import type { Cell, Column } from './table.ts';

export interface SheetFacts {
  readonly app: AppInfo;
  readonly instance: InstanceInfo;
  /** undefined when it has not been measured. */
  readonly usage: MetricsRow | undefined;
  /** Absolute paths. */
  readonly logFiles: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** The current folder, which the ecosystem file is shown relative to. */
  readonly cwd: string;
}

export interface SheetRow {
  readonly label: string;
  readonly text: string;
  readonly colour?: Colour;
}

/** What is to be known about an instance, one fact a row; what it does not have has no row. */
export function sheetRows({ app, instance, usage, logFiles, now, cwd }: SheetFacts): readonly SheetRow[] {
  const { status, problem, health, startedAt, exit, children } = instance;
  return [
    { label: 'status', text: status, colour: statusColours[status] },
    ...row('problem', problem && describeProblem(problem)),
    ...row('health', health),
    ...row('debugger', instance.held ? 'holds it' : null),
    ...row('app', app.name),
    ...row('ecosystem file', app.file && path.relative(cwd, app.file)),
    ...row('namespace', app.namespace),
    ...row('run mode', app.runMode === 'dev' ? 'DEV_MODE' : 'normal'),
    ...row('profile', app.profile),
    ...row('script', [maskSecrets(app.script), ...maskArguments(app.args)].join(' ')),
    ...row('cwd', app.cwd),
    ...row('interpreter', app.interpreter),
    ...row('cluster', sharingTexts[app.sharing]),
    ...row('port', instance.port),
    ...row('pid', instance.pid),
    ...row('children', children.map(({ pid, command }) => `${pid} ${command}`).join(', ')),
    ...row('uptime', startedAt && formatDuration(now - startedAt)),
    ...row('restarts', instance.restarts),
    ...row('last exit', exit && exitText(exit, now)),
    ...row('cpu', usage && formatCpu(usage.cpu)),
    ...row('memory', usage && formatBytes(usage.memory)),
    ...row('watch', app.watched === null ? 'off' : app.watched.paths.join(', ')),
    ...row('changed file', app.changedFile),
    ...row('waits for', app.dependsOn.join(', ')),
    ...row('not applied', app.pending.map((change) => describeChange(change)).join(', ')),
    ...logFiles.flatMap((file) => row('log', file)),
  ];
}

export const eventColumns: readonly Column[] = [
  { title: 'time' },
  { title: 'event' },
  { title: 'launch', align: 'right' },
  { title: 'pid', align: 'right', dropOrder: 1 },
  { title: 'details', shrinks: true, optional: true },
];

const eventColours: Readonly<Partial<Record<TimelineEvent['event'], Colour>>> = {
  error: 'red',
  'not-ready': 'red',
  'reload-failed': 'red',
  errored: 'red',
  kill: 'yellow',
  ready: 'green',
};

/** One row for each event, with the local time, and the date where it is not today's. */
export function eventRows(events: readonly TimelineEvent[], now: number): readonly Cell[][] {
  return events.map((event): Cell[] => {
    const colour = eventColours[event.event];
    return [
      { text: timeText(event.at, now) },
      { text: event.event, ...(colour === undefined ? {} : { colour }) },
      { text: event.launch === null ? '' : String(event.launch) },
      { text: event.pid === null ? '' : String(event.pid) },
      { text: describeTimelineEvent(event) },
    ];
  });
}

function row(label: string, value: string | number | null | undefined): readonly SheetRow[] {
  return value === null || value === undefined || value === '' ? [] : [{ label, text: String(value) }];
}

function exitText({ code, signal, at }: ExitInfo, now: number): string {
  return `${signal ?? `code ${code ?? 'unknown'}`}, ${formatDuration(now - at)} ago`;
}

function timeText(at: number, now: number): string {
  const [date, time] = localTime(at);
  return date === localTime(now)[0] ? time : `${date} ${time}`;
}

function localTime(at: number): readonly [date: string, time: string] {
  const time = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = [time.getFullYear(), two(time.getMonth() + 1), two(time.getDate())].join('-');
  const clock = [two(time.getHours()), two(time.getMinutes()), two(time.getSeconds())].join(':');
  return [date, `${clock}.${String(time.getMilliseconds()).padStart(3, '0')}`];
}
