import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectSoon } from './harness/expectSoon.ts';
import { journey } from './harness/journey.ts';

const server = `const { createServer } = require('node:http');
createServer((_, response) => response.end('hello')).listen(0, () => console.log('listening'));
`;

/**
 * What the quick start of PM2 has people type (https://pm2.keymetrics.io/docs/usage/quick-start/), under the other name,
 * and what the terminal shows then.
 */
const lines: readonly (readonly [line: string, shown: RegExp])[] = [
  ['drover start app.js', /app +(?:launching|online)/],
  ['drover ls', /name +status[^]*app +online +\d+ +\d+/],
  ['drover start app.js -i 4 --name api --wait', /api-0 +online[^]*api-3 +online/],
  ['drover scale api +1 --wait', /api-4 +online/],
  ['drover restart app', /app +(?:launching|online)/],
  ['drover reload api', /api-0 +online[^]*api-4 +online/],
  ['drover describe api-1', /listening +2 +\d+ +\[::\]:\d+/],
  ['drover logs api --lines 1 --nostream', /api-0 .*listening[^]*api-3 .*listening/],
  ['drover stop app', /app is stopped\./],
  ['drover delete all', /app is deleted\.[^]*api is deleted\./],
];

journey(
  'ten lines of the quick start of PM2 do in the terminal of the editor what they always did',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'app.js'), server);
    const { terminal } = workbench;
    // Terminals have the command once Drover has been used.
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Create Ecosystem File' }).waitFor();
    await workbench.runCommand('Terminal: Create New Terminal');
    for (const [index, [line, shown]] of lines.entries()) {
      // What was typed is cleared away with the rest, so the end can only be that of the command.
      await terminal.type(`clear; ${line}; echo "exit $? of line ${index}"`);
      const text = await expectSoon(() => terminal.text(), new RegExp(`exit \\d+ of line ${index}$`, 'm'));
      const ended = new RegExp(`${shown.source}[^]*exit 0 of line ${index}$`, 'm');
      assert.match(text, ended, line);
    }
    await workbench.screenshots('terminal-commands');
  },
);
