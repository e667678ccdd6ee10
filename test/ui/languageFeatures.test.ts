import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { root } from '../../scripts/install/paths.ts';
import { expectSoon } from './harness/expectSoon.ts';
import type { Editor } from './harness/editor.ts';
import { journey } from './harness/journey.ts';
import { untilShown } from './harness/untilShown.ts';
import type { Workbench } from './harness/workbench.ts';

const screenshots = join(root, 'test-results', 'screenshots');
const name = 'ecosystem.config.js';
const folder = 'test/fixtures/workspaces/none';

/** Writes an ecosystem file of one app with these further options, and opens it with the cursor behind a text. */
async function openAt(editor: Editor, workbench: Workbench, options: string, behind: string): Promise<void> {
  await mkdir(screenshots, { recursive: true });
  await writeFile(join(editor.folder, 'server.js'), 'require("node:http").createServer().listen(0);\n');
  const text = `module.exports = {\n  apps: [\n    {\n      name: 'web',\n      script: 'server.js',\n      ${options}\n    },\n  ],\n};\n`;
  await writeFile(join(editor.folder, name), text);
  await workbench.editors.open(name);
  const before = text.slice(0, text.indexOf(behind) + behind.length).split('\n');
  await workbench.editors.goTo(before.length, (before.at(-1)?.length ?? 0) + 1);
}

journey(
  'exec_mode is completed in an ecosystem file',
  { folder, allBuiltins: true },
  async ({ editor, workbench }) => {
    const { page } = workbench;
    await openAt(editor, workbench, "exec_mode: '',", "exec_mode: '");
    // Not cluster_mode, an old name of it.
    const suggestion = page.locator('.suggest-widget.visible .monaco-list-row[aria-label^="cluster,"]');
    const ask = async (): Promise<void> => {
      await page.keyboard.press('Control+Space');
      await suggestion.first().waitFor();
    };
    await workbench.setTheme('light');
    await workbench.editors.goTo(6, 18);
    await ask();
    assert.equal(await suggestion.count(), 1, 'it is offered once');
    await workbench.screenshot(join(screenshots, 'completion-light.png'));
    await page.keyboard.press('Escape');
    await workbench.setTheme('dark');
    await workbench.editors.goTo(6, 18);
    await ask();
    await workbench.screenshot(join(screenshots, 'completion-dark.png'));
    await suggestion.first().click();
    await workbench.editors.waitForText(/exec_mode: 'cluster',/);
  },
);

journey(
  'a misspelt option is mended by a quick fix',
  { folder, allBuiltins: true },
  async ({ editor, workbench }) => {
    const { page } = workbench;
    await openAt(editor, workbench, "exec_mod: 'cluster',", 'exec_');
    await page.locator('.monaco-editor .squiggly-warning').first().waitFor();
    const fix = page.locator('.action-widget .monaco-list-row').filter({ hasText: 'Write "exec_mode"' });
    for (const theme of ['light', 'dark'] as const) {
      await workbench.setTheme(theme);
      await workbench.editors.goTo(6, 10);
      // VS Code gives the list up when fixes of another extension come meanwhile; one that is open takes the key as a yes.
      await untilShown(fix, async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Control+.');
      });
      await workbench.screenshot(join(screenshots, `quick-fix-${theme}.png`));
      if (theme === 'light') await page.keyboard.press('Escape');
    }
    await fix.first().click();
    await workbench.editors.waitForText(/exec_mode: 'cluster',/);
    await page.locator('.monaco-editor .squiggly-warning').first().waitFor({ state: 'detached' });
  },
);

journey('an app is started by the line above it', { folder }, async ({ editor, workbench }) => {
  const { page, tree } = workbench;
  await openAt(editor, workbench, 'instances: 2,', 'name');
  const lens = page.locator('.monaco-editor .codelens-decoration');
  // VS Code shows lenses of before, as text that does nothing, while another part of it is about to add some.
  const action = (title: string): Locator => lens.getByRole('button', { name: title, exact: true }).first();
  await action('Start').waitFor();
  await workbench.setTheme('light');
  await workbench.screenshot(join(screenshots, 'lens-stopped-light.png'));
  await action('Start').click();
  await action('Stop').waitFor();
  await expectSoon(async () => (await lens.allInnerTexts()).join(' '), /online/);
  await workbench.screenshot(join(screenshots, 'lens-online-light.png'));
  await workbench.setTheme('dark');
  await workbench.screenshot(join(screenshots, 'lens-online-dark.png'));
  await workbench.openDrover();
  await tree.row('web,').waitForName(/^web, online, 2 of 2 instances/);
  await action('Stop').click();
  await action('Start').waitFor();
});
