import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectSoon } from './harness/expectSoon.ts';
import { pidsIn } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

const server = 'require("node:http").createServer((_, response) => response.end("hello")).listen(42960);\n';
const ecosystem = `module.exports = {
  apps: [{ name: 'web', script: 'server.js', instances: 2, port: 42960 }],
};
`;

journey(
  'every key of the view does to the row with the focus what its command says',
  { folder: 'test/fixtures/workspaces/none', settings: { 'drover.openWith': 'integrated' } },
  async ({ editor, workbench }) => {
    const { page, tree, editors, quickInput } = workbench;
    await writeFile(join(editor.folder, 'server.js'), server);
    await writeFile(join(editor.folder, 'ecosystem.config.js'), ecosystem);
    const web = tree.row('web,');
    /** Whether every process is another than before. */
    const replaced = async (before: Readonly<Record<string, number | null>>): Promise<string> => {
      const now = Object.values(await pidsIn(editor));
      const isNew = now.every((pid) => pid !== null && !Object.values(before).includes(pid));
      return isNew ? `${now.length} new` : 'old';
    };
    await workbench.openDrover();
    await web.waitForName(/^web, stopped/);
    await web.select();

    await page.keyboard.press('Control+Alt+S');
    await web.waitForName(/^web, online, 2 of 2/);
    await page.keyboard.press('Control+Alt+Equal');
    await web.waitForName(/^web, online, 3 of 3/);
    await page.keyboard.press('Control+Alt+NumpadAdd');
    await web.waitForName(/^web, online, 4 of 4/);
    await page.keyboard.press('Control+Alt+Minus');
    await web.waitForName(/^web, online, 3 of 3/);
    await page.keyboard.press('Control+Alt+NumpadSubtract');
    await web.waitForName(/^web, online, 2 of 2/);

    let before = await pidsIn(editor);
    await page.keyboard.press('Control+Alt+R');
    await expectSoon(() => replaced(before), /^2 new/);
    await web.waitForName(/^web, online, 2 of 2/);
    before = await pidsIn(editor);
    await page.keyboard.press('Control+Shift+Alt+R');
    await expectSoon(() => replaced(before), /^2 new/);
    await web.waitForName(/^web, online, 2 of 2/);

    await page.keyboard.press('Control+Alt+K');
    await quickInput.entry(/^SIGTERM/).waitFor();
    await quickInput.cancel();

    await web.select();
    await page.keyboard.press('Control+Alt+E');
    await editors.waitForText(/server\.js/);
    await web.select();
    await page.keyboard.press('Control+Alt+G');
    await editors.waitForText(/module\.exports = \{/);

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await web.select();
    await page.keyboard.press('Control+Alt+U');
    const copied = (): Promise<string> => page.evaluate('navigator.clipboard.readText()');
    await expectSoon(copied, /42960/);

    await web.select();
    await page.keyboard.press('Control+Alt+L');
    await expectSoon(() => workbench.output.channel(), /web/);

    await web.select();
    await page.keyboard.press('Control+Alt+O');
    await page.getByRole('tab', { name: /Simple Browser/ }).waitFor();

    await web.select();
    await page.keyboard.press('Control+Alt+X');
    await web.waitForName(/^web, stopped/);
    assert.deepEqual(Object.values(await pidsIn(editor)), [null, null]);

    await page.keyboard.press('Control+Alt+S');
    await web.waitForName(/^web, online, 2 of 2/);
    await page.keyboard.press('Control+Alt+B');
    await web.waitForName(/debugging/);
  },
);
