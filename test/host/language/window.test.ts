import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { after, describe, it } from 'mocha';
import {
  CodeActionKind,
  commands,
  ConfigurationTarget,
  languages,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
} from 'vscode';
import type { CodeAction, CodeLens, Diagnostic, Hover, MarkdownString } from 'vscode';
import { eventually, onlyFolder } from '../harness/drover.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { OpenFile, until } from './openFile.ts';

function optionsIn(found: readonly Diagnostic[]): string[] {
  return found
    .filter(({ code }) => code === 'option-unknown')
    .map(({ message }) => /"(\w+)"/.exec(message)?.[1] ?? '')
    .sort();
}

describe('what the language server and the supervisor say together', () => {
  after(async () => {
    await commands.executeCommand('drover.stopAll');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('starts an app by the line above it, which tells its state from then on', async () => {
    const folder = await onlyFolder();
    const file = await OpenFile.open('ecosystem.config.js');
    const lensesOf = async (app: string): Promise<readonly (CodeLens['command'] | undefined)[]> => {
      const lenses = await file.ask<CodeLens[]>('vscode.executeCodeLensProvider', 100);
      const { line } = file.at(`name: '${app}'`);
      return lenses.filter(({ range }) => range.start.line === line - 1).map(({ command }) => command);
    };
    const start = (await lensesOf('web')).find((command) => command?.command === 'drover.start');
    assert.ok(start !== undefined);
    await commands.executeCommand(start.command, ...((start.arguments ?? []) as unknown[]));
    const online = (): readonly InstanceInfo[] | undefined => {
      const { apps, instances } = folder.view.snapshot;
      const app = apps.find(({ id }) => id === 'ecosystem.config.js#web');
      const own = instances.filter((one) => one.app === app?.id);
      return own.length > 0 && own.every(({ status }) => status === 'online') ? own : undefined;
    };
    const instances = await eventually(folder, online, 'web of ecosystem.config.js online');
    const titles = await until(async () => {
      const all = (await lensesOf('web')).map((command) => command?.title ?? '');
      return all.includes('Stop') ? all : undefined;
    }, 'a lens that stops it');
    assert.match(titles[0] ?? '', /online/);
    assert.ok(titles.includes('Logs') && titles.includes('DEV') && !titles.includes('Start'), titles.join());

    const hovers = await file.ask<Hover[]>('vscode.executeHoverProvider', file.at('web', { skip: 1 }));
    const text = hovers
      .flatMap(({ contents }) => contents.map((one) => (one as MarkdownString).value))
      .join('\n');
    assert.ok(text.includes(String(instances[0]?.pid)), text);
  });

  it('shows each problem once while the file is open, those that only a run tells included', async () => {
    const file = await OpenFile.open('pm2.config.cjs');
    const found = await file.diagnostics(
      (all) => optionsIn(all).includes('max_restart') && optionsIn(all).includes('instancez'),
      'both unknown options',
    );
    assert.deepEqual(optionsIn(found), ['instancez', 'max_restart']);
  });

  it('takes up again after it was killed', async () => {
    const file = await OpenFile.open('ecosystem.yaml');
    await file.diagnostics((all) => all.some(({ code }) => code === 'option-unknown'), 'the unknown option');
    const pids = execFileSync('pgrep', ['-P', String(process.pid), '-f', 'languageServer.cjs'], {
      encoding: 'utf8',
    })
      .trim()
      .split('\n')
      .map(Number);
    assert.equal(pids.length, 1);
    process.kill(pids[0] ?? 0, 'SIGKILL');
    await until(async () => {
      const hovers = await file.ask<Hover[]>(
        'vscode.executeHoverProvider',
        file.at('instances', { skip: 2 }),
      );
      return hovers.length > 0 ? hovers : undefined;
    }, 'a hover of the next server');
    await file.diagnostics(
      (all) => all.some(({ code }) => code === 'option-unknown'),
      'the unknown option again',
    );
  });

  it('leaves out a rule that the settings switch off, and its lenses', async () => {
    const file = await OpenFile.open('ecosystem.toml');
    const drover = workspace.getConfiguration('drover');
    await file.diagnostics((all) => all.some(({ code }) => code === 'option-unknown'), 'the unknown option');
    await drover.update('rules', { 'option-unknown': 'off' }, ConfigurationTarget.Workspace);
    await file.diagnostics((all) => all.every(({ code }) => code !== 'option-unknown'), 'no unknown option');
    await drover.update('codeLens', false, ConfigurationTarget.Workspace);
    await until(async () => {
      const lenses = await file.ask<CodeLens[]>('vscode.executeCodeLensProvider', 100);
      return lenses.length === 0 ? true : undefined;
    }, 'no lens');
    await drover.update('rules', undefined, ConfigurationTarget.Workspace);
    await drover.update('codeLens', undefined, ConfigurationTarget.Workspace);
  });

  it('makes another file of one, in another language', async () => {
    const file = await OpenFile.open('ecosystem.toml');
    const actions = await file.ask<CodeAction[]>(
      'vscode.executeCodeActionProvider',
      file.whole,
      CodeActionKind.Source.append('convert').value,
    );
    const action = actions.find(({ title }) => title === 'Convert to TypeScript');
    assert.ok(action?.command !== undefined, JSON.stringify(actions.map(({ title }) => title)));
    const target = path.join(path.dirname(file.uri.fsPath), 'ecosystem.config.ts');
    await rm(target);
    await commands.executeCommand(action.command.command, ...((action.command.arguments ?? []) as unknown[]));
    const document = await until(async () => {
      const active = window.activeTextEditor?.document;
      return active?.uri.fsPath === target ? active : undefined;
    }, 'the new file in an editor');
    assert.match(document.getText(), /export default \{[^]*name: 'web'[^]*depends_on: \['web'\]/);
    await document.save();
  });

  it('starts anew for files that a new pattern of the settings names', async () => {
    const drover = workspace.getConfiguration('drover');
    const file = await OpenFile.open('services.yaml');
    await drover.update('files.patterns', ['services.yaml'], ConfigurationTarget.Workspace);
    await file.diagnostics((all) => optionsIn(all).includes('instancez'), 'the unknown option');
    await drover.update('files.patterns', undefined, ConfigurationTarget.Workspace);
    await file.diagnostics((all) => all.length === 0, 'nothing once the pattern is gone');
  });

  it('looks after a file that was never saved', async () => {
    const uri = Uri.parse('untitled:pm2.json');
    const document = await workspace.openTextDocument(uri);
    const edits = new WorkspaceEdit();
    edits.insert(uri, document.positionAt(0), '{ "apps": [{ "script": "a.js", "instancez": 2 }] }');
    await workspace.applyEdit(edits);
    await until(
      async () => (optionsIn(languages.getDiagnostics(uri)).includes('instancez') ? true : undefined),
      'the unknown option',
    );
  });
});
