import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands, env, extensions } from 'vscode';
import type { CodeLens } from 'vscode';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import { drover, eventually, extensionId, instancesIn, outline, shownFolder } from '../harness/drover.ts';
import { OpenFile, until } from '../language/openFile.ts';

/** VS Code keeps the English title beside a translated one. */
interface Manifest {
  readonly contributes: {
    readonly commands: readonly { command: string; title: string | { value: string } }[];
  };
}

describe('in a window that speaks German', () => {
  let folder: FolderModel;

  before(async () => {
    assert.equal(env.language, 'de');
    folder = await shownFolder();
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('commands have German titles', () => {
    const manifest = extensions.getExtension(extensionId)?.packageJSON as Manifest;
    const titles = new Map(
      manifest.contributes.commands.map(({ command, title }) => [
        command,
        typeof title === 'string' ? title : title.value,
      ]),
    );
    assert.equal(titles.get('drover.restartAll'), 'Alle neu starten');
    assert.deepEqual(
      [...titles.values()].filter((title) => title.includes('%')),
      [],
    );
  });

  it('rows say their states and what is wrong in German', async () => {
    const api = await drover();
    await commands.executeCommand('drover.start', 'web');
    await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    const rows = outline(api.getTree());
    assert.match(rows.find((row) => row.startsWith('web')) ?? '', /^web, online, 1 von 1 Instanzen/);
    const missing = rows.find((row) => row.startsWith('missing')) ?? '';
    assert.match(missing, /^missing, fehlgeschlagen, 1 Instanz, Das Skript „.*nothing\.js“ gibt es nicht\./);
  });

  it('the language server speaks German, too', async () => {
    const file = await OpenFile.open('ecosystem.config.js');
    const [unknown] = (
      await file.diagnostics((all) => all.some(({ code }) => code === 'option-unknown'), 'the unknown option')
    ).filter(({ code }) => code === 'option-unknown');
    assert.match(unknown?.message ?? '', /^Unbekannte Option „instancez“\. Meinten Sie „instances“\?/);
    // What the supervisor says until the language server does is not at the word.
    const range = file.document.getWordRangeAtPosition(file.at('instancez'));
    await until(async () => {
      const fixes = await file.fixes(range);
      return fixes.some(({ title }) => title === '„instances“ schreiben') ? true : undefined;
    }, 'a fix in German');
    await until(async () => {
      const lenses = await file.ask<CodeLens[]>('vscode.executeCodeLensProvider', 100);
      return lenses.some(({ command }) => command?.title === 'Stoppen') ? true : undefined;
    }, 'a lens in German');
  });
});
