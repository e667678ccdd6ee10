import assert from 'node:assert/strict';
import { pidsIn, withSupervisor } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

journey(
  'an app is opened in the browser through the address that leads to it from here',
  { folder: 'test/fixtures/workspaces/two' },
  async ({ editor, workbench }) => {
    const { page, tree } = workbench;
    await workbench.openDrover();
    await tree.row('web,').waitForName(/^web, stopped/);
    await tree.row('web,').clickButton('Start');
    await tree.row('web,').waitForName(/^web, online, 2 of 2/);
    const ports = await withSupervisor(editor, ({ snapshot }) =>
      snapshot.instances.map(({ name, port }) => [name, port] as const),
    );
    const opening = page.context().waitForEvent('page');
    await tree.row('web-1,').clickMenu('Open in Browser');
    // VS Code asks before it opens an address that is not its own.
    const open = page.getByRole('dialog').getByRole('button', { name: 'Open', exact: true });
    const opened = await Promise.race([opening, open.click().then(() => opening)]);
    await opened.waitForLoadState();
    const port = ports.find(([name]) => name === 'web-1')?.[1];
    assert.match(opened.url(), new RegExp(`/proxy/${port}/$`));
    assert.equal(await opened.locator('body').innerText(), String((await pidsIn(editor))['web-1']));
  },
);
