import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, beforeEach, describe, it } from 'mocha';
import { commands, ConfigurationTarget, env, TabInputWebview, window, workspace } from 'vscode';
import type { DroverTestApi } from '../../../src/extension/api/testApi.ts';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import type { Row } from '../../../src/extension/tree/row.ts';
import type { AppInfo, InstanceInfo } from '../../../src/protocol/model.ts';
import { drover, eventually, instancesIn, shownFolder } from '../harness/drover.ts';

describe('actions of the view', () => {
  let api: DroverTestApi;
  let folder: FolderModel;

  const app = (name: string): AppInfo => {
    const found = folder.view.snapshot.apps.find((one) => one.name === name);
    assert.ok(found !== undefined, name);
    return found;
  };
  const online = (name: string, count: number): Promise<readonly InstanceInfo[]> =>
    eventually(
      folder,
      () => {
        const all = instancesIn(folder, name, 'online');
        return all?.length === count ? all : undefined;
      },
      `${count} of ${name} online`,
    );
  const set = async (setting: string, value: unknown): Promise<void> => {
    await workspace.getConfiguration('drover').update(setting, value, ConfigurationTarget.Global);
  };

  before(async () => {
    api = await drover();
    folder = await shownFolder();
    await commands.executeCommand('drover.startAll');
    await online('web', 2);
    await online('api', 1);
  });

  beforeEach(async () => {
    await env.clipboard.writeText('');
  });

  after(async () => {
    for (const setting of ['tree.groupBy', 'tree.sort', 'openUrl', 'openWith']) await set(setting, undefined);
    await commands.executeCommand('drover.clearFilter');
    await commands.executeCommand('drover.stopAll');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('scale up and down by one, and leave the last instance', async () => {
    await commands.executeCommand('drover.scaleUp', 'web');
    await online('web', 3);
    await commands.executeCommand('drover.scaleDown', 'web');
    await online('web', 2);
    const row = rowNamed(api.getTree(), 'web');
    assert.ok(row.contextValue.includes(':canScaleDown'));
    assert.ok(!rowNamed(api.getTree(), 'api').contextValue.includes(':canScaleDown'));
  });

  it('act by key on the row that has the focus: on the app where that is an instance', async () => {
    const key = { selection: true };
    await focusRow('web-1');
    await commands.executeCommand('drover.scaleUp', key);
    await online('web', 3);
    await commands.executeCommand('drover.scaleDown', key);
    await online('web', 2);
    const [first, second] = await online('web', 2);
    await commands.executeCommand('drover.restart', key);
    const after = await eventually(
      folder,
      () => {
        const now = instancesIn(folder, 'web', 'online');
        return now?.[1]?.pid === second?.pid ? undefined : now;
      },
      'web-1 by another process',
    );
    assert.equal(after[0]?.pid, first?.pid);
  });

  it('act on several rows: those that a menu passes, and those that are selected by key', async () => {
    const before = await online('web', 2);
    const isReplaced = (old: readonly InstanceInfo[]): boolean =>
      instancesIn(folder, 'web', 'online')?.every(({ pid }, index) => pid !== old[index]?.pid) === true;
    const [first, second] = ['web-0', 'web-1'].map((name) => ({ id: rowNamed(api.getTree(), name).id }));
    await commands.executeCommand('drover.restart', first, [first, second]);
    await eventually(folder, () => isReplaced(before), 'both by other processes');

    const between = await online('web', 2);
    const selectBoth = async (): Promise<void> => {
      await focusRow('web-0');
      await commands.executeCommand('list.selectAndPreserveFocus');
      await commands.executeCommand('list.expandSelectionDown');
    };
    await selectBoth();
    await commands.executeCommand('drover.restart', { selection: true });
    await eventually(folder, () => isReplaced(between), 'both by other processes again');

    // The focus goes on to another row, and leaves them selected.
    const [web0, web1] = await online('web', 2);
    const [api0] = await online('api', 1);
    await selectBoth();
    const steps = shownRows(api.getTree()).map(({ label }) => label);
    for (let at = steps.indexOf('web-1'); at < steps.indexOf('api'); at += 1) {
      await commands.executeCommand('list.focusDown');
    }
    await commands.executeCommand('drover.restart', { selection: true });
    const isNew = (): boolean => instancesIn(folder, 'api', 'online')?.[0]?.pid !== api0?.pid;
    await eventually(folder, () => instancesIn(folder, 'api', 'online') && isNew(), 'api by another process');
    assert.deepEqual(
      (await online('web', 2)).map(({ pid }) => pid),
      [web0?.pid, web1?.pid],
    );
  });

  it('switch DEV_MODE on and off by one command', async () => {
    await commands.executeCommand('drover.toggleDev', 'web');
    await online('web', 1);
    assert.equal(app('web').runMode, 'dev');
    await commands.executeCommand('drover.toggleDev', 'web');
    await online('web', 2);
    assert.equal(app('web').runMode, 'normal');
  });

  it('copy ports, processes and addresses of all that is meant, one a line', async () => {
    const [first, second] = await online('web', 2);
    await commands.executeCommand('drover.copyPort', 'web');
    assert.equal(await env.clipboard.readText(), `${first?.port}\n${second?.port}`);
    await commands.executeCommand('drover.copyPid', 'web-1');
    assert.equal(await env.clipboard.readText(), String(second?.pid));
    await set('openUrl', 'http://localhost:{port}/health?at={port}');
    await commands.executeCommand('drover.copyUrl', 'web-1');
    const url = await env.clipboard.readText();
    assert.ok(url.includes('/health') && url.includes(String(second?.port)), url);
  });

  it('open an app in the browser of VS Code where that is wanted', async () => {
    await set('openWith', 'integrated');
    await commands.executeCommand('drover.openInBrowser', 'api');
    await tabThat((tab) => tab.input instanceof TabInputWebview, 'the Simple Browser');
  });

  it('open the script of an app, also from one of its instances, and show where it is', async () => {
    await commands.executeCommand('drover.revealScript', 'web-0');
    const editor = window.activeTextEditor;
    assert.equal(editor?.document.uri.fsPath, path.join(folder.folder, 'server.js'));
    await commands.executeCommand('drover.revealScriptInExplorer', 'api');
    await commands.executeCommand('copyFilePath');
    assert.equal(await env.clipboard.readText(), path.join(folder.folder, 'server.js'));
  });

  it('open the ecosystem file where the app is named', async () => {
    await commands.executeCommand('drover.openEcosystemFile', 'api');
    const editor = window.activeTextEditor;
    assert.match(editor?.document.lineAt(editor.selection.active.line).text ?? '', /name: 'api'/);
  });

  it('describe an app as it is now, and never its secrets', async () => {
    await commands.executeCommand('drover.describe', 'api');
    const { document } = window.activeTextEditor ?? {};
    const [api0] = await online('api', 1);
    const text = document?.getText() ?? '';
    assert.equal(document?.languageId, 'yaml');
    assert.match(text, /^App: api$/m);
    assert.match(text, /^ {2}MODE: plain$/m);
    assert.match(text, /^ {2}API_KEY: "\*\*\*"$/m);
    assert.match(text, new RegExp(`^ {4}Process: ${api0?.pid}$`, 'm'));
    assert.match(text, /^ {6}- .* listening, process \d+/m);
    assert.ok(!text.includes('not-to-be-shown'));

    await commands.executeCommand('drover.restart', 'api');
    const again = await eventually(
      folder,
      () => {
        const [now] = instancesIn(folder, 'api', 'online') ?? [];
        return now?.pid === api0?.pid ? undefined : now;
      },
      'api by another process',
    );
    const refreshed = new Promise<string>((resolve) => {
      const watching = workspace.onDidChangeTextDocument((event) => {
        if (event.document !== document) return;
        watching.dispose();
        resolve(event.document.getText());
      });
    });
    await commands.executeCommand('drover.describe', 'api');
    assert.match(await refreshed, new RegExp(`^ {4}Process: ${again.pid}$`, 'm'));
  });

  it('send the signal that is picked', async () => {
    const [api0] = await online('api', 1);
    await byEnter(commands.executeCommand('drover.sendSignal', 'api'));
    const count = await (await fetch(`http://127.0.0.1:${api0?.port}`)).text();
    assert.equal(count, '1');
    assert.equal((await online('api', 1))[0]?.pid, api0?.pid);
  });

  it('group the apps by namespace, by file or not, and act on a group', async () => {
    assert.deepEqual(
      api.getTree().map(({ accessibilityLabel }) => accessibilityLabel),
      ['front, namespace, 2 of 2 instances', 'back, namespace, 1 of 2 instances'],
    );
    await focusRow('back');
    await commands.executeCommand('drover.stop', { selection: true });
    await eventually(folder, () => instancesIn(folder, 'api', 'stopped'), 'api stopped');
    assert.ok(instancesIn(folder, 'web', 'online') !== undefined);
    await commands.executeCommand('drover.start', { selection: true });
    await online('api', 1);
    // It is started by its name only.
    assert.ok(instancesIn(folder, 'crashing', 'stopped') !== undefined);
    await set('tree.groupBy', 'none');
    assert.deepEqual(labels(api.getTree()), ['web', 'api', 'crashing']);
    await set('tree.groupBy', 'file');
    assert.deepEqual(labels(api.getTree()), ['web', 'api', 'crashing']);
  });

  it('sort the apps by name, or by what runs', async () => {
    await set('tree.groupBy', 'none');
    await set('tree.sort', 'name');
    assert.deepEqual(labels(api.getTree()), ['api', 'crashing', 'web']);
    await set('tree.sort', 'status');
    await commands.executeCommand('drover.stop', 'web');
    await eventually(folder, () => instancesIn(folder, 'web', 'stopped'), 'web stopped');
    assert.deepEqual(labels(api.getTree()), ['api', 'web', 'crashing']);
  });

  it('ask how the view is arranged, and keep what holds where nothing else is picked', async () => {
    await set('tree.groupBy', 'none');
    await set('tree.sort', 'status');
    await setByEnter('drover.groupBy', 'tree.groupBy', 'namespace');
    await setByEnter('drover.sortBy', 'tree.sort', 'file');
    await byEnter(commands.executeCommand('drover.filter'));
    await commands.executeCommand('drover.clearFilter');
    assert.deepEqual(labels(api.getTree()), ['front', 'back']);
  });
});

function rowNamed(rows: readonly Row[], label: string): Row {
  const found = flat(rows).find((row) => row.label === label);
  assert.ok(found !== undefined, label);
  return found;
}

function flat(rows: readonly Row[]): Row[] {
  return rows.flatMap((row) => [row, ...flat(row.children)]);
}

function labels(rows: readonly Row[]): string[] {
  return rows.map(({ label }) => label);
}

/** Moves the focus of the view to a row, as the arrow keys do. */
async function focusRow(label: string): Promise<void> {
  const api = await drover();
  await commands.executeCommand('drover.apps.focus');
  await untilDrawn(api);
  const rows = api.getTree();
  const isAtTop = rows.some((row) => row.label === label);
  // What was unfolded by hand, or by VS Code when rows came and went, is no business of tests.
  if (isAtTop) await commands.executeCommand('list.collapseAll');
  await commands.executeCommand('list.focusFirst');
  const shown = isAtTop ? rows : shownRows(rows);
  const index = shown.findIndex((row) => row.label === label);
  assert.ok(index >= 0, label);
  for (let step = 0; step < index; step += 1) await commands.executeCommand('list.focusDown');
}

/** VS Code may draw for 200 ms what it was told to, and what is drawn anew can lose the focus. */
async function untilDrawn({ onDidChangeRows }: DroverTestApi): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = setTimeout(() => {
      subscription.dispose();
      resolve();
    }, 400);
    const subscription = onDidChangeRows(() => timer.refresh());
  });
}

/** The rows on screen, from the top, as far as nobody folds or unfolds any. */
function shownRows(rows: readonly Row[]): Row[] {
  return flat(rows.map(expanded));
}

/** A row with the children that are on screen. */
function expanded(row: Row): Row {
  return { ...row, children: row.expansion === 'expanded' ? row.children.map(expanded) : [] };
}

/** Accepts the question of a command as it stands, until the command has come to its end. */
async function byEnter(command: Thenable<unknown>): Promise<void> {
  const question: { isOpen: boolean } = { isOpen: true };
  const done = Promise.resolve(command).finally(() => {
    question.isOpen = false;
  });
  // Nothing tells tests that a question is shown. Without one this does nothing.
  while (question.isOpen) await commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
  await done;
}

/** Accepts what is asked until it is set: a question that has no entries yet is closed by that without an answer. */
async function setByEnter(command: string, setting: string, value: string): Promise<void> {
  const read = (): unknown => workspace.getConfiguration('drover').get(setting);
  for (let attempt = 0; attempt < 5 && read() !== value; attempt += 1) {
    await byEnter(commands.executeCommand(command));
  }
  assert.equal(read(), value);
}

type Tab = (typeof window.tabGroups.all)[number]['tabs'][number];

async function tabThat(fits: (tab: Tab) => boolean, what: string): Promise<void> {
  const isThere = (): boolean => window.tabGroups.all.some(({ tabs }) => tabs.some(fits));
  if (isThere()) return;
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`Never seen: ${what}`)), 20_000);
    const watching = window.tabGroups.onDidChangeTabs(() => {
      if (!isThere()) return;
      clearTimeout(timer);
      watching.dispose();
      resolve();
    });
  });
}
