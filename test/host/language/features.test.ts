import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { describe, it } from 'mocha';
import { CodeActionKind, DiagnosticSeverity, workspace } from 'vscode';
import type {
  CodeAction,
  CodeLens,
  CompletionList,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Location,
  MarkdownString,
  WorkspaceEdit,
} from 'vscode';
import { OpenFile, until } from './openFile.ts';

/** How each language writes the value of `exec_mod`, which should be `exec_mode`. */
const files = {
  'ecosystem.config.js': "exec_mod: 'fork'",
  'ecosystem.config.ts': "exec_mod: 'fork'",
  'ecosystem.json': '"exec_mod": "fork"',
  'ecosystem.yaml': 'exec_mod: fork',
  'ecosystem.toml': 'exec_mod = "fork"',
};

for (const [name, wrong] of Object.entries(files)) {
  const right = wrong.replace('exec_mod', 'exec_mode');

  describe(`the editor on ${name}`, () => {
    let file: OpenFile;
    const open = async (): Promise<OpenFile> => (file ??= await OpenFile.open(name));

    it('shows what is wrong, once, and nobody else finds fault with the file', async () => {
      await open();
      const found = await file.diagnostics(
        (all) => all.some(({ code }) => code === 'option-unknown'),
        'the unknown option',
      );
      assert.deepEqual(
        found.filter(({ source }) => source !== 'Drover').map(({ source, message }) => ({ source, message })),
        [],
      );
      const places = found.map(
        ({ code, range: { start } }) => `${String(code)} ${start.line}:${start.character}`,
      );
      assert.deepEqual(places, [...new Set(places)]);
      const unknown = found.filter(({ code }) => code === 'option-unknown');
      assert.equal(unknown.length, 1);
      assert.equal(file.document.getText(unknown[0]?.range).replaceAll('"', ''), 'exec_mod');
    });

    it('mends it by a quick fix', async () => {
      await open();
      const range = file.document.getWordRangeAtPosition(file.at('exec_mod'));
      const edit = await until(async () => {
        const fixes = await file.fixes(range);
        return fixes.find(({ title }) => title === 'Write "exec_mode"')?.edit;
      }, 'a fix that writes "exec_mode"');
      assert.equal(await workspace.applyEdit(edit), true);
      assert.ok(file.document.getText().includes(right), file.document.getText());
      await file.diagnostics(
        (all) => all.every(({ code }) => code !== 'option-unknown'),
        'no unknown option',
      );
    });

    it('completes values, each once', async () => {
      await open();
      const position = file.at(right, { skip: right.indexOf('fork') });
      const list = await file.ask<CompletionList>('vscode.executeCompletionItemProvider', position);
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      for (const value of ['cluster', 'fork'])
        assert.equal(labels.filter((label) => label.replaceAll(/['"]/g, '') === value).length, 1, value);
    });

    it('completes names of options, none twice and none that is there', async () => {
      await open();
      const text = file.document.getText();
      const key = /['"]?instances/.exec(text)?.[0] ?? '';
      const position = file.at(key, { skip: key.length - 2 });
      const list = await file.ask<CompletionList>('vscode.executeCompletionItemProvider', position);
      const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
      const named = (option: string): number =>
        labels.filter((label) => label.replaceAll(/['"]/g, '') === option).length;
      assert.equal(named('instances'), 1);
      assert.equal(named('max_memory_restart'), 1);
      // TypeScript knows `script` from elsewhere in a file and may suggest it as a mere word.
      if (!/\.[jt]s$/.test(name)) assert.equal(named('script'), 0);
    });

    it('explains an option', async () => {
      await open();
      const hovers = await file.ask<Hover[]>(
        'vscode.executeHoverProvider',
        file.at('instances', { skip: 3 }),
      );
      const texts = hovers.flatMap(({ contents }) =>
        contents.map((one) => (one as MarkdownString).value ?? ''),
      );
      assert.equal(texts.filter((text) => text.includes('**`instances`**')).length, 1, texts.join('\n---\n'));
      assert.ok(texts.some((text) => text.includes('PM2')));
    });

    it('has a line above each app that starts it', async () => {
      await open();
      const lenses = await file.ask<CodeLens[]>('vscode.executeCodeLensProvider', 100);
      const starts = lenses.filter(({ command }) => command?.command === 'drover.start');
      assert.deepEqual(
        starts.map(({ command }) => (command?.arguments?.[0] as { apps: string[] }).apps),
        [['web'], ['api']],
      );
    });

    it('says what "max" comes to', async () => {
      await open();
      const hints = await file.ask<InlayHint[]>('vscode.executeInlayHintProvider', file.whole);
      const labels = hints.map(({ label }) => (typeof label === 'string' ? label : label[0]?.value));
      assert.deepEqual(
        labels.filter((label) => /^= \d/.test(label ?? '')),
        [`= ${availableParallelism()}`],
      );
    });

    it('links scripts and files of variables', async () => {
      await open();
      const links = await file.ask<DocumentLink[]>('vscode.executeLinkProvider', 100);
      const targets = links.map(({ target }) => target?.path.split('/').at(-1)).sort();
      assert.deepEqual(targets, ['.env', 'server.js', 'server.js']);
    });

    it('lists the apps as symbols, and folds them', async () => {
      await open();
      const symbols = await file.ask<DocumentSymbol[]>('vscode.executeDocumentSymbolProvider');
      const own = symbols.map(({ name: title }) => title);
      assert.ok(own.includes('web') && own.includes('api'), own.join());
      const folds = await file.ask<FoldingRange[]>('vscode.executeFoldingRangeProvider');
      const lines = folds.map(({ start }) => file.document.lineAt(start).text.trim());
      assert.ok(lines.length >= 2, lines.join('\n'));
    });

    it('leads from a dependency to its app, and renames both', async () => {
      await open();
      const use = file.at('web', { nth: 1, skip: 1 });
      const definitions = await file.ask<Location[]>('vscode.executeDefinitionProvider', use);
      const own = definitions.filter(({ uri }) => uri.toString() === file.uri.toString());
      assert.equal(own[0]?.range.start.line, file.at('web').line);
      const edit = await file.ask<WorkspaceEdit>('vscode.executeDocumentRenameProvider', use, 'front');
      assert.equal(await workspace.applyEdit(edit), true);
      const text = file.document.getText();
      assert.equal(text.split('front').length - 1, 2, text);
      assert.ok(!/\bweb\b/.test(text), text);
    });

    it('offers to add a health check', async () => {
      await open();
      const at = file.at('front');
      const actions = await file.ask<CodeAction[]>(
        'vscode.executeCodeActionProvider',
        file.document.getWordRangeAtPosition(at),
        CodeActionKind.Refactor.value,
      );
      const action = actions.find(({ title }) => title === 'Add a health check');
      assert.ok(action?.edit !== undefined, JSON.stringify(actions.map(({ title }) => title)));
      assert.equal(await workspace.applyEdit(action.edit), true);
      assert.match(file.document.getText(), /health_check/);
      await file.diagnostics(
        (all) => all.every(({ severity }) => severity !== DiagnosticSeverity.Error),
        'no error',
      );
      await file.revert();
    });
  });
}
