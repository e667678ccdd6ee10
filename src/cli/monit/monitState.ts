import { instancesOf } from '../../client/instancesOf.ts';
import type { InstanceInfo, LogLine, MetricsRow, Snapshot } from '../../protocol/model.ts';

/** What was measured of an instance, the newest last. */
export interface UsageHistory {
  /** Percent of one core. */
  readonly cpu: readonly number[];
  /** Bytes. */
  readonly memory: readonly number[];
}

export interface MonitState {
  readonly folder: string;
  readonly snapshot: Snapshot;
  readonly usage: ReadonlyMap<string, UsageHistory>;
  /** Id of the instance whose logs are shown; null when there is none. */
  readonly selected: string | null;
  /** Only instances whose name, app, namespace or status has this in it. */
  readonly filter: string;
  /** What keys are for at the moment. */
  readonly mode: 'list' | 'filter' | 'help' | 'stopAll';
  /** Who the arrows move. */
  readonly focus: 'list' | 'logs';
  /** The logs have the whole height. */
  readonly isLogsOnly: boolean;
  /** Of the selected instance. */
  readonly logs: readonly LogLine[];
  /** How many lines below what is seen are hidden; 0 follows. */
  readonly scrolledBack: number;
  /** What a key did, until the next key. */
  readonly message: string | null;
  /** Epoch milliseconds. */
  readonly now: number;
}

export const keptSamples = 60;
export const keptLines = 1000;

export function beginMonit(folder: string, snapshot: Snapshot, now: number): MonitState {
  const state: MonitState = {
    folder,
    snapshot,
    usage: new Map(),
    selected: null,
    filter: '',
    mode: 'list',
    focus: 'list',
    isLogsOnly: false,
    logs: [],
    scrolledBack: 0,
    message: null,
    now,
  };
  return keepSelection(state);
}

/** The instances that the filter leaves, app by app. */
export function shownInstances({ snapshot, filter }: MonitState): readonly InstanceInfo[] {
  const wanted = filter.toLowerCase();
  return snapshot.apps.flatMap((app) =>
    instancesOf(app, snapshot.instances).filter(({ name, status }) =>
      [name, app.name, app.namespace, status].some((text) => text.toLowerCase().includes(wanted)),
    ),
  );
}

export function selectedInstance({ snapshot, selected }: MonitState): InstanceInfo | undefined {
  return snapshot.instances.find(({ id }) => id === selected);
}

export function withSnapshot(state: MonitState, snapshot: Snapshot): MonitState {
  return keepSelection({ ...state, snapshot });
}

/** After a measurement; what is not in it has no process. */
export function withMetrics(state: MonitState, rows: readonly MetricsRow[], now: number): MonitState {
  const add = (values: readonly number[] | undefined, value: number): readonly number[] =>
    [...(values ?? []), value].slice(-keptSamples);
  const usage = new Map(
    rows.map(({ instance, cpu, memory }) => {
      const before = state.usage.get(instance);
      return [instance, { cpu: add(before?.cpu, cpu), memory: add(before?.memory, memory) }];
    }),
  );
  return { ...state, usage, now };
}

/** After new lines of the selected instance; whoever has scrolled back goes on seeing what they see. */
export function withLogs(state: MonitState, lines: readonly LogLine[]): MonitState {
  const logs = [...state.logs, ...lines].slice(-keptLines);
  const scrolledBack =
    state.scrolledBack === 0 ? 0 : Math.min(state.scrolledBack + lines.length, logs.length);
  return { ...state, logs, scrolledBack };
}

/** Another instance, whose logs are still to come. */
export function select(state: MonitState, selected: string | null): MonitState {
  if (selected === state.selected) return state;
  return { ...state, selected, logs: [], scrolledBack: 0 };
}

/** The one that is selected stays so while it is shown; else the first one is. */
export function keepSelection(state: MonitState): MonitState {
  const shown = shownInstances(state);
  if (shown.some(({ id }) => id === state.selected)) return state;
  return select(state, shown[0]?.id ?? null);
}
