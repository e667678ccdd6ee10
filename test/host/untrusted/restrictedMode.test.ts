import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import { commands, lm, Uri, window, workspace } from 'vscode';
import type { CodeLens, Hover, MarkdownString } from 'vscode';
import { McpServers } from '../../../src/extension/agents/mcpServers.ts';
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

  it('lets agents read and run nothing', async () => {
    for (const name of ['drover_list', 'drover_describe']) {
      const call = async () => await lm.invokeTool(name, { input: {}, toolInvocationToken: undefined });
      await assert.rejects(call, /This workspace is not trusted/);
    }
    assert.deepEqual(new McpServers('cli.cjs', '1.0.0').provideMcpServerDefinitions(), []);
    const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
    assert.equal(existsSync(path.join(folder, 'evaluated')), false);
  });

  it('still explains the file, but offers to start nothing', async () => {
    const uri = Uri.joinPath(workspace.workspaceFolders?.[0]?.uri ?? Uri.file('/'), 'ecosystem.config.js');
    const document = await workspace.openTextDocument(uri);
    await window.showTextDocument(document);
    const at = document.positionAt(document.getText().indexOf('script') + 2);
    const texts = async (): Promise<string[]> => {
      const hovers = await commands.executeCommand<Hover[]>('vscode.executeHoverProvider', uri, at);
      return hovers.flatMap(({ contents }) => contents.map((one) => (one as MarkdownString).value));
    };
    const end = Date.now() + 20_000;
    while (!(await texts()).some((text) => text.includes('PM2')) && Date.now() < end)
      await new Promise((resolve) => setTimeout(resolve, 50));
    assert.ok((await texts()).some((text) => text.includes('**`script`**')));
    const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', uri, 100);
    assert.deepEqual(
      lenses.filter(({ command }) => command?.command.startsWith('drover.')),
      [],
    );
    assert.equal(existsSync(path.join(path.dirname(uri.fsPath), 'evaluated')), false);
  });
});
