import assert from 'node:assert/strict';
import { expectSoon } from './harness/expectSoon.ts';
import { withSupervisor } from './harness/inspect.ts';
import { journey } from './harness/journey.ts';

const folder = 'test/fixtures/workspaces/monitor';

journey('the monitor shows load, events and logs of all apps, and acts', { folder }, async (world) => {
  const { editor, workbench } = world;
  const { page, webview } = workbench;
  await workbench.openDrover();
  await workbench.runCommand('Drover: Start All');
  await workbench.tree.row('web,').waitForName(/^web, online, 4 of 4 instances/);
  await workbench.titleButton('Open Monitor').click();
  await webview.getByRole('heading', { name: 'Monitor', exact: true }).waitFor();

  const cellsOf = (name: string) =>
    webview.getByRole('row', { name: new RegExp(`^${name}`) }).getByRole('cell');
  const cell = (name: string, index: number) => async () =>
    (await cellsOf(name).nth(index).textContent()) ?? '';
  // Status, CPU, memory, lag, restarts.
  await expectSoon(cell('web-3', 1), /^[1-9]\d*%$/);
  await expectSoon(cell('web-3', 2), /^\d+ MB$/);
  await expectSoon(cell('blocking', 3), /^([5-9]\d\d ms|\d\.\d s)$/);
  await expectSoon(cell('web-3', 0), /^online$/);

  const logs = webview.getByRole('log', { name: 'Logs' });
  await logs.getByText('upstream refused').first().waitFor();
  const events = webview.getByRole('list', { name: 'Events' });
  await events.getByRole('listitem').filter({ hasText: 'listening' }).first().waitFor();
  await webview.getByRole('searchbox', { name: 'Filter events' }).fill('fork');
  assert.equal(await events.getByRole('listitem').filter({ hasText: 'listening' }).count(), 0);
  await webview.getByRole('searchbox', { name: 'Filter events' }).fill('');

  for (const name of ['CPU', 'Memory', 'Event-loop lag', 'Restarts']) {
    await webview.getByRole('img', { name: new RegExp(`^${name} of each instance over time`) }).waitFor();
  }
  // The values of a moment, by the keyboard.
  await webview.getByRole('img', { name: /^CPU of each instance/ }).focus();
  await page.keyboard.press('ArrowLeft');
  await webview.getByRole('table', { name: /^Instances: at / }).waitFor();
  // The line of an instance is switched by the keyboard, and kept.
  const line = webview.getByRole('button', { name: 'web-0: line in the charts' });
  await line.focus();
  await page.keyboard.press('Space');
  assert.equal(await line.getAttribute('aria-pressed'), 'false');
  await webview.getByLabel('Time shown').selectOption('1 minute');

  await workbench.screenshots('monitor');

  await expectSoon(cell('blocking', 4), /^0$/);
  await webview.getByRole('button', { name: 'Restart blocking' }).click();
  await expectSoon(cell('blocking', 4), /^1$/);
  await events.getByRole('listitem').filter({ hasText: 'restart' }).filter({ hasText: 'blocking' }).waitFor();
  await webview.getByRole('button', { name: 'Scale web' }).click();
  await workbench.quickInput.answer('A number of instances', '2');
  await webview.getByRole('row', { name: /^web-3/ }).waitFor({ state: 'detached' });
  await webview.getByRole('button', { name: 'Stop web' }).click();
  await workbench.tree.row('web,').waitForName(/^web, stopped/);
  const running = await withSupervisor(editor, ({ snapshot }) =>
    snapshot.instances.filter(({ pid }) => pid !== null).map(({ name }) => name),
  );
  assert.deepEqual(running, ['blocking']);

  await workbench.reload();
  await webview.getByRole('row', { name: /^blocking/ }).waitFor();
  assert.equal(
    await webview.getByRole('button', { name: 'web-0: line in the charts' }).getAttribute('aria-pressed'),
    'false',
  );
});
