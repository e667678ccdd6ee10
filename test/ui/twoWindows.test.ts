import assert from 'node:assert/strict';
import { journey } from './harness/journey.ts';

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

    await first.tree.row('web,').clickButton('Start');
    await second.tree.row('web,').waitForName(/^web, online, 2 of 2 instances/);
    await second.tree.row('web-1,').clickButton('Stop');
    await first.tree.row('web,').waitForName(/^web, degraded, 1 of 2 instances/);
    await first.tree.row('web-1,').waitForName(/^web-1, stopped/);
    await second.tree.row('web,').clickButton('Stop');
    await first.tree.row('web,').waitForName(/^web, stopped/);
  },
);
