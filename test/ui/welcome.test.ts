import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { journey } from './harness/journey.ts';

journey('without a folder the view offers to open one', {}, async ({ workbench }) => {
  await workbench.openDrover();
  await workbench.welcome.getByRole('button', { name: 'Open Folder' }).waitFor();
});

journey(
  'a folder without an ecosystem file gets one by a click, and its app is listed',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Create Ecosystem File' }).click();
    await workbench.tree.locator.getByRole('treeitem').first().waitFor();
    await access(join(editor.folder, 'ecosystem.config.js'));
  },
);

journey(
  'in Restricted Mode the view asks for trust and nothing runs',
  { folder: 'test/fixtures/workspaces/two', trusted: false },
  async ({ workbench }) => {
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Manage Workspace Trust' }).waitFor();
  },
);
