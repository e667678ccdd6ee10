import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands } from 'vscode';
import type { DroverTestApi } from '../../../src/extension/api/testApi.ts';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import { flattened } from '../../../src/extension/tree/row.ts';
import { drover, eventually, instancesIn, shownFolder } from '../harness/drover.ts';

describe('an app that was started without a file', () => {
  let api: DroverTestApi;
  let folder: FolderModel;

  const contextOf = (label: string): string | undefined =>
    flattened(api.getTree()).find((row) => row.label === label && row.target.kind === 'app')?.contextValue;
  const isKnown = (name: string): boolean => folder.view.snapshot.apps.some((app) => app.name === name);

  before(async () => {
    api = await drover();
    folder = await shownFolder();
    const script = path.join(folder.folder, 'steady.js');
    await writeFile(script, 'process.send("ready"); setInterval(() => {}, 1000);\n');
    const client = await folder.connected();
    const { app } = await client.request('apps/add', {
      options: { name: 'hand', script, instances: 2, wait_ready: true },
      cwd: folder.folder,
      wait: true,
    });
    assert.equal(app, '#hand');
    await eventually(folder, () => instancesIn(folder, 'hand', 'online'), 'hand online');
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  it('is scaled, run in DEV_MODE and watched like any other, and has no file to open', async () => {
    const context = contextOf('hand')?.split(':') ?? [];
    assert.ok(context.includes('canDelete') && !context.includes('canOpenFile'), context.join(':'));
    assert.ok(!(contextOf('web')?.includes('canDelete') ?? true));
    await commands.executeCommand('drover.scaleUp', 'hand');
    await eventually(folder, () => instancesIn(folder, 'hand', 'online')?.length === 3, '3 of hand');
    await commands.executeCommand('drover.startDev', 'hand');
    await eventually(folder, () => instancesIn(folder, 'hand', 'online')?.length === 1, 'hand in DEV_MODE');
    await commands.executeCommand('drover.endDev', 'hand');
    await eventually(folder, () => instancesIn(folder, 'hand', 'online')?.length === 3, '3 of hand again');
  });

  it('is deleted by a command, which leaves apps of files alone', async () => {
    await commands.executeCommand('drover.stop', 'hand');
    await eventually(folder, () => instancesIn(folder, 'hand', 'stopped'), 'hand stopped');
    await commands.executeCommand('drover.deleteApp', 'web');
    assert.ok(isKnown('web'));
    await commands.executeCommand('drover.deleteApp', 'hand');
    await eventually(folder, () => !isKnown('hand'), 'hand gone');
    assert.equal(contextOf('hand'), undefined);
  });
});
