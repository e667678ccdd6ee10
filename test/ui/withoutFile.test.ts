import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../../scripts/install/command.ts';
import { root } from '../../scripts/install/paths.ts';
import { journey } from './harness/journey.ts';

journey(
  'an app that was started on the command line without a file is in the tree, and is deleted there',
  { folder: 'test/fixtures/workspaces/two' },
  async ({ editor, workbench }) => {
    const drover = (...args: string[]): Promise<string> =>
      command(process.execPath, [`${root}/dist/cli.cjs`, ...args], {
        cwd: editor.folder,
        env: editor.sandbox.environment(),
      });
    const server = 'require("node:http").createServer((_, response) => response.end()).listen(0);\n';
    await writeFile(join(editor.folder, 'hand.js'), server);
    const { page, tree } = workbench;
    const hand = tree.row('hand,');
    const entries = async (): Promise<readonly string[]> => {
      await hand.locator.click({ button: 'right' });
      await page.getByRole('menuitem').filter({ hasText: 'Describe' }).waitFor();
      const texts = await page.getByRole('menuitem').allInnerTexts();
      await page.keyboard.press('Escape');
      return texts.map((text) => text.trim().split('\n')[0] ?? '');
    };
    await workbench.openDrover();
    await tree.row('web,').waitForName(/^web, stopped/);
    await drover('start', 'hand.js', '-i', '2', '--wait');
    await hand.waitForName(/^hand, online, 2 of 2 instances/);
    const offered = await entries();
    assert.ok(offered.includes('Delete App') && !offered.includes('Open Ecosystem File'), offered.join());
    await workbench.screenshots('without-file');

    await hand.clickMenu('Delete App');
    const question = page.getByRole('dialog');
    await question.getByText('"hand" runs and will be stopped.').waitFor();
    await workbench.screenshots('without-file-question');
    await question.getByRole('button', { name: 'Cancel' }).click();
    await hand.waitForName(/^hand, online, 2 of 2 instances/);
    await hand.clickMenu('Delete App');
    await question.getByRole('button', { name: 'Stop and Delete' }).click();
    await hand.locator.waitFor({ state: 'detached' });
    assert.doesNotMatch(await drover('list', '--json'), /hand/);
  },
);
