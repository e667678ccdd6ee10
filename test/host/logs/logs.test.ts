import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, env, window, workspace } from 'vscode';
import type { DocumentLink, Terminal, TextDocument, Uri } from 'vscode';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { drover, eventually, instancesIn, shownFolder } from '../harness/drover.ts';
import { outputEnding } from '../harness/output.ts';

/** Resolves with what `find` gives as soon as that is something, looking again at each of the events. */
async function seen<T>(
  events: readonly ((listener: () => void) => { dispose(): unknown })[],
  find: () => T | undefined,
  what: string,
): Promise<T> {
  const first = find();
  if (first !== undefined) return first;
  return await new Promise<T>((resolve, reject) => {
    const look = (): void => {
      const found = find();
      if (found === undefined) return;
      clearTimeout(timer);
      for (const one of subscriptions) one.dispose();
      resolve(found);
    };
    const subscriptions = events.map((listen) => listen(look));
    const timer = setTimeout(() => reject(new Error(`Never seen: ${what}`)), 30_000);
  });
}

async function linksOf(uri: Uri): Promise<readonly DocumentLink[]> {
  return await commands.executeCommand<DocumentLink[]>('vscode.executeLinkProvider', uri);
}

describe('logs', () => {
  let folder: FolderModel;

  before(async () => {
    folder = await shownFolder();
    await commands.executeCommand('drover.start', 'talk');
    await eventually(folder, () => instancesIn(folder, 'talk', 'online'), 'talk online');
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  function instance(name: string): InstanceInfo {
    const found = folder.view.snapshot.instances.find((one) => one.name === name);
    assert.ok(found !== undefined, name);
    return found;
  }

  /** Gives an instance a line to read. */
  async function tell(name: string, line: string): Promise<void> {
    const client = await folder.connected();
    const { problem } = await client.request('instances/input', {
      instance: instance(name).id,
      text: `${line}\n`,
    });
    assert.equal(problem, null);
  }

  async function filesOf(name: string): Promise<readonly string[]> {
    const client = await folder.connected();
    return (await client.request('logs/read', { instance: instance(name).id, lines: 0 })).files;
  }

  it('of all instances of an app are shown in one channel, which new instances join', async () => {
    await commands.executeCommand('drover.showLogs', 'talk');
    const channel = await outputEnding(/^talk-1 \| instance 1 is ready$/m, '-talk');
    assert.match(channel.getText(), /^talk-0 \| instance 0 is ready$/m);
    assert.equal(channel.languageId, 'drover-log');
    await tell('talk-0', 'first');
    await outputEnding(/^talk-0 \| 0 read first$/m, '-talk');
    await tell('talk-1', 'second');
    await outputEnding(/^talk-0 \| 0 read first\ntalk-1 \| 1 read second$/m, '-talk');
    const client = await folder.connected();
    await client.request('apps/scale', { targets: ['talk'], instances: 3, wait: true });
    await outputEnding(/^talk-2 \| instance 2 is ready$/m, '-talk');
    await tell('talk-2', 'third');
    await outputEnding(/^talk-2 \| 2 read third$/m, '-talk');
  });

  it('of one instance have a channel, and lines of stderr end in a space', async () => {
    await commands.executeCommand('drover.showLogs', 'talk-1');
    await tell('talk-1', 'warn');
    const channel = await outputEnding(/^not so good, see lib\/fail.js:3 $/m, '-talk-1');
    assert.match(channel.getText(), /^instance 1 is ready$/m);
    assert.doesNotMatch(channel.getText(), /instance 0/);
  });

  it('lead from the paths in them to the files', async () => {
    const channel = await outputEnding(/lib\/fail.js:3/, '-talk-1');
    const [link] = await linksOf(channel.uri);
    assert.equal(link?.target?.fsPath, join(folder.folder, 'lib/fail.js'));
    assert.equal(link.target.fragment, 'L3,1');
    assert.equal(channel.getText(link.range), 'lib/fail.js:3');
  });

  it('are followed in a terminal, whose lines the instance reads, also after a restart', async () => {
    const opened = async (): Promise<Terminal> => {
      await commands.executeCommand('drover.followInTerminal', 'talk-0');
      return await seen(
        [window.onDidOpenTerminal],
        () => window.terminals.find(({ name }) => name === 'Drover: talk-0'),
        'the terminal',
      );
    };
    const terminal = await opened();
    await commands.executeCommand('drover.showLogs', 'talk-0');
    terminal.sendText('from the terminal');
    await outputEnding(/^0 read from the terminal$/m, '-talk-0');
    const { pid } = instance('talk-0');
    terminal.sendText('\u0003', false);
    await commands.executeCommand('drover.restart', 'talk-0');
    await eventually(
      folder,
      () => instance('talk-0').status === 'online' && instance('talk-0').pid !== pid,
      'talk-0 online again',
    );
    terminal.sendText('again');
    await outputEnding(/^0 read again$/m, '-talk-0');
    assert.equal(await opened(), terminal);
    const { length } = window.terminals;
    terminal.dispose();
    await seen([window.onDidCloseTerminal], () => window.terminals.length < length || undefined, 'it closed');
    assert.notEqual(await opened(), terminal);
  });

  it('end with the instance: its channel and its terminal are gone', async () => {
    await commands.executeCommand('drover.followInTerminal', 'talk-2');
    const find = (): Terminal | undefined => window.terminals.find(({ name }) => name === 'Drover: talk-2');
    await seen([window.onDidOpenTerminal], find, 'the terminal');
    await commands.executeCommand('drover.showLogs', 'talk-2');
    await outputEnding(/third/, '-talk-2');
    const client = await folder.connected();
    await client.request('apps/scale', { targets: ['talk'], instances: 2 });
    await seen([window.onDidCloseTerminal], () => find() === undefined || undefined, 'the terminal closed');
    const isOpen = (one: TextDocument): boolean => one.uri.path.endsWith('-talk-2');
    await seen(
      [workspace.onDidCloseTextDocument],
      () => !workspace.textDocuments.some(isOpen) || undefined,
      'the channel closed',
    );
  });

  it('tell of the last crash, also when the instance runs again', async () => {
    const { restarts } = instance('talk-0');
    await tell('talk-0', 'fail');
    await eventually(folder, () => instance('talk-0').restarts > restarts, 'a restart');
    await eventually(folder, () => instance('talk-0').status === 'online', 'talk-0 online again');
    await commands.executeCommand('drover.showLastCrash', 'talk-0');
    const document = window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'drover-log');
    assert.match(document.getText(), /^… talk-0 ended with exit code 1$/m);
    assert.match(document.getText(), /^TypeError: told to fail $/m);
    const links = await linksOf(document.uri);
    const inFile = links.filter(({ target }) => target?.fsPath === join(folder.folder, 'lib/fail.js'));
    assert.ok(inFile.some(({ target }) => target?.fragment === 'L3,9'));
  });

  it('say that an instance has not crashed', async () => {
    const before = window.activeTextEditor?.document;
    await commands.executeCommand('drover.showLastCrash', 'talk-1');
    assert.equal(window.activeTextEditor?.document, before);
  });

  it('have their last error copied', async () => {
    await commands.executeCommand('drover.copyLastError', 'talk-0');
    const copied = await env.clipboard.readText();
    assert.match(copied, /^TypeError: told to fail\n {4}at (exports\.)?fail .*lib\/fail\.js:3:9\)/);
    assert.doesNotMatch(copied, /instance 0 is ready/);
  });

  it('are searched over all instances of an app, and lead to the line of the file', async () => {
    await commands.executeCommand('drover.searchLogs', 'talk', '/\\d READ (first|second)/i');
    const document = window.activeTextEditor?.document;
    assert.ok(document !== undefined);
    assert.match(document.getText(), /^… 2 lines with /);
    assert.match(document.getText(), /^talk-1 \| \d{4}-[\d :.-]+ talk-1-out\.log:2: 1 read second$/m);
    const links = await linksOf(document.uri);
    assert.equal(links.length, 2);
    for (const { target } of links) {
      const line = Number(/^L(\d+)/.exec(target?.fragment ?? '')?.[1]);
      assert.match(
        readFileSync(target?.fsPath ?? '', 'utf8').split('\n')[line - 1] ?? '',
        /read (first|second)/,
      );
    }
  });

  it('have a file that is opened', async () => {
    await commands.executeCommand('drover.start', 'quiet');
    await eventually(folder, () => instancesIn(folder, 'quiet', 'completed'), 'quiet done');
    const [path] = await filesOf('quiet');
    await commands.executeCommand('drover.openLogFile', 'quiet');
    assert.equal(window.activeTextEditor?.document.uri.fsPath, path);
    assert.equal(window.activeTextEditor?.document.getText(), 'done\n');
  });

  it('are emptied: files, lines in memory and what is shown', async () => {
    await commands.executeCommand('drover.showLogs', 'talk-1');
    const channel = await outputEnding(/second/, '-talk-1');
    const emptied = seen(
      [workspace.onDidChangeTextDocument],
      () => !channel.getText().includes('second') || undefined,
      'the empty channel',
    );
    await commands.executeCommand('drover.clearLogs', 'talk-1');
    await emptied;
    for (const file of await filesOf('talk-1')) assert.equal(readFileSync(file, 'utf8'), '');
    await tell('talk-1', 'anew');
    await outputEnding(/^1 read anew$/m, '-talk-1');
    assert.ok((await drover()).getFolders().includes(folder));
  });
});
