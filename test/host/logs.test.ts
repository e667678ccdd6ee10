import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands } from 'vscode';
import type { FolderModel } from '../../src/extension/folders/folderModel.ts';
import { eventually, instancesIn, shownFolder } from './harness/drover.ts';
import { outputEnding } from './harness/output.ts';

describe('logs of an instance', () => {
  let folder: FolderModel;

  before(async () => {
    folder = await shownFolder();
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
