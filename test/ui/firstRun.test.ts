import { access } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { journey } from './harness/journey.ts';
import type { Workbench } from './harness/workbench.ts';

/** A step of the walkthrough, by its id in the manifest. */
function step({ page }: Workbench, id: string): Locator {
  return page.locator(`.getting-started-step[data-step-id$="#${id}"]`);
}

async function openStep(workbench: Workbench, id: string): Promise<Locator> {
  await workbench.runCommand('Drover: Get Started');
  await step(workbench, id).click();
  return step(workbench, id);
}

journey(
  'a newcomer follows the walkthrough from an empty view to apps that run',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    const { page, tree } = workbench;
    // Wide enough for the pictures beside the steps.
    await page.setViewportSize({ width: 1760, height: 900 });
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Create Ecosystem File' }).waitFor();
    await workbench.welcome.getByText('Get started with Drover').click();
    await step(workbench, 'file').waitFor();
    await workbench.screenshots('walkthrough-file');

    await step(workbench, 'file').getByRole('button', { name: 'Create Ecosystem File' }).click();
    await page.getByRole('checkbox', { name: /^plain, server/ }).waitFor();
    await page.keyboard.press('Enter');
    await workbench.quickPick('JavaScript').waitFor();
    await page.keyboard.press('Enter');
    await tree.row('plain,').waitForName(/^plain, stopped/);
    await access(join(editor.folder, 'ecosystem.config.js'));

    const run = await openStep(workbench, 'run');
    await run.getByRole('button', { name: 'Start All' }).click();
    await tree.row('plain,').waitForName(/^plain, online/);
    await step(workbench, 'run').locator('.codicon-getting-started-step-checked').waitFor();
    await workbench.screenshots('walkthrough-run');
    for (const id of ['look', 'watch', 'scale']) {
      await openStep(workbench, id);
      await step(workbench, id).locator('.step-description-container').waitFor();
      await workbench.screenshots(`walkthrough-${id}`);
    }
  },
);
