import assert from 'node:assert/strict';
import type { InstanceInfo } from '../../src/protocol/model.ts';
import { withSupervisor } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';
import { drawnRows, msUntilDrawn, watchRows } from './harness/rowClock.ts';

interface Told {
  readonly name: string;
  readonly status: InstanceInfo['status'];
  readonly at: number;
}

journey(
  'two windows on one folder meet in the same supervisor and show the same',
  { folder: 'test/fixtures/workspaces/two' },
  async ({ editor, workbench: first }) => {
    await first.openDrover();
    await first.tree.row('web,').waitForName(/^web, stopped/);
    const second = await editor.openWindow();
    await second.openDrover();
    await second.tree.row('web,').waitForName(/^web, stopped/);
    assert.equal((await editor.sandbox.supervisors()).length, 1);
    const windows = [first, second];
    for (const { page } of windows) await watchRows(page);

    const told = await withSupervisor(editor, async (client) => {
      const statuses: Told[] = [];
      client.onDidChange((_, changes) => {
        const at = Date.now();
        for (const change of changes) {
          if (change.kind !== 'instance') continue;
          const { name, status } = change.instance;
          if (statuses.findLast((one) => one.name === name)?.status !== status)
            statuses.push({ name, status, at });
        }
      });
      await first.tree.row('web,').clickButton('Start');
      await second.tree.row('web,').waitForName(/^web, online, 2 of 2 instances/);
      await second.tree.row('web-1,').clickButton('Stop');
      await first.tree.row('web,').waitForName(/^web, degraded, 1 of 2 instances/);
      await first.tree.row('web-1,').waitForName(/^web-1, stopped/);
      await second.screenshots('two-windows');
      await second.tree.row('web,').clickButton('Stop');
      await first.tree.row('web,').waitForName(/^web, stopped/);
      await second.tree.row('web,').waitForName(/^web, stopped/);
      return statuses;
    });

    // What lasts is seen in both; how soon is measured by "npm run bench -- --only editor-rows".
    for (const { page } of windows) {
      const drawn = await drawnRows(page);
      const lasting = told.filter(({ status }) => status === 'online' || status === 'stopped');
      assert.equal(lasting.length, 4);
      for (const { name, status, at } of lasting) {
        const ms = msUntilDrawn(drawn, new RegExp(`^${name}, ${status}`), at - 5);
        assert.notEqual(ms, undefined, `${name} ${status} was not drawn`);
      }
    }
  },
);
