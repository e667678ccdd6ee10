import type { InstanceInfo } from '../../protocol/model.ts';
import { formatBytes, formatCpu, formatDuration } from '../amounts.ts';
import { statusColours } from '../instanceTable.ts';
import type { Cell, Column } from '../table.ts';
import { historyBars } from './historyBars.ts';
import type { MonitState } from './monitState.ts';

const barWidth = 8;

/** In a narrow terminal the bars go first, then what tells least. */
export const monitColumns: readonly Column[] = [
  { title: 'name', shrinks: true },
  { title: 'status', shrinks: true },
  { title: 'cpu', align: 'right', dropOrder: 1 },
  { title: ' '.repeat(barWidth), dropOrder: 6 },
  { title: 'memory', align: 'right', dropOrder: 2 },
  { title: ' '.repeat(barWidth), dropOrder: 7 },
  { title: 'restarts', align: 'right', dropOrder: 4 },
  { title: 'uptime', align: 'right', dropOrder: 3 },
  { title: 'port', align: 'right', dropOrder: 5 },
];

/** One row for each instance. The bars of CPU are full at a whole core, or at the most that any uses. */
export function monitRows(instances: readonly InstanceInfo[], { usage, now }: MonitState): Cell[][] {
  const histories = [...usage.values()];
  const most = (values: readonly number[]): number => values.reduce((a, b) => Math.max(a, b), 0);
  const fullCpu = Math.max(100, most(histories.flatMap(({ cpu }) => cpu.slice(-barWidth))));
  const fullMemory = Math.max(1, most(histories.flatMap(({ memory }) => memory.slice(-barWidth))));
  return instances.map(({ id, name, status, pid, restarts, startedAt, port }): Cell[] => {
    // What has ended was measured before.
    const { cpu = [], memory = [] } = (pid === null ? undefined : usage.get(id)) ?? {};
    return [
      { text: name },
      { text: status, colour: statusColours[status] },
      { text: textOf(cpu.at(-1), formatCpu) },
      { text: historyBars(cpu, fullCpu, barWidth), colour: 'cyan' },
      { text: textOf(memory.at(-1), formatBytes) },
      { text: historyBars(memory, fullMemory, barWidth), colour: 'magenta' },
      { text: String(restarts), ...(restarts > 0 ? { colour: 'yellow' } : {}) },
      { text: startedAt === null ? '' : formatDuration(now - startedAt) },
      { text: port === null ? '' : String(port) },
    ];
  });
}

function textOf(value: number | undefined, format: (value: number) => string): string {
  return value === undefined ? '' : format(value);
}
