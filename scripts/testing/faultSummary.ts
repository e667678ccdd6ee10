import type { FaultResult } from '../../test/faults/fault.ts';
import { areas, faults } from '../../test/faults/table/faults.ts';

/** The suite's table: for each part of it the faults that were injected and survived, and what was checked. */
export function faultSummary(results: readonly FaultResult[]): string {
  // One that failed and survived when it was tried again counts by its last attempt.
  const last = new Map(results.map((result) => [result.id as string, result]));
  const rows = Object.entries(areas).map(([area, part]) => {
    const found = Object.keys(part).flatMap((id) => last.get(id) ?? []);
    const injected = found.filter(({ outcome }) => outcome !== 'skipped');
    const survived = injected.filter(({ outcome }) => outcome === 'survived');
    const checked = injected.reduce((sum, result) => sum + result.checked, 0);
    return [area, Object.keys(part).length, injected.length, survived.length, checked] as const;
  });
  const sum = (column: 1 | 2 | 3 | 4): number => rows.reduce((total, row) => total + row[column], 0);
  const all = [...rows, ['All', sum(1), sum(2), sum(3), sum(4)] as const];
  const titles = ['Faults', 'in the table', 'injected', 'survived', 'guarantees checked'];
  const width = Math.max(...all.map(([area]) => area.length));
  const line = (cells: readonly (string | number)[]): string =>
    cells
      .map((cell, index) =>
        index === 0 ? String(cell).padEnd(width) : String(cell).padStart((titles[index] ?? '').length),
      )
      .join('  ');
  const untold = [...last.values()].filter(({ outcome }) => outcome !== 'survived');
  return [
    line(titles),
    ...all.map(line),
    ...untold.map(({ id, outcome, reason }) =>
      outcome === 'lost'
        ? `LOST: ${faults[id].fault}`
        : `Not injected: ${faults[id].fault} (${reason ?? ''})`,
    ),
  ].join('\n');
}
