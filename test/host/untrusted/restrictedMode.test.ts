import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { commands, workspace } from 'vscode';
import { drover } from '../harness/drover.ts';

describe('Restricted Mode', () => {
  it('evaluates nothing and starts nothing, even when a hidden command is called', async () => {
    assert.equal(workspace.isTrusted, false);
    const api = await drover();
    await commands.executeCommand('drover.apps.focus');
    // Answers when the user has dealt with the notification, so it is not awaited.
    void commands.executeCommand('drover.startAll');
    assert.deepEqual(api.getFolders(), []);
    assert.deepEqual(api.getTree(), []);
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(folder !== undefined);
    assert.equal(existsSync(path.join(folder, 'evaluated')), false);
  });
});
