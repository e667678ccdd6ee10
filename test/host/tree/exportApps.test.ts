import assert from 'node:assert/strict';
import { afterEach, before, describe, it } from 'mocha';
import { commands, window } from 'vscode';
import type { TextDocument } from 'vscode';
import type { DroverTestApi } from '../../../src/extension/api/testApi.ts';
import { flattened } from '../../../src/extension/tree/row.ts';
import { drover, eventually, shownFolder } from '../harness/drover.ts';

/**
 * Accepts every question as it stands: the first format, no options, to be shown. A question that has no entries yet
 * is closed by that without an answer, so it may take another try.
 */
async function exportByEnter(...args: readonly unknown[]): Promise<TextDocument> {
  for (let attempt = 0; attempt < 5 && window.activeTextEditor === undefined; attempt += 1) {
    const question: { isOpen: boolean } = { isOpen: true };
    const done = Promise.resolve(commands.executeCommand('drover.exportApps', ...args)).finally(() => {
      question.isOpen = false;
    });
    // Nothing tells tests that a question is shown. Without one this does nothing.
    while (question.isOpen) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await done;
  }
  assert.ok(window.activeTextEditor !== undefined);
  return window.activeTextEditor.document;
}

describe('exporting apps', () => {
  let api: DroverTestApi;

  before(async () => {
    api = await drover();
    const folder = await shownFolder();
    await eventually(folder, () => folder.view.snapshot.apps.length === 3, 'three apps');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  afterEach(async () => {
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows what a row comes to in Compose, with what is different there', async () => {
    const rows = flattened(api.getTree());
    const row = rows.find(({ label, target }) => label === 'web' && target.kind === 'app');
    assert.ok(row !== undefined);
    const document = await exportByEnter(row);
    assert.equal(document.languageId, 'yaml');
    assert.equal(document.isUntitled, true);
    const text = document.getText();
    assert.match(text, /^# Services of ecosystem\.config\.js, written by drover export\.\n# web: /);
    assert.match(text, /\nservices:\n {2}web:\n {4}build:\n {6}context: "\."\n/);
    assert.match(text, /\n {4}deploy:\n {6}replicas: 2\n/);
    assert.doesNotMatch(text, /\n {2}api:/);
  });

  it('asks for the apps when it is called on none, and takes all of them', async () => {
    const text = (await exportByEnter()).getText();
    for (const name of ['web', 'api', 'crashing']) assert.match(text, new RegExp(`\n {2}${name}:\n`));
    // Somebody who runs it needs it.
    assert.match(text, /\n {6}API_KEY: not-to-be-shown\n/);
    assert.match(text, /\n {4}profiles:\n {6}- back\n/);
  });
});
