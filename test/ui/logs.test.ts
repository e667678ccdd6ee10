import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectSoon } from './harness/expectSoon.ts';
import { journey } from './harness/journey.ts';

const program = `
const own = process.env.NODE_APP_INSTANCE;
const now = () => new Date().toISOString();
console.log(\`\${now()} INFO instance \${own} listens on http://localhost:3000\`);
console.log(\`\${now()} WARN cache is cold, see talk.js:4\`);
console.log('[10:00:00.123] DEBUG (42): query took 3 ms');
console.log(JSON.stringify({ level: 50, time: 1732183200000, msg: 'no answer', port: 5432 }));
console.log('\\u001b[32mgreen in a terminal\\u001b[39m');
console.error('INFO:     Started server process [42]');
console.error('something on stderr, without a level');
console.error(new TypeError('of undefined').stack.split('\\n').slice(0, 3).join('\\n'));
process.stdin.setEncoding('utf8').on('data', (text) => console.log(\`\\u001b[36mread\\u001b[39m \${text.trim()}\`));
`;
const file = `module.exports = { apps: [{ name: 'talk', script: 'talk.js', instances: 2, exec_mode: 'fork' }] };\n`;

journey(
  'the log of an app has colours, and an instance is followed in a terminal that it reads from',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'talk.js'), program);
    await writeFile(join(editor.folder, 'ecosystem.config.js'), file);
    const { tree, output, terminal, page } = workbench;
    const talk = tree.row('talk,');
    await workbench.openDrover();
    await talk.waitForName(/^talk, stopped/);
    await talk.clickButton('Start');
    await talk.waitForName(/^talk, online/);
    await talk.clickMenu('Show Logs');
    await workbench.runCommand('View: Toggle Maximized Panel');
    await output.waitForText(/^talk-0 \| .* INFO instance 0/m);
    await output.waitForText(/^talk-1 \| TypeError: of undefined $/m);
    // Levels and errors are drawn in colours of their own.
    const colours = (): Promise<string[]> =>
      page
        .locator('.part.panel .output-view .view-line span[class^="mtk"]')
        .evaluateAll((spans: readonly unknown[]) => {
          const classes = spans.map(
            (span) => (span as { readonly className: string }).className.split(' ')[0] ?? '',
          );
          return [...new Set(classes)];
        });
    await expectSoon(async () => String((await colours()).length >= 5), /true/);
    await workbench.screenshots('log-colours');

    await tree.row('talk-1,').clickMenu('Follow in Terminal');
    await terminal.waitForText(/green in a terminal/);
    await terminal.type('hello program');
    await terminal.waitForText(/> hello program\nread hello program/);
    await page.keyboard.press('Control+c');
    await terminal.waitForText(/Nothing is ended from here/);
    await tree.row('talk-1,').clickButton('Stop');
    await terminal.waitForText(/talk-1 ended with/);
    await tree.row('talk-1,').clickButton('Start');
    await terminal.waitForText(/talk-1 started, process \d+/);
    await terminal.type('still there');
    await terminal.waitForText(/read still there/);
    await workbench.screenshots('follow-in-terminal');
  },
);
