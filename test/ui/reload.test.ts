import assert from 'node:assert/strict';
import { pids, withSupervisor } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

journey(
  'reloading the window leaves apps untouched, and the tree shows them again',
  { folder: 'test/fixtures/workspaces/two' },
  async ({ editor, workbench }) => {
    await workbench.openDrover();
    await workbench.runCommand('Drover: Start All');
    await workbench.tree.row('web,').waitForName(/^web, online, 2 of 2 instances/);
    const before = await withSupervisor(editor, ({ supervisor, snapshot }) => ({
      supervisor: supervisor.pid,
      ...pids(snapshot),
    }));

    await workbench.reload();
    await workbench.openDrover();
    await workbench.tree.row('web,').waitForName(/^web, online, 2 of 2 instances/);
    const after = await withSupervisor(editor, ({ supervisor, snapshot }) => ({
      supervisor: supervisor.pid,
      ...pids(snapshot),
    }));
    assert.deepEqual(after, before);
  },
);
