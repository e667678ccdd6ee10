import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Editor } from './harness/editor.ts';
import { expectSoon } from './harness/expectSoon.ts';
import { pidsIn } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';
import { untilText } from './harness/untilShown.ts';

const fixture = 'test/fixtures/workspaces/two';

/** What "Add Folder to Workspace" and its opposite do to the file of the workspace. */
async function showFolders(editor: Editor, names: readonly string[]): Promise<void> {
  await writeFile(editor.workspaceFile, JSON.stringify({ folders: names.map((path) => ({ path })) }));
}

journey(
  'apps of the same name in two folders are two apps, and a folder that is taken out keeps its own running',
  { folders: { shop: fixture, blog: fixture, docs: 'test/fixtures/workspaces/none' } },
  async ({ editor, workbench }) => {
    const { tree } = workbench;
    const inFolder = async (folder: string): Promise<string[]> => {
      const names = await tree.names();
      const from = names.findIndex((name) => name.startsWith(`1 ${folder}`));
      const rest = names.slice(from + 1);
      const to = rest.findIndex((name) => name.startsWith('1 '));
      return to === -1 ? rest : rest.slice(0, to);
    };
    await workbench.openDrover();
    // Whichever answers last moves the rows of the other one.
    for (const folder of ['shop', 'blog']) {
      await expectSoon(async () => (await inFolder(folder))[0] ?? '', /^2 web, stopped/);
    }
    assert.equal((await editor.sandbox.supervisors()).length, 2, 'none for the folder without a file');

    await tree.row('web,').clickButton('Start');
    await tree.row('web,').waitForName(/^web, online, 2 of 2/);
    assert.match((await inFolder('shop'))[0] ?? '', /^2 web, online/);
    assert.match((await inFolder('blog'))[0] ?? '', /^2 web, stopped/);
    await workbench.screenshots('several-folders');
    const before = await pidsIn(editor, join(editor.folder, 'shop'));

    const folders = async (): Promise<string> =>
      (await tree.names()).filter((name) => name.startsWith('1 ')).join('; ');
    await untilText(folders, /^1 blog[^;]*; 1 docs[^;]*$/, () => showFolders(editor, ['blog', 'docs']));
    await tree.row('web,').waitForName(/^web, stopped/);
    const all = ['blog', 'docs', 'shop'];
    await untilText(folders, /^1 blog[^;]*; 1 docs[^;]*; 1 shop/, () => showFolders(editor, all));
    await tree.row(/^web, online/).waitForName(/^web, online, 2 of 2/);
    assert.match((await inFolder('shop'))[0] ?? '', /^2 web, online/);
    assert.deepEqual(await pidsIn(editor, join(editor.folder, 'shop')), before);

    await writeFile(
      join(editor.folder, 'docs', 'ecosystem.config.json'),
      '{"apps":[{"name":"docs","script":"server.js"}]}',
    );
    await tree.row(/^docs, stopped/).locator.waitFor();
  },
);
