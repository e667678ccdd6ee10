import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands, Range, workspace } from 'vscode';
import type { TextDocument } from 'vscode';
import type { FolderModel } from '../../src/extension/folders/folderModel.ts';
import { eventually, instancesIn, onlyFolder } from './harness/drover.ts';

/** The end of a document. Reading a whole flood at each change would keep the host busy. */
function lastLines(document: TextDocument): string {
  return document.getText(new Range(Math.max(0, document.lineCount - 10), 0, document.lineCount, 0));
}

/** Resolves with the output channel whose last lines fit, as soon as there is one. */
async function outputEnding(pattern: RegExp): Promise<TextDocument> {
  const find = (): TextDocument | undefined =>
    workspace.textDocuments.find((one) => one.uri.scheme === 'output' && pattern.test(lastLines(one)));
  const known = find();
  if (known !== undefined) return known;
  return await new Promise<TextDocument>((resolve, reject) => {
    const found = (): void => {
      const document = find();
      if (document === undefined) return;
      clearTimeout(timer);
      for (const one of subscriptions) one.dispose();
      resolve(document);
    };
    const subscriptions = [workspace.onDidChangeTextDocument(found), workspace.onDidOpenTextDocument(found)];
    const timer = setTimeout(() => {
      const seen = workspace.textDocuments
        .filter((one) => one.uri.scheme === 'output')
        .map((one) => `${one.uri.path}: ${lastLines(one)}`);
      reject(new Error(`No output with ${pattern.source}. Seen: ${seen.join('\n')}`));
    }, 45_000);
  });
}

describe('logs of an instance', () => {
  let folder: FolderModel;

  before(async () => {
    folder = await onlyFolder();
    await commands.executeCommand('drover.apps.focus');
    await eventually(folder, () => folder.view.state === 'ready', 'the apps of the file');
  });

  after(async () => {
    await commands.executeCommand('drover.stop', 'flood');
  });

  it('are shown without the escape sequences of terminals', async () => {
    await commands.executeCommand('drover.start', 'crashing');
    await eventually(folder, () => instancesIn(folder, 'crashing', 'errored'), 'crashing given up');
    const [crashing] = instancesIn(folder, 'crashing', 'errored') ?? [];
    await commands.executeCommand('drover.showLogs', crashing?.id);
    const output = await outputEnding(/no database/);
    assert.doesNotMatch(output.getText(), /\u001b/);
  });

  it('leave out lines of a flood, say how many and where all of them are, and show the last', async () => {
    const id = folder.view.snapshot.instances.find((one) => one.name === 'flood')?.id;
    await commands.executeCommand('drover.showLogs', id);
    await commands.executeCommand('drover.start', 'flood');
    const output = await outputEnding(/^the end$/m);
    assert.match(output.getText(), /^… [\d,]+ lines skipped, full log: .*flood.*\.log/m);
    assert.ok(output.lineCount < 100_000, `${output.lineCount} lines`);
  });
});
