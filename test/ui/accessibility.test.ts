import assert from 'node:assert/strict';
import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectSoon } from './harness/expectSoon.ts';
import { focusedName, pressUntil, unnamed } from './harness/focus.ts';
import { journey } from './harness/journey.ts';
import type { Workbench } from './harness/workbench.ts';

const ecosystem = `module.exports = {
  apps: [
    { name: 'web', script: 'server.js', instances: 2, port: 42940 },
    { name: 'job', script: 'job.js' },
    { name: 'missing', script: 'nothing.js' },
    { name: 'crashing', script: 'crash.js', max_restarts: 1 },
  ],
};
`;
const files = {
  'ecosystem.config.js': ecosystem,
  'server.js': "require('node:http').createServer((_, response) => response.end('hello')).listen(42940);\n",
  'job.js': 'setInterval(() => undefined, 60_000);\n',
  'crash.js': "console.error('no database'); process.exit(3);\n",
};

/** Gives the view the focus without the mouse. */
async function focusView({ page, quickInput }: Workbench): Promise<void> {
  await page.keyboard.press('F1');
  await page.keyboard.type('Drover: Focus on Apps View');
  await quickInput.entry('Drover: Focus on Apps View').waitFor();
  await page.keyboard.press('Enter');
  await quickInput.locator.waitFor({ state: 'hidden' });
}

/** Opens the view and waits for its rows; the tree has the focus then. */
async function focusTree(workbench: Workbench): Promise<void> {
  await focusView(workbench);
  await workbench.tree.locator.getByRole('treeitem').first().waitFor();
  // Before VS Code has come to trust the folder nothing can be started.
  await workbench.page
    .locator('.part.sidebar .title-actions [aria-label^="Start All"]:not(.disabled)')
    .waitFor();
  // What had the focus until now was the text that stood in place of the rows.
  await focusView(workbench);
}

/** Moves to a row by its first letters, from the top. */
async function goTo({ page }: Workbench, row: string): Promise<void> {
  await page.keyboard.press('Home');
  await pressUntil(page, 'ArrowDown', (name) => name.startsWith(row));
}

/** The entries of the context menu that a key opens on the row that has the focus. */
async function menuOf({ page }: Workbench): Promise<string[]> {
  await page.keyboard.press('Shift+F10');
  const entries = page.locator('.monaco-menu').getByRole('menuitem');
  await entries.first().waitFor();
  const names: string[] = [];
  for (const entry of await entries.all()) {
    names.push((await entry.getAttribute('aria-label')) ?? (await entry.innerText()));
  }
  return names;
}

journey(
  'the view is read and worked without a mouse, and everything in it has a name',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    const { page, tree } = workbench;
    for (const [name, text] of Object.entries(files)) await writeFile(join(editor.folder, name), text);
    await focusTree(workbench);
    await tree.row('missing').waitForName(/^missing, errored, 1 instance, The script ".*" does not exist\./);

    // A menu that a key opened starts the app.
    await goTo(workbench, 'web');
    assert.deepEqual(
      (await menuOf(workbench)).filter((name) => name === ''),
      [],
    );
    await pressUntil(page, 'ArrowDown', (name) => /^Start(?! )/.test(name));
    await page.keyboard.press('Enter');
    await tree.row('web,').waitForName(/^web, online, 2 of 2 instances, port 42940/);

    // So does a key of its own.
    await goTo(workbench, 'crashing');
    await page.keyboard.press('Control+Alt+S');
    await tree.row('crashing').waitForName(/^crashing, errored, 0 of 1 instances, exit 3/);

    await goTo(workbench, 'web,');
    if ((await tree.row('web,').locator.getAttribute('aria-expanded')) === 'false') {
      await page.keyboard.press('ArrowRight');
    }
    await tree.row('web-1').waitForName(/^web-1, online/);
    await page.keyboard.press('Home');
    const shown = (await tree.names()).map((name) => name.replace(/^\d+ /, '').split(',')[0] ?? '');
    const walked = [await focusedName(page)];
    while (walked.length < shown.length) {
      await page.keyboard.press('ArrowDown');
      walked.push(await focusedName(page));
    }
    assert.deepEqual(
      walked.map((name) => name.split(',')[0]),
      shown,
    );

    // What a row offers to the mouse, its menu offers to the keyboard.
    for (const row of ['web,', 'web-0', 'job', 'missing']) {
      await goTo(workbench, row);
      const buttons = await tree.row(row).buttons();
      const entries = await menuOf(workbench);
      for (const button of buttons) {
        assert.ok(
          entries.some((entry) => entry.startsWith(button)),
          `${button} is not in ${entries.join(', ')}`,
        );
      }
      await page.keyboard.press('Escape');
    }

    // States differ by the shape of the icon.
    const shapeOf = async (row: string): Promise<string> => {
      const icon = tree.row(row).locator.locator('.custom-view-tree-node-item-icon');
      return /codicon-(?!modifier)[\w-]+/.exec((await icon.getAttribute('class')) ?? '')?.[0] ?? '';
    };
    const shapes = await Promise.all(['web,', 'job', 'missing'].map(shapeOf));
    assert.equal(new Set(shapes.filter((shape) => shape !== '')).size, 3, shapes.join());

    // Buttons of the title: back from the tree, then along them.
    await goTo(workbench, 'web,');
    const title = page.locator('.part.sidebar .title-actions, .part.sidebar .pane-header .actions').first();
    const buttons = await title
      .getByRole('button')
      .evaluateAll((all: readonly { getAttribute(name: string): string | null }[]) =>
        all.map((one) => one.getAttribute('aria-label') ?? ''),
      );
    assert.ok(buttons.length > 2 && !buttons.includes(''), buttons.join());
    await pressUntil(page, 'Shift+Tab', (name) => buttons.includes(name));
    await pressUntil(page, 'ArrowLeft', (name) => name === buttons[0]);
    const along = await pressUntil(page, 'ArrowRight', (name) => name === buttons.at(-1));
    assert.deepEqual(along.slice(-buttons.length), buttons);

    assert.deepEqual(await unnamed(page.locator('.part.sidebar')), []);

    // Where the focus is can be seen in high contrast.
    await focusView(workbench);
    await goTo(workbench, 'web-0');
    await workbench.screenshots('keyboard');
    await workbench.setTheme('highContrast');
    const outline = await tree.row('web-0').locator.evaluate((row: unknown) => {
      const { getComputedStyle } = globalThis as unknown as {
        getComputedStyle(element: unknown): { outlineStyle: string; outlineWidth: string };
      };
      const { outlineStyle, outlineWidth } = getComputedStyle(row);
      return `${outlineStyle} ${outlineWidth}`;
    });
    assert.match(outline, /^(solid|dotted|dashed) [0-9.]*[1-9]/);
  },
);

journey(
  'questions are answered with the keyboard, and every entry has a name',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    const { page, tree, quickInput } = workbench;
    for (const [name, text] of Object.entries(files)) await writeFile(join(editor.folder, name), text);
    await focusTree(workbench);
    await workbench.runCommand('Drover: Start');
    await quickInput.entry(/\bweb\b/).waitFor();
    assert.deepEqual(await unnamed(quickInput.locator), []);
    await page.keyboard.type('web');
    await page.keyboard.press('Enter');
    await tree.row('web,').waitForName(/^web, online, 2 of 2/);

    await goTo(workbench, 'web,');
    await page.keyboard.press('Control+Alt+N');
    await expectSoon(() => quickInput.placeholder(), /.|^$/);
    await quickInput.locator.getByRole('textbox').first().waitFor();
    assert.deepEqual(await unnamed(quickInput.locator), []);
    await page.keyboard.type('3');
    await page.keyboard.press('Enter');
    await tree.row('web,').waitForName(/^web, online, 3 of 3/);
    await goTo(workbench, 'web,');
    await page.keyboard.press('Control+Alt+W');
    await tree.row('web,').waitForName(/watching/);
  },
);

journey(
  'without an ecosystem file the view leads on by the keyboard, and the first steps open',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    const { page } = workbench;
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Create Ecosystem File' }).waitFor();
    assert.deepEqual(await unnamed(workbench.welcome), []);

    await focusView(workbench);
    await pressUntil(page, 'Tab', (name) => name === 'Get started with Drover');
    await page.keyboard.press('Enter');
    const seeStep = async (title: string): Promise<void> => {
      // What was shown before stays in the document.
      const step = page.locator('.gettingStartedContainer').getByText(title, { exact: true });
      const shown = step.filter({ visible: true }).first();
      await shown.click();
      await shown.waitFor();
    };
    await seeStep('Open or create an ecosystem file');
    // The picture of a step has room beside the steps only.
    await page.setViewportSize({ width: 1700, height: 900 });
    await seeStep('Scale it, see it work, and use the terminal');
    await seeStep('Save, and watch it reload');
    await seeStep('Read logs, and debug an instance');
    await seeStep('Start the cluster');
    await workbench.screenshots('walkthrough');

    await focusView(workbench);
    await pressUntil(page, 'Tab', (name) => name === 'Create Ecosystem File');
    await page.keyboard.press('Enter');
    await page.getByRole('checkbox', { name: /^plain, server/ }).waitFor();
    assert.deepEqual(await unnamed(workbench.quickInput.locator), []);
    await page.keyboard.press('Enter');
    await workbench.quickPick('JavaScript').waitFor();
    assert.deepEqual(await unnamed(workbench.quickInput.locator), []);
    await page.keyboard.press('Enter');
    await workbench.tree.locator.getByRole('treeitem').first().waitFor();
    await access(join(editor.folder, 'ecosystem.config.js'));
    await workbench.runCommand('Drover: Get Started');
    await seeStep('Start the cluster');
  },
);
