import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, ConfigurationTarget, workspace } from 'vscode';
import type { InlayHint } from 'vscode';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import { eventually, instancesIn, shownFolder } from '../harness/drover.ts';
import { OpenFile, until } from '../language/openFile.ts';

describe('settings act as soon as they are changed', () => {
  let folder: FolderModel;
  const drover = () => workspace.getConfiguration('drover');

  before(async () => {
    folder = await shownFolder();
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('files.dialect: whose file a YAML file is that does not tell', async () => {
    const file = await OpenFile.open('process.yaml');
    const isForeign = ({ code }: { code?: unknown }): boolean => code === 'option-foreign';
    await file.diagnostics((all) => !all.some(isForeign), 'nothing as PM2 reads it');
    await drover().update('files.dialect', 'pmdaemon', ConfigurationTarget.Workspace);
    await file.diagnostics((all) => all.some(isForeign), 'an option that PMDaemon does not know');
    await drover().update('files.dialect', undefined, ConfigurationTarget.Workspace);
    await file.diagnostics((all) => !all.some(isForeign), 'nothing again');
  });

  it('inlayHints: what values come to', async () => {
    const file = await OpenFile.open('process.yaml');
    await file.document.save();
    const hints = (): Promise<readonly InlayHint[]> =>
      file.ask('vscode.executeInlayHintProvider', file.whole);
    await drover().update('inlayHints', true, ConfigurationTarget.Workspace);
    await until(async () => ((await hints()).length > 0 ? true : undefined), 'a hint');
    await drover().update('inlayHints', false, ConfigurationTarget.Workspace);
    await until(async () => ((await hints()).length === 0 ? true : undefined), 'no hint');
    await drover().update('inlayHints', undefined, ConfigurationTarget.Workspace);
  });

  it('watch.respectGitignore: whether a file that git ignores restarts a watched app', async () => {
    await commands.executeCommand('drover.start', 'job');
    await eventually(folder, () => instancesIn(folder, 'job', 'online'), 'job online');
    await commands.executeCommand('drover.toggleWatch', 'job');
    const job = () => folder.view.snapshot.apps.find(({ name }) => name === 'job');
    await eventually(folder, () => job()?.watch === true, 'job watched');
    await drover().update('watch.respectGitignore', false, ConfigurationTarget.Workspace);
    let round = 0;
    // The setting reaches the watcher a moment later, and nothing tells when.
    await until(async () => {
      await writeFile(path.join(folder.folder, 'notes.txt'), String(round++));
      return job()?.changedFile === 'notes.txt' ? true : undefined;
    }, 'a restart for notes.txt');
    await drover().update('watch.respectGitignore', undefined, ConfigurationTarget.Workspace);
    assert.equal(workspace.getConfiguration('drover.watch').get('respectGitignore'), true);
  });
});
