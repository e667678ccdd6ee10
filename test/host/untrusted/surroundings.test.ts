import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ExtensionContext } from 'vscode';
import { TaskTerminal } from '../../../src/extension/tasks/taskTerminal.ts';
import { createTerminalPath } from '../../../src/extension/terminal/terminalPath.ts';
import { drover } from '../harness/drover.ts';

const sentence = /Drover reads and runs nothing until this workspace is trusted\./;

describe('what surrounds the view in Restricted Mode', () => {
  it('gives other extensions nothing, and says why', async () => {
    const api = await drover();
    await assert.rejects(api.list(), sentence);
    await assert.rejects(api.start('all'), sentence);
    await assert.rejects(api.stop('all'), sentence);
    await assert.rejects(api.restart('all'), sentence);
  });

  it('runs no task', async () => {
    const terminal = new TaskTerminal({ task: 'start' }, undefined, { models: [] });
    let text = '';
    terminal.onDidWrite((part) => (text += part));
    const code = await new Promise<number>((resolve) => {
      terminal.onDidClose(resolve);
      terminal.open();
    });
    assert.equal(code, 1);
    assert.match(text, sentence);
  });

  it('takes back what terminals knew before', () => {
    const calls: string[] = [];
    const note = (name: string) => () => void calls.push(name);
    const environmentVariableCollection = {
      clear: note('clear'),
      prepend: note('prepend'),
      replace: note('replace'),
    };
    const context = { environmentVariableCollection, asAbsolutePath: (name: string) => name };
    createTerminalPath(context as unknown as ExtensionContext).dispose();
    assert.deepEqual(calls, ['clear']);
  });
});
