import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, ConfigurationTarget, window, workspace } from 'vscode';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import { eventually, instancesIn, shownFolder } from '../harness/drover.ts';

/** Runs a shell command in a terminal of the window; resolves with its exit code. */
async function inTerminal(command: string, cwd: string): Promise<number | undefined> {
  return await new Promise<number | undefined>((resolve) => {
    const closed = window.onDidCloseTerminal((one) => {
      if (one !== terminal) return;
      closed.dispose();
      resolve(one.exitStatus?.code);
    });
    const terminal = window.createTerminal({ shellPath: '/bin/sh', shellArgs: ['-c', command], cwd });
  });
}

describe('the command drover in terminals', () => {
  let folder: FolderModel;

  before(async () => {
    folder = await shownFolder();
    await commands.executeCommand('drover.start', 'web');
    await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
  });

  after(async () => {
    await workspace
      .getConfiguration('drover')
      .update('terminal.path', undefined, ConfigurationTarget.Workspace);
    await commands.executeCommand('drover.stopAll');
  });

  it('lists the apps of the window, from any folder below', async () => {
    const list = path.join(folder.folder, 'list.json');
    const code = await inTerminal(`drover list --json > '${list}'`, path.join(folder.folder, 'deep'));
    assert.equal(code, 0);
    const text = await readFile(list, 'utf8');
    for (const { pid } of instancesIn(folder, 'web', 'online') ?? [])
      assert.ok(text.includes(String(pid)), text);
  });

  it('is not known where the setting says so, and known again afterwards', async () => {
    const drover = workspace.getConfiguration('drover');
    const isKnown = 'case $(command -v drover) in */bin/drover) exit 0;; *) exit 44;; esac';
    assert.equal(await inTerminal(isKnown, folder.folder), 0);
    await drover.update('terminal.path', false, ConfigurationTarget.Workspace);
    assert.equal(await inTerminal(isKnown, folder.folder), 44);
    assert.equal(await inTerminal('test -z "$DROVER_HOME$DROVER_NODE"', folder.folder), 0);
    await drover.update('terminal.path', undefined, ConfigurationTarget.Workspace);
    assert.equal(await inTerminal('test -n "$DROVER_HOME" && drover ping', folder.folder), 0);
  });
});
