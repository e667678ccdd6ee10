import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { commands, debug, Location, Position, SourceBreakpoint, Uri, workspace } from 'vscode';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { drover, eventually, instancesIn, isRunning, onlyFolder, outline } from '../harness/drover.ts';
import { AdapterMessages } from './adapterMessages.ts';
import { evaluate, goOn, Sessions } from './sessions.ts';

/** The line of `count += 1` in server.js, from 0. */
const countingLine = 5;

let folder: FolderModel;
let messages: AdapterMessages;
const sessions = new Sessions();

function instance(app: string, index = 0): InstanceInfo {
  const id = folder.view.snapshot.apps.find(({ name }) => name === app)?.id;
  const found = folder.view.snapshot.instances.find((one) => one.app === id && one.index === index);
  assert.ok(found !== undefined);
  return found;
}

function online(app: string): Promise<readonly InstanceInfo[]> {
  return eventually(folder, () => instancesIn(folder, app, 'online'), `${app} online`);
}

describe('debugging', () => {
  before(async () => {
    folder = await onlyFolder();
    messages = new AdapterMessages();
    await commands.executeCommand('drover.apps.focus');
    await eventually(folder, () => folder.view.state === 'ready', 'the apps of the file');
    await commands.executeCommand('drover.start', 'web');
    await online('web');
  });

  afterEach(async () => {
    debug.removeBreakpoints(debug.breakpoints);
    await sessions.end();
    await eventually(folder, () => folder.view.snapshot.instances.every(({ held }) => !held), 'nothing held');
  });

  after(async () => {
    sessions.dispose();
    messages.dispose();
    await commands.executeCommand('drover.stopAll');
  });

  it('attaches to one of four instances, hits a breakpoint, again after a restart, and leaves the app alone', async () => {
    const script = Uri.file(path.join(folder.folder, 'server.js'));
    debug.addBreakpoints([new SourceBreakpoint(new Location(script, new Position(countingLine, 0)))]);
    const before = instance('web', 2);
    await commands.executeCommand('drover.debug', 'web-2');
    const first = await messages.stopped();
    assert.equal(first.reason, 'breakpoint');
    assert.equal(await evaluate(first.session, 'process.pid'), String(before.pid));
    assert.deepEqual(sessions.names, ['web-2']);
    await eventually(folder, () => instance('web', 2).held, 'web-2 held');
    const row = outline((await drover()).getTree()).find((one) => one.trim().startsWith('web-2,')) ?? '';
    assert.match(row, /debugging/);
    assert.deepEqual(
      [0, 1, 3].map((index) => instance('web', index).held),
      [false, false, false],
    );

    // A second time shows the session that is there.
    await commands.executeCommand('drover.debug', 'web-2');
    assert.deepEqual(sessions.names, ['web-2']);

    await goOn(first.session);
    await messages.stopped();
    debug.removeBreakpoints(debug.breakpoints);
    await goOn(first.session);
    await commands.executeCommand('drover.restart', 'web-2');
    await online('web');
    debug.addBreakpoints([new SourceBreakpoint(new Location(script, new Position(countingLine, 0)))]);
    const second = await messages.stopped();
    const { pid } = instance('web', 2);
    assert.notEqual(pid, before.pid);
    assert.equal(await evaluate(second.session, 'process.pid'), String(pid));

    await commands.executeCommand('drover.stopDebugging', 'web-2');
    await sessions.left(0);
    await eventually(folder, () => !instance('web', 2).held, 'web-2 let go');
    assert.equal(instance('web', 2).pid, pid);
    assert.equal(isRunning(pid), true);
    assert.equal(instance('web', 2).status, 'online');
  });

  it('attaches to all instances of an app, one session each', async () => {
    const pids = (await online('web')).map(({ pid }) => pid);
    await commands.executeCommand('drover.debug', 'web');
    assert.deepEqual(sessions.names, ['web-0', 'web-1', 'web-2', 'web-3']);
    await commands.executeCommand('drover.stopDebugging', 'web');
    await sessions.left(0);
    assert.deepEqual(
      (await online('web')).map(({ pid }) => pid),
      pids,
    );
  });

  it('follows the successor of a reload', async () => {
    const script = Uri.file(path.join(folder.folder, 'server.js'));
    await commands.executeCommand('drover.debug', 'web-1');
    await commands.executeCommand('drover.reload', 'web');
    await online('web');
    debug.addBreakpoints([new SourceBreakpoint(new Location(script, new Position(countingLine, 0)))]);
    const { session } = await messages.stopped();
    assert.equal(await evaluate(session, 'process.pid'), String(instance('web', 1).pid));
    assert.deepEqual(sessions.names, ['web-1']);
  });

  it('starts an app stopped at its first line', async () => {
    await commands.executeCommand('drover.startWithDebugger', 'job');
    const { session } = await messages.stopped();
    assert.deepEqual(sessions.names, ['job']);
    assert.match(String(await evaluate(session, 'process.argv[1]')), /job\.js/);
    assert.equal(instance('job').status, 'launching');
    await goOn(session);
    await online('job');
  });

  it('ends the session of an app that is stopped', async () => {
    await commands.executeCommand('drover.debug', 'job');
    assert.deepEqual(sessions.names, ['job']);
    await commands.executeCommand('drover.stop', 'job');
    await sessions.left(0);
  });

  it('starts and attaches by a configuration of launch.json', async () => {
    const [root] = workspace.workspaceFolders ?? [];
    // It is taken over by sessions of the debugger that the program has, so nothing of this type is started.
    await debug.startDebugging(root, { type: 'drover', request: 'launch', name: 'Job', app: 'job' });
    await online('job');
    assert.deepEqual(sessions.names, ['job']);
    await debug.startDebugging(root, {
      type: 'drover',
      request: 'attach',
      name: 'x',
      app: 'web',
      instance: 3,
    });
    assert.deepEqual(sessions.names, ['job', 'web-3']);
    const [own] = sessions.all.filter(({ name }) => name === 'web-3');
    assert.deepEqual(own?.configuration['skipFiles'], ['<node_internals>/**']);
  });

  it('runs the task that a configuration of launch.json wants before', async () => {
    const [root] = workspace.workspaceFolders ?? [];
    const built = path.join(folder.folder, 'built.txt');
    await commands.executeCommand('drover.stop', 'job');
    const launch = { type: 'drover', request: 'launch', name: 'x', app: 'job', preLaunchTask: 'build' };
    await debug.startDebugging(root, launch);
    assert.equal(await readFile(built, 'utf8'), 'built\n');
    await online('job');
    assert.deepEqual(sessions.names, ['job']);
  });

  it('does nothing to what has no debugger', async () => {
    await commands.executeCommand('drover.startWithDebugger', 'shell');
    assert.deepEqual(sessions.names, []);
    assert.equal(instance('shell').status, 'stopped');
  });

  it('takes its settings', async () => {
    const settings = workspace.getConfiguration('drover.debug');
    await settings.update('skipFiles', ['**/nothing.js']);
    try {
      await commands.executeCommand('drover.debug', 'web-0');
      assert.deepEqual(sessions.all[0]?.configuration['skipFiles'], ['**/nothing.js']);
    } finally {
      await settings.update('skipFiles', undefined);
    }
  });
});
