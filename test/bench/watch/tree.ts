import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Figure } from '../figures.ts';
import { median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import { timeTable } from '../timeTable.ts';
import type { TreeWatcher } from '../watchTree.ts';
import { makeWatchTree, measureWatchTree } from '../watchTree.ts';

const mostMs = 300;
const contenders: readonly (Omit<Figure, 'samples'> & { readonly watcher: TreeWatcher })[] = [
  { name: 'floor: chokidar told to leave out node_modules', role: 'floor', watcher: 'bare' },
  { name: 'Drover', role: 'drover', watcher: 'drover' },
];

export const tree: Row = {
  name: 'tree',
  title: 'Watching 50,000 files',
  about:
    'A project of 1,000 files of its own and 49,000 in node_modules: how long a new process takes until it sees every change, and how many files and folders the kernel watches for it.',
  rounds: 10,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'drover-bench-'));
  try {
    makeWatchTree(folder);
    const measured = contenders.map((contender) => ({ ...contender, samples: [] as number[], watches: 0 }));
    // The first round brings the tree into the system's cache.
    for (let round = 0; round <= rounds; round += 1) {
      for (const one of measured) {
        const { readyMs, watches } = await measureWatchTree(folder, one.watcher);
        if (round > 0) one.samples.push(readyMs);
        one.watches = watches ?? NaN;
      }
    }
    const { header, rows } = timeTable(measured);
    const ours = measured.filter(({ role }) => role === 'drover').map(({ samples }) => median(samples));
    return {
      table: {
        header: [...header, 'watched'],
        rows: rows.map((cells, index) => [...cells, String(measured[index]?.watches ?? '')]),
      },
      exceeded: ours
        .filter((ms) => ms > mostMs)
        .map((ms) => `Watching takes ${Math.round(ms)} ms to be ready, more than ${mostMs}.`),
      absent: [],
      raw: measured,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
