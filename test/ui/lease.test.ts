import assert from 'node:assert/strict';
import { isAlive } from '../editor/isAlive.ts';
import { pids, withSupervisor } from './harness/inspect.ts';
import { expectSoon } from './harness/expectSoon.ts';
import { journey } from './harness/journey.ts';

journey(
  'after the editor has ended, the lease ends, and nothing is left',
  { folder: 'test/fixtures/workspaces/two', settings: { 'drover.lease': '2 s' } },
  async ({ editor, workbench }) => {
    await workbench.openDrover();
    await workbench.tree.row('web,').clickButton('Start');
    await workbench.tree.row('web,').waitForName(/^web, online, 2 of 2 instances/);
    const running = await withSupervisor(editor, ({ supervisor, snapshot }) => [
      supervisor.pid,
      ...Object.values(pids(snapshot)),
    ]);

    await editor.stopServer();
    await expectSoon(
      () => Promise.resolve(String(running.filter((pid) => pid !== null && isAlive(pid)))),
      /^$/,
    );
    assert.deepEqual(await editor.sandbox.supervisors(), []);
  },
);
