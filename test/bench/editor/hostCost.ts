import { packageVsix } from '../../../scripts/packageVsix.ts';
import { setTimeout as pause } from 'node:timers/promises';
import { Editor } from '../../ui/harness/editor.ts';
import { withSupervisor } from '../../ui/harness/inspect.ts';
import { countRowChanges, drawnChanges } from '../../ui/harness/rowClock.ts';
import type { Workbench } from '../../ui/harness/workbench.ts';
import { extensionHost, usageOf } from './extensionHost.ts';
import { median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';

const settleMs = 10_000;
const watchMs = 20_000;

export const hostCost: Row = {
  name: 'editor-host',
  title: 'The extension host',
  about: `Memory and CPU of the process in which VS Code runs extensions, its built-in ones included, over ${watchMs / 1000} s, and how often that changes a row on screen or the supervisor tells of a change. "Nothing runs" has the view open and a supervisor that has read the file.`,
  rounds: 3,
  run,
};

interface Cost {
  readonly residentMb: number;
  /** Of one core. */
  readonly cpuPercent: number;
  /** Changes of rows that were drawn, a second. */
  readonly drawn: number;
  /** Messages of the supervisor about state, a second. */
  readonly told: number;
}

const states = {
  'without Drover': undefined,
  'Drover, nothing runs': async () => undefined,
  'Drover, 64 instances, view hidden': async (workbench: Workbench) => {
    await startMany(workbench);
    await workbench.page.keyboard.press('Control+Shift+e');
    await workbench.tree.locator.waitFor({ state: 'hidden' });
  },
  'Drover, 64 instances, view shown': startMany,
} as const;

async function startMany({ tree }: Workbench): Promise<void> {
  await tree.row('many,').clickButton('Start');
  await tree.row('many,').waitForName(/^many, online, 64 of 64/, 60_000);
}

async function run({ rounds }: RunOptions): Promise<Outcome> {
  await packageVsix();
  const measured: Record<string, Cost[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, prepare] of Object.entries(states)) {
      (measured[name] ??= []).push(await measure(prepare));
    }
  }
  const bare = median((measured['without Drover'] ?? []).map(({ residentMb }) => residentMb));
  return {
    table: {
      header: ['', 'memory MB', 'more than without', 'CPU % of a core', 'rows drawn /s', 'messages /s'],
      rows: Object.entries(measured).map(([name, costs]) => {
        const of = (key: keyof Cost): number => median(costs.map((cost) => cost[key]));
        const more = of('residentMb') - bare;
        return [
          name,
          of('residentMb').toFixed(0),
          name === 'without Drover' ? '–' : more.toFixed(0),
          of('cpuPercent').toFixed(2),
          of('drawn').toFixed(1),
          of('told').toFixed(1),
        ];
      }),
    },
    exceeded: [],
    absent: [],
    raw: measured,
  };
}

async function measure(prepare: ((workbench: Workbench) => Promise<void>) | undefined): Promise<Cost> {
  const editor = await Editor.start({
    folder: 'test/fixtures/workspaces/many',
    installed: prepare !== undefined,
  });
  try {
    const workbench = await editor.openWindow();
    if (prepare !== undefined) {
      await workbench.openDrover();
      await workbench.tree.row('many,').waitForName(/^many, stopped/);
      await prepare(workbench);
    }
    const pid = await extensionHost(editor);
    await countRowChanges(workbench.page);
    // What starting has left to do is not what it costs to go on.
    await pause(settleMs);
    const before = usageOf(pid);
    const drawnBefore = await drawnChanges(workbench.page);
    const told = prepare === undefined ? 0 : await messages(editor);
    if (prepare === undefined) await pause(watchMs);
    const after = usageOf(pid);
    return {
      residentMb: after.residentMb,
      cpuPercent: (100 * (after.cpuMs - before.cpuMs)) / watchMs,
      drawn: ((await drawnChanges(workbench.page)) - drawnBefore) / (watchMs / 1000),
      told: told / (watchMs / 1000),
    };
  } finally {
    await editor.dispose();
  }
}

/** How many changes another client is told of meanwhile. */
async function messages(editor: Editor): Promise<number> {
  return await withSupervisor(editor, async (client) => {
    let count = 0;
    client.onDidChange(() => (count += 1));
    await pause(watchMs);
    return count;
  });
}
