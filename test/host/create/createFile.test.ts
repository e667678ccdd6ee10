import assert from 'node:assert/strict';
import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, describe, it } from 'mocha';
import { commands, window, workspace } from 'vscode';
import type { TextEditor } from 'vscode';
import { eventually, onlyFolder } from '../harness/drover.ts';

const root = (): string => workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
const fileName = 'ecosystem.config.js';

/** Runs the command and accepts every question as it stands, until it has come to its end. */
async function createByEnter(): Promise<TextEditor> {
  const questions: { isOpen: boolean } = { isOpen: true };
  const command = Promise.resolve(commands.executeCommand('drover.createEcosystemFile')).finally(() => {
    questions.isOpen = false;
  });
  // Nothing tells tests that a question is shown. Without one this does nothing.
  while (questions.isOpen) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await command;
  assert.ok(window.activeTextEditor !== undefined);
  return window.activeTextEditor;
}

describe('Create Ecosystem File', () => {
  afterEach(async () => {
    await commands.executeCommand('workbench.action.files.revert');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  after(async () => {
    await rm(path.join(root(), fileName), { force: true });
  });

  it('writes what it found and shows the first app, which the view lists', async () => {
    const { document, selection } = await createByEnter();
    assert.equal(path.basename(document.uri.fsPath), fileName);
    const text = await readFile(path.join(root(), fileName), 'utf8');
    assert.match(
      text,
      /module\.exports = \{\n {2}apps: \[\n {4}\{\n {6}name: 'shop',\n {6}script: 'server\.js',/,
    );
    assert.match(text, /port: 4310,/);
    assert.equal(document.lineAt(selection.active.line).text.trim(), "name: 'shop',");
    const folder = await onlyFolder();
    await commands.executeCommand('drover.apps.focus');
    await eventually(
      folder,
      () => folder.view.snapshot.apps.some(({ name }) => name === 'shop'),
      'the app "shop"',
    );
  });

  it('opens the file that is there when it lacks nothing', async () => {
    const before = await stat(path.join(root(), fileName));
    const { document } = await createByEnter();
    assert.equal(path.basename(document.uri.fsPath), fileName);
    assert.equal(document.isDirty, false);
    assert.equal((await stat(path.join(root(), fileName))).mtimeMs, before.mtimeMs);
  });

  it('fills a file that somebody has made for it, in its language', async () => {
    await rm(path.join(root(), fileName));
    await writeFile(path.join(root(), 'ecosystem.yaml'), '\n');
    const { document } = await createByEnter();
    assert.equal(path.basename(document.uri.fsPath), 'ecosystem.yaml');
    assert.match(
      await readFile(document.uri.fsPath, 'utf8'),
      /^# .*\napps:\n {2}- name: shop\n {4}script: server\.js\n/,
    );
    await rm(document.uri.fsPath);
  });
});
