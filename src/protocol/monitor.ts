import type { Infer } from './shape.ts';
import { literal, object, string, union } from './shape.ts';

/**
 * What the extension and the page of the monitor say to each other. Sentences are made by the extension, in the
 * user's language. A `key` is the folder and the id, so that it is the only one in the window.
 */

/** Which apps a monitor is about: all of the window, whatever comes and goes, or certain ones. */
export type MonitorSelection = 'all' | readonly { readonly folder: string; readonly app: string }[];

const monitorVerb = literal('start', 'stop', 'restart', 'reload', 'scale');
export type MonitorVerb = Infer<typeof monitorVerb>;

/** How a state looks: `off` does not run, `busy` is on its way. */
export type MonitorTone = 'good' | 'busy' | 'warning' | 'error' | 'off';

export interface MonitorApp {
  readonly key: string;
  readonly name: string;
  /** The folder, where the window has several. */
  readonly folder: string | null;
  readonly status: string;
  readonly tone: MonitorTone;
  readonly online: number;
  readonly instances: number;
  /** What can be done with it now. */
  readonly verbs: readonly MonitorVerb[];
}

export interface MonitorInstance {
  readonly key: string;
  readonly app: string;
  readonly name: string;
  readonly status: string;
  readonly tone: MonitorTone;
  readonly pid: number | null;
  readonly port: number | null;
  readonly restarts: number;
}

/** Everything measured at one moment in one folder. */
export interface MonitorSample {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Keys. */
  readonly instances: readonly string[];
  /** For each of them its CPU (percent of a core), memory (bytes), lag (milliseconds) and restarts; NaN: not known. */
  readonly values: Float32Array;
}

export interface MonitorEvent {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly instance: string;
  readonly name: string;
  /** As `timelineEventName` has it. */
  readonly event: string;
  readonly pid: number | null;
  readonly text: string;
  /** Numbers the events of one moment. */
  readonly launch: number | null;
}

export interface MonitorLine {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly name: string;
  readonly stream: 'out' | 'err';
  readonly text: string;
}

export type ToMonitor =
  | {
      readonly type: 'view';
      /** Why there is nothing, or nothing new, to see; null while all is well. */
      readonly notice: string | null;
      readonly apps: readonly MonitorApp[];
      readonly instances: readonly MonitorInstance[];
    }
  | { readonly type: 'samples'; readonly samples: readonly MonitorSample[] }
  | { readonly type: 'events'; readonly events: readonly MonitorEvent[] }
  /** `skipped`: lines that came before these and are only in the log files. */
  | { readonly type: 'lines'; readonly lines: readonly MonitorLine[]; readonly skipped: number };

export const fromMonitor = union('type', {
  /** The page listens: everything is to be sent. */
  ready: object({}),
  act: object({ verb: monitorVerb, app: string }),
});
export type FromMonitor = Infer<typeof fromMonitor>;

/** What the page keeps over a reload of the window. */
export interface MonitorState {
  readonly selection: MonitorSelection;
  /** The time that charts show. */
  readonly minutes: number;
  /** Keys of instances whose lines are off. */
  readonly hidden: readonly string[];
}

/** The texts of the page; `{0}` stands for what is filled in. */
export interface MonitorTexts {
  readonly title: string;
  readonly apps: string;
  readonly timeWindow: string;
  readonly oneMinute: string;
  readonly minutes: string;
  readonly cpu: string;
  readonly memory: string;
  readonly lag: string;
  readonly restarts: string;
  readonly instances: string;
  readonly instance: string;
  readonly status: string;
  readonly online: string;
  readonly now: string;
  readonly at: string;
  readonly showLine: string;
  readonly chartLabel: string;
  readonly chartKeys: string;
  readonly events: string;
  readonly noEvents: string;
  readonly filterEvents: string;
  readonly allEvents: string;
  readonly restartEvents: string;
  readonly failureEvents: string;
  readonly logs: string;
  readonly noLogs: string;
  readonly pause: string;
  readonly resume: string;
  readonly clear: string;
  readonly skipped: string;
  readonly start: string;
  readonly stop: string;
  readonly restart: string;
  readonly reload: string;
  readonly scale: string;
  readonly startApp: string;
  readonly stopApp: string;
  readonly restartApp: string;
  readonly reloadApp: string;
  readonly scaleApp: string;
}
