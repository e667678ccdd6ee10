import assert from 'node:assert/strict';
import { expectSoon } from './harness/expectSoon.ts';
import { journey } from './harness/journey.ts';
import { untilShown } from './harness/untilShown.ts';

journey(
  'the surroundings of the view tell of the apps, and a task waits for them',
  // Text that a graphics card draws cannot be read back.
  { folder: 'test/host/tasks/workspace', settings: { 'terminal.integrated.gpuAcceleration': 'off' } },
  async ({ editor, workbench }) => {
    const { page, tree, notifications, terminal, editors } = workbench;
    await workbench.openDrover();
    await workbench.statusBarItem(/^Drover: 0 of 4 instances online$/).waitFor();

    // A task ends by itself when the apps are online.
    await workbench.runTask('servers');
    await terminal.waitForText(
      /web-0 {2}online {2}http:\/\/localhost:46\d{3}[^]*web: 2 of 2 instances online/,
    );
    await workbench.screenshots('task');

    // The installed extension has a command in terminals, which finds the apps of the window.
    await workbench.runCommand('Terminal: Create New Terminal');
    await terminal.type('drover ping && drover list && echo "seen $((40 + 2))"');
    await terminal.waitForText(/web-0[^]*web-1[^]*seen 42/);

    const status = workbench.statusBarItem(/^Drover: 2 of 4 instances online$/);
    await status.hover();
    const tooltip = page.locator('.monaco-hover').filter({ hasText: 'Start All' });
    await tooltip.waitFor();
    const listed = (await tooltip.innerText()).replaceAll('\u00a0', ' ');
    assert.match(listed, /web · online · 2\/2[^]*broken · stopped[^]*Show · Start All · Stop All/);
    await workbench.screenshots('status-bar');
    await tooltip.getByRole('link', { name: 'Stop All' }).click();
    await workbench.statusBarItem(/^Drover: 0 of 4 instances online$/).waitFor();

    // An app that gives up is told once, until nobody wants to know any more.
    await tree.row('broken,').clickButton('Start');
    const toast = notifications.toast(/broken.*given up/);
    await toast.waitFor();
    await workbench.statusBarItem(/^Drover: 0 of 4 instances online, 1 app errored$/).waitFor();
    for (const button of ['Show Logs', 'Restart', 'Debug'])
      await toast.getByRole('button', { name: button }).waitFor();
    await workbench.screenshots('given-up');
    await toast.getByRole('button', { name: "Don't Show Again" }).click();
    await toast.waitFor({ state: 'hidden' });
    await tree.row('broken,').clickButton('Start');
    await tree.row('broken,').waitForName(/^broken, (?!errored)/);
    await tree.row('broken,').waitForName(/^broken, errored/);
    assert.deepEqual(
      (await notifications.texts()).filter((text) => text.includes('given up')),
      [],
    );

    await editor.configureMachine({ 'drover.notifications.gaveUp': true });
    // The window may not have read the setting yet.
    await untilShown(toast, () => tree.row('broken,').clickButton('Start'));

    // Beside the language of its file.
    await editors.open('ecosystem.config.js');
    const language = workbench.statusBarItem(/Editor Language Status/);
    await language.hover();
    const hover = page.locator('.monaco-hover').filter({ hasText: 'apps, ' });
    await expectSoon(
      async () => (await hover.innerText()).replaceAll('\u00a0', ' '),
      /3 apps, 0 running[^]*Start All/,
    );
    await workbench.screenshots('language-status');
  },
);
