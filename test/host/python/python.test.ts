import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { commands, debug, Location, Position, SourceBreakpoint, Uri, workspace } from 'vscode';
import { debugpy } from '../../../scripts/install/systemTools.ts';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import type { InstanceInfo } from '../../../src/protocol/model.ts';
import { AdapterMessages } from '../debug/adapterMessages.ts';
import { evaluate, goOn, Sessions } from '../debug/sessions.ts';
import { eventually, instancesIn, isRunning, shownFolder } from '../harness/drover.ts';

/** The line of `passes += 1` in app.py, from 0. */
const countingLine = 5;

let folder: FolderModel;
const sessions = new Sessions();
const messages = new AdapterMessages();

function py(): InstanceInfo {
  const [instance] = folder.view.snapshot.instances;
  assert.ok(instance !== undefined);
  return instance;
}

/** By the real debugpy; the extension of the marketplace that connects the editor to it has a stand-in. */
describe('debugging Python', function () {
  // Each process is a new Python, a new debugpy and a new session.
  this.timeout(150_000);

  before(async function () {
    if (!debugpy.isPresent()) return this.skip();
    folder = await shownFolder();
    const script = Uri.file(path.join(folder.folder, 'app.py'));
    debug.addBreakpoints([new SourceBreakpoint(new Location(script, new Position(countingLine, 0)))]);
  });

  afterEach(async () => {
    await sessions.end();
    await eventually(folder, () => !py().held, 'nothing held');
  });

  after(async () => {
    sessions.dispose();
    messages.dispose();
    debug.removeBreakpoints(debug.breakpoints);
    await commands.executeCommand('drover.stopAll');
  });

  it('starts an app with its debugger, which follows it over a restart and a save, and leaves it running', async () => {
    await commands.executeCommand('drover.startWithDebugger', 'py');
    const first = await messages.stopped();
    assert.deepEqual(sessions.names, ['py']);
    assert.equal(await evaluate(first.session, 'passes'), '0', 'it has waited for the debugger');
    const pids = [Number(await evaluate(first.session, 'os.getpid()'))];
    assert.deepEqual(pids, [py().pid]);
    assert.equal(py().held, true);
    await goOn(first.session);
    await messages.stopped();

    await commands.executeCommand('drover.restart', 'py');
    const second = await messages.stopped();
    pids.push(Number(await evaluate(second.session, 'os.getpid()')));
    assert.deepEqual(sessions.names, ['py']);

    const file = path.join(folder.folder, 'app.py');
    await writeFile(file, `${await readFile(file, 'utf8')}# saved\n`);
    const third = await messages.stopped();
    pids.push(Number(await evaluate(third.session, 'os.getpid()')));
    assert.equal(new Set(pids).size, 3);
    assert.equal(pids.at(-1), py().pid);

    await commands.executeCommand('drover.stopDebugging', 'py');
    await sessions.left(0);
    await eventually(folder, () => instancesIn(folder, 'py', 'online'), 'py online');
    assert.equal(isRunning(py().pid), true);
    assert.equal(py().pid, pids.at(-1));
  });

  it('ends the session of an app that is stopped at a breakpoint', async () => {
    await commands.executeCommand('drover.startWithDebugger', 'py');
    await messages.stopped();
    await commands.executeCommand('drover.stop', 'py');
    await sessions.left(0);
    assert.equal(py().status, 'stopped');
  });

  it('starts and attaches by a configuration of launch.json', async () => {
    const [root] = workspace.workspaceFolders ?? [];
    await debug.startDebugging(root, { type: 'drover', request: 'launch', name: 'x', app: 'py' });
    const { session } = await messages.stopped();
    assert.equal(session.configuration.type, 'debugpy');
    assert.equal(await evaluate(session, 'os.getpid()'), String(py().pid));
  });
});
