import assert from 'node:assert/strict';
import { expectSoon } from './harness/expectSoon.ts';
import { withSupervisor } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

const folder = 'test/fixtures/workspaces/monitor';

journey('what more instances bring is measured, shown, and put back', { folder }, async (world) => {
  const { editor, workbench } = world;
  const { page, webview, quickInput } = workbench;
  await workbench.openDrover();
  const web = workbench.tree.row('web,');
  await web.clickMenu('Start');
  await web.waitForName(/^web, online, 4 of 4 instances/);
  const question = 'How many connections';
  await quickInput.openBy(question, () => web.clickMenu('Measure Throughput…'));
  await quickInput.answer(question, '8');
  await quickInput.answer('How many seconds', '1');
  await webview.getByRole('heading', { name: 'Throughput of web' }).waitFor();
  const running = await withSupervisor(editor, ({ snapshot }) =>
    snapshot.instances.filter(({ status }) => status === 'online').map(({ name }) => name),
  );
  assert.deepEqual(running, ['web-0', 'web-1', 'web-2', 'web-3']);

  const figures = webview.getByRole('region', { name: 'Figures' });
  for (const instances of ['1', '2', '4']) {
    const row = figures.getByRole('row', { name: new RegExp(`^${instances} `) });
    await expectSoon(async () => (await row.getByRole('cell').first().textContent()) ?? '', /^[1-9][\d,]*$/);
    assert.equal(await row.getByRole('cell').nth(6).textContent(), '0');
  }
  await webview.getByRole('img', { name: /^Requests per second.*: [\d,]+ \(instances: 1\)/ }).waitFor();
  await workbench.screenshots('throughput');
  await webview.getByRole('button', { name: 'Copy as Markdown' }).click();
  await page.locator('.statusbar').getByText('The figures are in the clipboard.').waitFor();
});
