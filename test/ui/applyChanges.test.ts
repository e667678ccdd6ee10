import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/install/paths.ts';
import { journey } from './harness/journey.ts';
import { untilShown } from './harness/untilShown.ts';
import type { Workbench } from './harness/workbench.ts';

const screenshots = join(root, 'test-results', 'screenshots');

/**
 * An ecosystem file with `api` in so many instances, and other apps by name. On one line: the editor completes
 * brackets and indents what is typed on several.
 */
function ecosystem(instances: number, ...others: readonly string[]): string {
  const api = `{ name: 'api', script: 'idle.js', env_production: { LEVEL: 'high' }, instances: ${instances} }`;
  const apps = [api, ...others.map((name) => `{ name: '${name}', script: 'idle.js' }`)];
  return `module.exports = { apps: [${apps.join(', ')}] };`;
}

/** Replaces the text of the editor as a paste does, and saves it. */
async function edit({ page }: Workbench, text: string): Promise<void> {
  await page.locator('.monaco-editor .view-lines').first().click();
  await page.locator('.monaco-editor.focused').first().waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(text);
  await page.keyboard.press('Control+s');
}

journey(
  'saving the ecosystem file shows what it changes, and applies exactly that',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await mkdir(screenshots, { recursive: true });
    await writeFile(join(editor.folder, 'idle.js'), 'setInterval(() => {}, 1000);');
    await writeFile(join(editor.folder, 'ecosystem.config.js'), ecosystem(1, 'old'));
    const { tree, notifications, quickInput } = workbench;
    await workbench.openDrover();
    await tree.row('api,').waitForName(/^api, stopped/);
    await workbench.titleButton('Start All').click();
    await tree.row('api,').waitForName(/^api, online, 1 of 1/);
    await tree.row('old,').waitForName(/^old, online/);

    await tree.row('api,').clickMenu('Open Ecosystem File');
    await edit(workbench, ecosystem(2, 'worker'));
    const changed =
      /ecosystem\.config\.js changed: api: instances 1 -> 2; worker is new; old is no longer in it\./;
    await notifications.toast(changed).waitFor();
    await tree.row('api,').waitForName(/^api, online, changed, 1 of 1/);
    await tree.row('worker,').waitForName(/^worker, stopped, new in the file/);
    await tree.row('old,').waitForName(/^old, online, no longer in the file/);
    await workbench.screenshot(join(screenshots, 'apply-offer.png'));
    await notifications.clickButton(changed, 'Apply and Stop Removed');
    await tree.row('api,').waitForName(/^api, online, 2 of 2 instances/);
    await tree.row('worker,').waitForName(/^worker, online/);
    await tree.row('old,').locator.waitFor({ state: 'detached' });

    const question = 'A number of instances';
    await quickInput.openBy(question, () => tree.row('api,').clickMenu('Scale…'));
    await quickInput.answer(question, '+1');
    await tree.row('api,').waitForName(/^api, online, 3 of 3 instances/);

    await tree.row('worker,').clickButton('Stop');
    await tree.row('worker,').waitForName(/^worker, stopped/);
    await edit(workbench, ecosystem(1, 'worker'));
    await notifications.toast(/api: instances 3 -> 1\./).waitFor();
    await notifications.clickButton(/api: instances 3 -> 1\./, 'Not Now');
    await tree.row('api,').clickButton('Apply Changes');
    await tree.row('api,').waitForName(/^api, online, 1 of 1 instances/);
    await tree.row('worker,').waitForName(/^worker, stopped/);

    await untilShown(workbench.quickPick('production'), () =>
      tree.row('api,').clickMenu('Start with Profile…'),
    );
    await workbench.quickPick('production').click();
    await tree.row('api,').waitForName(/^api, online, env production, 1 of 1/);
  },
);

journey(
  'changes are applied at once where the setting says so, and what was saved starts again',
  { folder: 'test/fixtures/workspaces/none', settings: { 'drover.applyOnSave': 'always' } },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'idle.js'), 'setInterval(() => {}, 1000);');
    await writeFile(join(editor.folder, 'ecosystem.config.js'), ecosystem(1, 'old'));
    const { tree, notifications } = workbench;
    await workbench.openDrover();
    await tree.row('api,').clickButton('Start');
    await tree.row('api,').waitForName(/^api, online, 1 of 1/);
    await tree.row('api,').clickMenu('Open Ecosystem File');
    await edit(workbench, ecosystem(3, 'old'));
    await tree.row('api,').waitForName(/^api, online, 3 of 3 instances/);

    await workbench.runCommand('Drover: Save Running Apps');
    await notifications.toast(/Saved as running: api\./).waitFor();
    await workbench.titleButton('Stop All').click();
    await tree.row('api,').waitForName(/^api, stopped/);
    await workbench.runCommand('Drover: Start Saved Apps');
    await tree.row('api,').waitForName(/^api, online, 3 of 3 instances/);
    await tree.row('old,').waitForName(/^old, stopped/);
  },
);
