import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { commands, extensions } from 'vscode';
import type { DroverApi, DroverApp } from '../../../src/extension/api/droverApi.ts';
import { extensionId, isRunning, onlyFolder } from '../harness/drover.ts';

const gone = async (promise: Promise<unknown>): Promise<string> => {
  const error: unknown = await promise.then(
    () => assert.fail('it resolved'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof Error);
  return error.message;
};

describe('the API for other extensions', () => {
  let api: DroverApi;

  before(async () => {
    const extension = extensions.getExtension<DroverApi>(extensionId);
    assert.ok(extension !== undefined);
    await extension.activate();
    api = extension.exports;
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  const web = async (): Promise<DroverApp> => {
    const found = (await api.list()).find(({ name }) => name === 'web');
    assert.ok(found !== undefined);
    return found;
  };

  it('lists the apps of the files before anybody has looked at the view', async () => {
    assert.equal(api.version, 1);
    const { folder } = await onlyFolder();
    const apps = await api.list();
    assert.deepEqual(
      apps.map((app) => [app.id, app.name, app.folder, app.status, app.instances.length]),
      [
        ['ecosystem.config.js#web', 'web', folder, 'stopped', 2],
        ['ecosystem.config.js#broken', 'broken', folder, 'stopped', 1],
      ],
    );
    assert.deepEqual(Object.keys(apps[0]?.instances[0] ?? {}), ['id', 'name', 'status', 'pid', 'port']);
  });

  it('starts apps, tells of the change, and resolves when all are online', async () => {
    const changed = new Promise<void>((resolve) => {
      const subscription = api.onDidChange(() => {
        subscription.dispose();
        resolve();
      });
    });
    const [started] = await api.start('web');
    await changed;
    assert.equal(started?.status, 'online');
    assert.deepEqual(
      started.instances.map(({ status, pid, port }) => [status, isRunning(pid), typeof port]),
      [
        ['online', true, 'number'],
        ['online', true, 'number'],
      ],
    );
  });

  it('leaves alone what runs, and restarts it when it is asked to', async () => {
    const pids = async (): Promise<(number | null)[]> => (await web()).instances.map(({ pid }) => pid);
    const before = await pids();
    await api.start(['web']);
    assert.deepEqual(await pids(), before);
    await api.restart('web-1');
    const after = await pids();
    assert.equal(after[0], before[0]);
    assert.notEqual(after[1], before[1]);
  });

  it('runs apps with a profile, and in DEV_MODE', async () => {
    const [staged] = await api.start('web', { profile: 'staging' });
    const response = await fetch(`http://127.0.0.1:${staged?.instances[0]?.port}`);
    assert.equal(await response.text(), 'staging');
    const [dev] = await api.start('web', { dev: true, profile: null });
    assert.equal(dev?.instances.length, 1);
    const [configured] = await api.start('web', { dev: false });
    assert.equal(configured?.instances.length, 2);
  });

  it('stops apps, and resolves when their processes are gone', async () => {
    const pids = (await web()).instances.map(({ pid }) => pid);
    const [stopped] = await api.stop('all', { folder: (await onlyFolder()).folder });
    assert.equal(stopped?.status, 'stopped');
    for (const pid of pids) assert.equal(isRunning(pid), false);
  });

  it('rejects with what is wrong', async () => {
    assert.equal(await gone(api.start('wbe')), 'Nothing is named "wbe".');
    assert.equal(
      await gone(api.start('web', { folder: '/nowhere' })),
      '"/nowhere" is no folder of this workspace.',
    );
    assert.match(await gone(api.start('broken')), /^"broken": It was given up: .*exit/);
  });
});
