import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../../scripts/install/paths.ts';
import { journey } from './harness/journey.ts';

const screenshots = join(root, 'test-results', 'screenshots');
const server = 'require("node:http").createServer((_, response) => response.end("VERSION")).listen(0);\n';

journey(
  'an app is watched by one click, and DEV_MODE follows a save and gives the cluster back',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await mkdir(screenshots, { recursive: true });
    const save = (version: string): Promise<void> =>
      writeFile(join(editor.folder, 'server.js'), server.replace('VERSION', version));
    await save('1');
    const app = "{ name: 'web', script: 'server.js', instances: 2 }";
    await writeFile(join(editor.folder, 'ecosystem.config.js'), `module.exports = { apps: [${app}] };`);
    const { tree } = workbench;
    await workbench.openDrover();
    await tree.row('web,').waitForName(/^web, stopped/);
    await tree.row('web,').clickButton('Start');
    await tree.row('web,').waitForName(/^web, online, 2 of 2/);

    await tree.row('web,').clickMenu('Switch Watch On');
    await tree.row('web,').waitForName(/watching/);
    await save('2');
    await tree.row('web,').waitForName(/^web, online,.*server\.js changed/);
    await workbench.setTheme('light');
    await workbench.screenshot(join(screenshots, 'watch-light.png'));
    await tree.row('web,').clickMenu('Switch Watch Off');
    await tree.row('web,').waitForName(/^web, online, (?!.*\bwatching)/);

    await tree.row('web,').clickMenu('Run in DEV_MODE');
    await tree.row('web,').waitForName(/^web, online,.*DEV/);
    await save('3');
    await tree.row('web,').waitForName(/^web, online,.*server\.js changed/);
    await workbench.screenshot(join(screenshots, 'dev-light.png'));
    await workbench.setTheme('dark');
    await workbench.screenshot(join(screenshots, 'dev-dark.png'));
    await tree.row('web,').clickButton('Leave DEV_MODE');
    await tree.row('web,').waitForName(/^web, online, 2 of 2/);
  },
);
