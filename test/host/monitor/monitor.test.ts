import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { commands, TabInputWebview, window } from 'vscode';
import type { Tab } from 'vscode';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import type { MetricsRow } from '../../../src/protocol/model.ts';
import { drover, eventually, instancesIn, shownFolder } from '../harness/drover.ts';

function monitors(): readonly Tab[] {
  return window.tabGroups.all
    .flatMap(({ tabs }) => tabs)
    .filter(({ input }) => input instanceof TabInputWebview && input.viewType.endsWith('drover.monitor'));
}

/** Resolves when the open monitors have these titles. */
async function titled(...titles: readonly string[]): Promise<void> {
  const isThere = (): boolean =>
    monitors()
      .map(({ label }) => label)
      .join() === titles.join();
  if (isThere()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      reject(
        new Error(
          `Never ${titles.join()}, but ${monitors()
            .map(({ label }) => label)
            .join()}`,
        ),
      );
    }, 30_000);
    const subscription = window.tabGroups.onDidChangeTabs(() => {
      if (!isThere()) return;
      clearTimeout(timer);
      subscription.dispose();
      resolve();
    });
  });
}

/** The first rows that fit. The page asks for event loops as soon as it is there, and for as long as it is seen. */
function metricsThat(folder: FolderModel, fits: (rows: readonly MetricsRow[]) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    let last: readonly MetricsRow[] = [];
    const timer = setTimeout(() => reject(new Error(`Never seen. Last: ${JSON.stringify(last)}`)), 30_000);
    const subscription = folder.session.client?.onMetrics(({ rows }) => {
      last = rows;
      if (!fits(rows)) return;
      clearTimeout(timer);
      subscription?.dispose();
      resolve();
    });
  });
}

const isMeasured = (rows: readonly MetricsRow[]): boolean =>
  rows.length > 0 && rows.every(({ lag }) => lag !== null);
const isUnmeasured = (rows: readonly MetricsRow[]): boolean =>
  rows.length > 0 && rows.every(({ lag }) => lag === null);

describe('the monitor', () => {
  let folder: FolderModel;

  before(async () => {
    folder = await shownFolder();
    await commands.executeCommand('drover.startAll');
    await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    await eventually(folder, () => instancesIn(folder, 'other', 'online'), 'other online');
  });

  afterEach(async () => {
    await window.tabGroups.close([...monitors()]);
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  it('opens for all apps, once, and has event loops measured while it is seen', async () => {
    await commands.executeCommand('drover.openMonitor');
    await commands.executeCommand('drover.openMonitor');
    await metricsThat(folder, isMeasured);
    await titled('Monitor');
    await window.tabGroups.close([...monitors()]);
    await metricsThat(folder, isUnmeasured);
  });

  it('measures nothing while another editor hides it, and again when it is back', async () => {
    await commands.executeCommand('drover.openMonitor');
    await metricsThat(folder, isMeasured);
    await commands.executeCommand('workbench.action.files.newUntitledFile');
    await metricsThat(folder, isUnmeasured);
    await commands.executeCommand('drover.openMonitor');
    await metricsThat(folder, isMeasured);
    await commands.executeCommand('workbench.action.closeOtherEditors');
  });

  it('opens beside it for certain apps, by a row of the view or by a name', async () => {
    const row = (await drover()).getTree().find(({ label }) => label === 'other');
    assert.ok(row !== undefined);
    await commands.executeCommand('drover.openMonitor', { id: row.id });
    await titled('Monitor: other');
    await commands.executeCommand('drover.openMonitor', 'other');
    await commands.executeCommand('drover.openMonitor', 'web-1');
    await titled('Monitor: other', 'Monitor: web');
  });
});
