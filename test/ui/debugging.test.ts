import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { journey } from './harness/journey.ts';

const port = 43_957;
const breakpointLine = 4;
const server = `const http = require('node:http');
let count = 0;
setInterval(() => {
  count += 1;
}, 100);
http.createServer((_, response) => response.end(String(count))).listen(${port});
`;
const file = `module.exports = { apps: [{ name: 'web', script: 'server.js', instances: 4 }] };\n`;

/** How far the instance that answers has counted. On connections of their own, the four take turns. */
async function answer(): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } });
  return Number(await response.text());
}

journey(
  'one of four instances is debugged: it hits a breakpoint, is restarted, hits it again, and outlives the debugger',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'server.js'), server);
    await writeFile(join(editor.folder, 'ecosystem.config.js'), file);
    const { tree, editors, debugToolbar } = workbench;
    const web = tree.row('web,');
    const instance = tree.row('web-2,');
    await workbench.openDrover();
    await web.waitForName(/^web, stopped/);
    await web.clickButton('Start');
    await web.waitForName(/^web, online, 4 of 4/);
    await web.expand();
    await editors.open('server.js');
    await editors.setBreakpoint(breakpointLine);

    await instance.clickButton('Debug');
    await debugToolbar.waitUntilOpen();
    await editors.stoppedLine.waitFor();
    await workbench.openDrover();
    await instance.waitForName(/^web-2, online, debugging/);
    await tree.row('web-1,').waitForName(/^web-1, online, (?!debugging)/);
    await workbench.screenshots('debugging-stopped');

    // Restarted as it runs on, without its breakpoint, which would stop it again at once.
    await editors.breakpoints.first().click();
    await debugToolbar.click('Continue');
    await editors.stoppedLine.waitFor({ state: 'hidden' });
    await instance.clickButton('Restart');
    await instance.waitForName(/^web-2, online, debugging/);
    await editors.setBreakpoint(breakpointLine);
    await editors.stoppedLine.waitFor();

    // A stop shows the editor's own view of it.
    await workbench.openDrover();
    await instance.clickMenu('Stop Debugging, App Runs On');
    await debugToolbar.waitUntilClosed();
    await instance.waitForName(/^web-2, online, (?!debugging)/);
    await web.waitForName(/^web, online, 4 of 4/);
    const answers = await Promise.all([1, 2, 3, 4].map(() => answer()));
    assert.deepEqual(
      answers.map((count) => count > 0),
      [true, true, true, true],
    );
    await workbench.screenshots('debugging-over');
  },
);
