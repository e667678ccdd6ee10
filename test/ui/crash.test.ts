import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectSoon } from './harness/expectSoon.ts';
import { journey } from './harness/journey.ts';

const program = `for (let line = 1; line <= 60; line += 1) console.log('step ' + line);
throw new Error('no database');
`;
const file = `module.exports = { apps: [{ name: 'worker', script: 'worker.js', max_restarts: 1, min_uptime: '10s' }] };\n`;

journey(
  'an app that crashes is told of once when it gives up, and its last lines are one click away',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'worker.js'), program);
    await writeFile(join(editor.folder, 'ecosystem.config.js'), file);
    const { tree, notifications, editors } = workbench;
    const worker = tree.row('worker,');
    await workbench.openDrover();
    await worker.waitForName(/^worker, stopped/);
    await worker.clickButton('Start');
    await worker.waitForName(/^worker, errored/);
    await notifications
      .toast(/worker/)
      .first()
      .waitFor();
    await expectSoon(async () => String(await notifications.toast(/worker/).count()), /^1$/);
    await workbench.activityBarItem.and(workbench.page.getByRole('tab', { name: /given up/ })).waitFor();
    await workbench.screenshots('gave-up');

    await worker.clickMenu('Show Last Crash');
    await editors.waitForText(/worker ended with/);
    await editors.waitForText(/step 30/);
    await workbench.screenshots('last-crash');
    await editors.goTo(50);
    await editors.waitForText(/no database/);
  },
);
