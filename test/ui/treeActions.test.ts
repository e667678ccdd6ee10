import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectSoon } from './harness/expectSoon.ts';
import { journey } from './harness/journey.ts';

/** What is needed of an element; the DOM's types are not loaded here. */
interface ShownRow {
  getAttribute(name: string): string | null;
}

const server = 'require("node:http").createServer((_, response) => response.end()).listen(0);\n';
const file = `module.exports = {
  apps: [
    { name: 'web', script: 'server.js', instances: 2, namespace: 'front' },
    { name: 'api', script: 'server.js', namespace: 'back' },
    { name: 'mailer', script: 'crash.js', namespace: 'back', max_restarts: 1, autostart: false },
  ],
};
`;

journey(
  'an app is scaled by its buttons and run in DEV_MODE by a key, and the view is grouped and filtered',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'server.js'), server);
    await writeFile(join(editor.folder, 'crash.js'), 'process.exit(3);\n');
    await writeFile(join(editor.folder, 'ecosystem.config.js'), file);
    const { page, tree, quickInput } = workbench;
    /** Levels and names of the rows, read at one moment. */
    const shown = async (): Promise<string> => {
      const rows = await tree.locator
        .getByRole('treeitem')
        .evaluateAll((all: readonly ShownRow[]) =>
          all.map((row) => `${row.getAttribute('aria-level') ?? ''} ${row.getAttribute('aria-label') ?? ''}`),
        );
      return rows.map((row) => row.replace(/,.*/, '')).join(' | ');
    };
    await workbench.openDrover();
    await tree.row('front,').waitForName(/^front, namespace, 0 of 2 instances/);
    assert.deepEqual(await tree.row('web,').buttons(), ['Start', 'Run in DEV_MODE']);

    await tree.row('front,').clickButton('Start');
    await tree.row('front,').waitForName(/2 of 2/);
    const web = tree.row('web,');
    await web.waitForName(/^web, online, 2 of 2/);
    assert.deepEqual(await web.buttons(), ['Scale Down', 'Scale Up', 'Restart', 'Stop']);
    await web.clickButton('Scale Up');
    await web.waitForName(/^web, online, 3 of 3/);
    await web.clickButton('Scale Up');
    await web.waitForName(/^web, online, 4 of 4/);
    assert.deepEqual(await tree.row('web-3,').buttons(), ['Show Logs', 'Debug', 'Restart', 'Stop']);
    await workbench.screenshots('tree-scaled');
    for (const left of [3, 2, 1]) {
      await web.clickButton('Scale Down');
      await web.waitForName(new RegExp(`^web, online, ${left} of ${left}`));
    }
    assert.deepEqual(await web.buttons(), ['Show Logs', 'Scale Up', 'Restart', 'Stop']);

    await web.select();
    await page.keyboard.press('Control+Alt+d');
    await web.waitForName(/^web, online, DEV_MODE/);
    assert.deepEqual(await web.buttons(), ['Show Logs', 'Leave DEV_MODE', 'Restart', 'Stop']);
    await workbench.screenshots('tree-dev');
    await page.keyboard.press('Control+Alt+d');
    await web.waitForName(/^web, online, (?!DEV_MODE)/);

    // Only the focus moves, to the group.
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Control+Alt+x');
    await tree.row('front,').waitForName(/0 of \d/);
    await page.keyboard.press('Control+Alt+s');
    await web.waitForName(/^web, online/);

    await tree.row('mailer,').clickButton('Start');
    await tree.row('mailer,').waitForName(/^mailer, errored/);
    await tree.row('back,').waitForName(/^back, namespace, 0 of 2 instances, 1 app errored/);
    await workbench.runCommand('Drover: Filter…');
    await quickInput.pick('Only apps with problems');
    await expectSoon(shown, /^1 back \| 2 mailer/);
    await workbench.screenshots('tree-filtered');
    await workbench.runCommand('Drover: Filter…');
    await quickInput.pick('Only apps that run');
    await expectSoon(shown, /^1 front \| 2 web(?!.*mailer)/);
    await web.clickButton('Stop');
    await page.getByText('The filter hides every app.').waitFor();
    await workbench.screenshots('tree-all-hidden');
    await workbench.titleButton('Show All Apps').click();
    await expectSoon(shown, /^1 front \| 2 web.* 1 back \| 2 api.* 2 mailer/);

    await workbench.runCommand('Drover: Group By…');
    await quickInput.pick('Not at all');
    await expectSoon(shown, /^1 web .*1 api .*1 mailer/);
    await workbench.runCommand('Drover: Sort By…');
    await quickInput.pick('By name');
    await expectSoon(shown, /^1 api .*1 mailer .*1 web/);
  },
);
