import { packageVsix } from '../../../scripts/packageVsix.ts';
import { Editor } from '../../ui/harness/editor.ts';
import { withSupervisor } from '../../ui/harness/inspect.ts';
import type { DrawnRow } from '../../ui/harness/rowClock.ts';
import { drawnRows, msPastPause, msUntilDrawn, watchRows } from '../../ui/harness/rowClock.ts';
import type { Workbench } from '../../ui/harness/workbench.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { median, quantile } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';

const limitMs = 150;

export const stateToRow: Row = {
  name: 'editor-rows',
  title: 'From a change of state to its row',
  about:
    'Two windows show the view of one folder. From the moment at which a third client is told by the supervisor that an instance is online or stopped, until the row says so in the page, after start, restart and stop by the supervisor itself. Of 64 instances those whose rows are on screen count. A state that another one follows within the settling time of the view is not drawn, and counts for neither. VS Code lets 200 ms pass between two drawings of a tree, whoever asks for them: a change that comes right after a drawing waits for that long. "Past the pause" counts from when that time was over, where a row of the view was drawn in it.',
  rounds: 10,
  run,
};

interface Told {
  readonly name: string;
  readonly status: InstanceInfo['status'];
  readonly at: number;
}

/** States that last until somebody asks for another. */
const lasting = new Set<InstanceInfo['status']>(['online', 'stopped']);

async function run({ rounds }: RunOptions): Promise<Outcome> {
  await packageVsix();
  const samples: Record<string, number[]> = {};
  const pastPause: Record<string, number[]> = {};
  const missing: string[] = [];
  const editor = await Editor.start({ folder: 'test/fixtures/workspaces/many' });
  try {
    const windows = [await editor.openWindow(), await editor.openWindow()] as const;
    for (const workbench of windows) {
      await workbench.openDrover();
      await workbench.tree.row('many,').waitForName(/^many, stopped/);
      await workbench.tree.row('many,').expand();
      await watchRows(workbench.page);
    }
    for (const app of ['one', 'many']) {
      const told: Told[] = [];
      for (let round = 0; round < rounds; round += 1) told.push(...(await cycle(editor, windows, app)));
      for (const [index, { page }] of windows.entries()) {
        const drawn = await drawnRows(page);
        const own = told.filter(({ name }) => isDrawn(drawn, name));
        const ms = own.map(({ name, status, at }) =>
          msUntilDrawn(drawn, new RegExp(`^${name}, ${status}`), at - 2),
        );
        const title = `${app === 'one' ? '1 instance' : '64 instances'}, window ${index + 1}`;
        samples[title] = ms.filter((one) => one !== undefined).map((one) => Math.max(0, one - 2));
        pastPause[title] = own
          .map(({ name, status, at }) => msPastPause(drawn, new RegExp(`^${name}, ${status}`), at))
          .filter((one) => one !== undefined);
        const never = ms.length - samples[title].length;
        if (never > 0) missing.push(`${title}: ${never} of ${ms.length} changes were never drawn.`);
      }
    }
  } finally {
    await editor.dispose();
  }
  const worst = Object.values(samples).map((all) => quantile(all, 0.95));
  return {
    table: {
      header: ['', 'changes', 'median ms', '95 % within', 'worst ms', 'past the pause, 95 % within'],
      rows: Object.entries(samples).map(([name, all]) => [
        name,
        String(all.length),
        median(all).toFixed(0),
        quantile(all, 0.95).toFixed(0),
        Math.max(...all).toFixed(0),
        quantile(pastPause[name] ?? [], 0.95).toFixed(0),
      ]),
    },
    exceeded: [
      ...missing,
      ...(Math.max(...worst) > limitMs
        ? [`A row follows after ${Math.max(...worst)} ms, later than ${limitMs}.`]
        : []),
    ],
    absent: [],
    raw: samples,
  };
}

/** Starts, restarts and stops an app; what the supervisor told meanwhile. Resolves when both windows show the end. */
async function cycle(editor: Editor, windows: readonly Workbench[], app: string): Promise<readonly Told[]> {
  return await withSupervisor(editor, async (client) => {
    const told: Told[] = [];
    const known = new Map<string, string>();
    client.onDidChange((_, changes) => {
      const at = Date.now();
      for (const change of changes) {
        if (change.kind !== 'instance') continue;
        const { id, name, status } = change.instance;
        if (known.get(id) !== status && lasting.has(status)) told.push({ name, status, at });
        known.set(id, status);
      }
    });
    const shows = async (name: RegExp): Promise<void> => {
      for (const { tree } of windows) await tree.row(`${app},`).waitForName(name, 60_000);
    };
    const wanted = { targets: [app], wait: true };
    const env = { PATH: process.env['PATH'] ?? '' };
    await client.request('apps/start', { ...wanted, env });
    await shows(/online/);
    await client.request('apps/restart', { ...wanted, env });
    await shows(/online/);
    await client.request('apps/stop', wanted);
    await shows(/stopped/);
    return told;
  });
}

/** A row that is not on screen is never drawn; an app of one instance speaks for it. */
function isDrawn(drawn: readonly DrawnRow[], name: string): boolean {
  return drawn.some((row) => row.name.startsWith(`${name},`));
}
