import assert from 'node:assert/strict';
import path from 'node:path';
import { after, before, describe, it } from 'mocha';
import { commands, window } from 'vscode';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import type { AppInfo, InstanceInfo } from '../../../src/protocol/model.ts';
import { eventually, instancesIn, isRunning, shownFolder } from '../harness/drover.ts';

describe('commands about everything', () => {
  let folder: FolderModel;

  const app = (name: string): AppInfo | undefined =>
    folder.view.snapshot.apps.find((one) => one.name === name);
  const pidsOf = (name: string): readonly (number | null)[] =>
    (instancesIn(folder, name, 'online') ?? []).map(({ pid }) => pid);
  /** The processes of an app once all of them are others than before. */
  const replaced = (name: string, before: readonly (number | null)[]): Promise<readonly (number | null)[]> =>
    eventually(
      folder,
      () => {
        const now = pidsOf(name);
        return now.length === before.length && now.every((pid) => !before.includes(pid)) ? now : undefined;
      },
      `${name} with other processes than ${before.join()}`,
    );

  before(async () => {
    folder = await shownFolder();
    await commands.executeCommand('drover.startAll');
    await eventually(folder, () => instancesIn(folder, 'web', 'online'), 'web online');
    await eventually(folder, () => instancesIn(folder, 'job', 'online'), 'job online');
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
    await commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('reload a cluster by other processes on the same port', async () => {
    const before = pidsOf('web');
    await commands.executeCommand('drover.reload', 'web');
    const now = await replaced('web', before);
    assert.equal(now.length, 2);
    assert.ok(now.includes(Number(await (await fetch('http://127.0.0.1:42931')).text())));
  });

  it('restart all', async () => {
    const [web, job] = [pidsOf('web'), pidsOf('job')];
    await commands.executeCommand('drover.restartAll');
    assert.equal((await replaced('web', web)).length, 2);
    assert.equal((await replaced('job', job)).length, 1);
  });

  it('run all in DEV_MODE, and bring the clusters back', async () => {
    await commands.executeCommand('drover.startAllDev');
    const isDev = (name: string): readonly InstanceInfo[] | undefined =>
      app(name)?.runMode === 'dev' ? instancesIn(folder, name, 'online') : undefined;
    assert.equal((await eventually(folder, () => isDev('web'), 'web in DEV_MODE')).length, 1);
    await eventually(folder, () => isDev('job'), 'job in DEV_MODE');

    await commands.executeCommand('drover.endAllDev');
    const isNormal = (): boolean =>
      app('web')?.runMode === 'normal' && instancesIn(folder, 'web', 'online')?.length === 2;
    await eventually(folder, isNormal, 'the cluster again');
  });

  it('switch watching on and off', async () => {
    await commands.executeCommand('drover.toggleWatch', 'job');
    await eventually(folder, () => app('job')?.watch === true, 'job watched');
    await commands.executeCommand('drover.toggleWatch', 'job');
    await eventually(folder, () => app('job')?.watch === false, 'job not watched');
  });

  it('read the files again', async () => {
    let reads = 0;
    const subscription = folder.onDidChange((changes) => {
      if (changes === null) reads += 1;
    });
    const before = pidsOf('web');
    await commands.executeCommand('drover.refresh');
    subscription.dispose();
    assert.ok(reads > 0, 'nothing was read');
    assert.deepEqual(pidsOf('web'), before);
  });

  it('show the log of the supervisor', async () => {
    await commands.executeCommand('drover.showSupervisorLog');
    const shown = window.activeTextEditor?.document.fileName ?? '';
    assert.equal(path.basename(shown), 'supervisor.log');
  });

  it('end the supervisor once nothing runs', async () => {
    await commands.executeCommand('drover.stopAll');
    await eventually(folder, () => instancesIn(folder, 'web', 'stopped'), 'web stopped');
    const pid = folder.session.client?.supervisor.pid ?? null;
    assert.equal(isRunning(pid), true);
    await commands.executeCommand('drover.killSupervisor');
    await eventually(folder, () => folder.session.client === undefined, 'no connection');
    await eventually(folder, () => !isRunning(pid), 'the process of the supervisor gone');
  });
});
