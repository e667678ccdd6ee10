import assert from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { root } from '../../scripts/install/paths.ts';
import { pids, withSupervisor } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

const screenshots = join(root, 'test-results', 'screenshots');

journey(
  'bad input gives a sentence on its row and leaves everything else running',
  // VS Code's own language service marks what is no JavaScript.
  { folder: 'test/fixtures/broken', allBuiltins: true },
  async ({ editor, workbench }) => {
    await mkdir(screenshots, { recursive: true });
    const { tree, notifications } = workbench;
    await workbench.openDrover();
    await tree.row('yaml/ecosystem.yaml').waitForName(/cannot be read, line \d, /);
    await tree.row('empty/ecosystem.config.js').waitForName(/cannot be read, .*The file is empty/);
    await tree.row('missing').waitForName(/^missing, errored, .*nothing\.js" does not exist/);

    await tree.row('web,').clickButton('Start');
    await tree.row('web,').waitForName(/^web, online/);
    const before = await withSupervisor(editor, ({ snapshot }) => pids(snapshot));

    await tree.row('missing').clickButton('Start');
    await notifications.toast(/"missing" was not started.*does not exist/).waitFor();
    await tree.row('unknown').clickButton('Start');
    await notifications.toast(/"unknown".*no-such-interpreter/).waitFor();
    await tree.row('unknown').waitForName(/^unknown, errored, .*no-such-interpreter/);

    await tree.row('crashing,').clickButton('Start');
    await tree.row('crashing,').waitForName(/^crashing, errored, .*exit 3/);
    await notifications.toast(/crashing-\d.*given up/).waitFor();
    const told = (await notifications.texts()).filter((text) => text.includes('given up'));
    assert.equal(told.length, 1, told.join('\n'));
    assert.match((await workbench.activityBarItem.getAttribute('aria-label')) ?? '', /Drover.*given up/);
    await workbench.screenshot(join(screenshots, 'bad-input.png'));

    const file = join(editor.folder, 'ecosystem.config.js');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('module.exports', 'module..exports'));
    await tree.row('ecosystem.config.js').waitForName(/^ecosystem\.config\.js, cannot be read, line 1/);
    await tree.row('web,').waitForName(/^web, online/);
    await tree.row('ecosystem.config.js').select();
    await workbench.page.locator('.squiggly-error').first().waitFor();
    await workbench.screenshot(join(screenshots, 'broken-file.png'));

    const after = await withSupervisor(editor, ({ snapshot }) => pids(snapshot));
    assert.equal(after['web'], before['web']);
  },
);

journey(
  'a taken port is named on the row and once in a notification, with the process that holds it',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    const holder = createServer();
    const port = await new Promise<number>((resolve) => {
      holder.listen(0, () => resolve((holder.address() as AddressInfo).port));
    });
    try {
      const apps = [{ name: 'taken', script: 'server.js', instances: 2, port }];
      await writeFile(join(editor.folder, 'ecosystem.json'), JSON.stringify({ apps }));
      const { tree, notifications } = workbench;
      await workbench.openDrover();
      await tree.row('taken,').clickButton('Start');
      const sentence = new RegExp(`Port ${port} is already used by process ${process.pid}\\b`);
      await notifications.toast(sentence).waitFor();
      await tree.row('taken,').waitForName(new RegExp(`^taken, errored, .*${sentence.source}`));
      assert.equal((await notifications.texts()).filter((text) => sentence.test(text)).length, 1);
    } finally {
      holder.close();
    }
  },
);
