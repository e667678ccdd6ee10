import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectSoon } from './harness/expectSoon.ts';
import { countAnswers, pidsIn } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

const port = 43_931;
const server = `const http = require('node:http');
const version = 1;
http.createServer((_, response) => response.end(String(version))).listen(${port});
`;
const file = `module.exports = { apps: [{ name: 'web', script: 'server.js', instances: 2 }] };\n`;

journey(
  'a cluster is started, scaled from 2 to 4 to 1, reloaded, and developed in DEV_MODE by typing and saving',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'server.js'), server);
    await writeFile(join(editor.folder, 'ecosystem.config.js'), file);
    const { page, tree, editors, quickInput } = workbench;
    const web = tree.row('web,');
    const served = async (): Promise<string[]> => [...(await countAnswers(port, 8)).keys()];
    await workbench.openDrover();
    await web.waitForName(/^web, stopped/);
    await web.clickButton('Start');
    await web.waitForName(/^web, online, 2 of 2/);

    const question = 'A number of instances';
    const openScale = (): Promise<void> => quickInput.openBy(question, () => web.clickMenu('Scale…'));
    await openScale();
    await quickInput.fill('4');
    await workbench.screenshots('scale-prompt');
    await quickInput.accept();
    await web.waitForName(/^web, online, 4 of 4/);
    await workbench.screenshots('scaled-to-four');
    await web.select();
    await openScale();
    await quickInput.answer(question, '1');
    await web.waitForName(/^web, online, (?!.*of 4)/);
    await openScale();
    await quickInput.answer(question, '2');
    await web.waitForName(/^web, online, 2 of 2/);

    const before = await pidsIn(editor);
    const asking = countAnswers(port, 400);
    await web.clickMenu('Reload without Interruption');
    const replaced = async (): Promise<string> => {
      const now = Object.entries(await pidsIn(editor));
      return String(now.filter(([name, pid]) => pid !== null && pid !== before[name]).length);
    };
    await expectSoon(replaced, /^2$/);
    await web.waitForName(/^web, online, 2 of 2/);
    assert.deepEqual([...(await asking)], [['1', 400]], 'every request was answered');
    assert.deepEqual(await served(), ['1']);

    await web.clickMenu('Run in DEV_MODE');
    await web.waitForName(/^web, online,.*DEV/);
    await editors.open('server.js');
    await editors.goTo(2, 18);
    await page.keyboard.press('Backspace');
    await page.keyboard.type('2');
    await editors.save();
    await web.waitForName(/^web, online,.*server\.js changed/);
    assert.deepEqual(await served(), ['2']);
    await workbench.screenshots('dev-saved');
    await web.clickMenu('Leave DEV_MODE');
    await web.waitForName(/^web, online, 2 of 2/);
    assert.deepEqual(await served(), ['2']);
  },
);
