import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Editor } from './harness/editor.ts';
import { journey } from './harness/journey.ts';

journey('without a folder the view offers to open one', {}, async ({ workbench }) => {
  await workbench.openDrover();
  await workbench.welcome.getByRole('button', { name: 'Open Folder' }).waitFor();
});

journey(
  'a folder without an ecosystem file gets one by a click and two times Enter, and its app is listed',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Create Ecosystem File' }).click();
    await workbench.page.getByRole('checkbox', { name: /^plain, server/ }).waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.quickPick('JavaScript').waitFor();
    await workbench.page.keyboard.press('Enter');
    await workbench.tree.locator.getByRole('treeitem').first().waitFor();
    await access(join(editor.folder, 'ecosystem.config.js'));
  },
);

const slowFile = `import { existsSync } from 'node:fs';
while (!existsSync(new URL('go', import.meta.url))) await new Promise((resolve) => setTimeout(resolve, 20));
export default { apps: [{ name: 'late', script: 'server.js' }] };
`;

journey(
  'while the ecosystem files are read, the view says so',
  { folder: 'test/fixtures/workspaces/none' },
  async ({ editor, workbench }) => {
    await writeFile(join(editor.folder, 'ecosystem.config.mjs'), slowFile);
    await workbench.openDrover();
    await workbench.welcome.getByText('Looking for ecosystem files…').waitFor();
    await writeFile(join(editor.folder, 'go'), '');
    await workbench.tree.row('late').waitForName(/^late, stopped/);
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

test('a supervisor that cannot be reached is said in the view, with a way to try again', async () => {
  // Longer than the path of a socket may be.
  const runtimeDir = await mkdtemp(join(tmpdir(), 'x'.repeat(100)));
  await using _ = { [Symbol.asyncDispose]: () => rm(runtimeDir, { recursive: true }) };
  const editor = await Editor.start({
    folder: 'test/fixtures/workspaces/two',
    env: { XDG_RUNTIME_DIR: runtimeDir },
  });
  try {
    const workbench = await editor.openWindow();
    await workbench.openDrover();
    await workbench.welcome.getByRole('button', { name: 'Try Again' }).waitFor();
    await workbench.notifications.toast(/too long for a socket/).waitFor();
    await workbench.welcome.getByRole('button', { name: 'Try Again' }).click();
    await workbench.welcome.getByRole('button', { name: 'Try Again' }).waitFor();
  } finally {
    await editor.dispose();
  }
});
