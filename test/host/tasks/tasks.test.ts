import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { commands, debug, tasks, window, workspace } from 'vscode';
import type { Task, TaskExecution } from 'vscode';
import { stripVTControlCharacters } from 'node:util';
import type { FolderModel } from '../../../src/extension/folders/folderModel.ts';
import { TaskTerminal } from '../../../src/extension/tasks/taskTerminal.ts';
import { drover, eventually, instancesIn, onlyFolder } from '../harness/drover.ts';

async function taskNamed(name: string): Promise<Task> {
  const all = await tasks.fetchTasks({ type: 'drover' });
  const task = all.find((one) => one.name === name);
  assert.ok(task !== undefined, `no task "${name}" among ${all.map((one) => one.name).join(', ')}`);
  return task;
}

/** Resolves with the exit code of the task. */
async function run(name: string): Promise<number | undefined> {
  const task = await taskNamed(name);
  return await new Promise<number | undefined>((resolve, reject) => {
    const ended = tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== name) return;
      ended.dispose();
      resolve(exitCode);
    });
    tasks.executeTask(task).then(undefined, reject);
  });
}

/** What the terminal of a task shows, and its exit code. */
async function output(
  definition: Readonly<Record<string, unknown>>,
): Promise<{ text: string; code: number }> {
  const terminal = new TaskTerminal(definition, workspace.workspaceFolders?.[0], {
    models: (await drover()).getFolders(),
  });
  let text = '';
  terminal.onDidWrite((part) => (text += stripVTControlCharacters(part)));
  const code = await new Promise<number>((resolve) => {
    terminal.onDidClose(resolve);
    terminal.open();
  });
  terminal.close();
  return { text: text.replaceAll('\r\n', '\n'), code };
}

describe('tasks of the type drover', () => {
  let folder: FolderModel;

  before(async () => {
    folder = await onlyFolder();
  });

  afterEach(async () => {
    await commands.executeCommand('drover.stopAll');
    for (const terminal of window.terminals) terminal.dispose();
  });

  after(async () => {
    await commands.executeCommand('drover.stopAll');
  });

  it('are offered for each app and for all, beside those of tasks.json', async () => {
    const names = (await tasks.fetchTasks({ type: 'drover' })).map((one) => one.name);
    for (const app of ['all', 'web', 'broken', 'slow']) {
      for (const verb of ['start', 'dev', 'stop'])
        assert.ok(names.includes(`${verb} ${app}`), names.join(', '));
    }
    assert.ok(names.includes('servers') && names.includes('staging'), names.join(', '));
  });

  it('end with 0 when the apps are online, and leave out what does not start by itself', async () => {
    assert.equal(await run('start all'), 0);
    assert.equal(instancesIn(folder, 'web', 'online')?.length, 2);
    assert.equal(instancesIn(folder, 'broken', 'stopped')?.length, 1);
  });

  it('end with 0 when everything is gone', async () => {
    assert.equal(await run('servers'), 0);
    assert.equal(await run('stop servers'), 0);
    assert.ok(instancesIn(folder, 'web', 'stopped') !== undefined);
  });

  it('run one instance in DEV_MODE, and leave it so until another task restarts it', async () => {
    assert.equal(await run('servers'), 0);
    assert.equal(await run('dev web'), 0);
    const { apps } = folder.view.snapshot;
    const web = apps.find(({ name }) => name === 'web');
    assert.deepEqual([web?.runMode, web?.instances], ['dev', 1]);
    await commands.executeCommand('drover.stop', 'web');
    assert.equal(await run('start web'), 0);
    assert.equal(folder.view.snapshot.apps.find(({ name }) => name === 'web')?.runMode, 'normal');
  });

  it('restart what runs with another profile', async () => {
    assert.equal(await run('servers'), 0);
    assert.equal(await run('staging'), 0);
    const [first] = instancesIn(folder, 'web', 'online') ?? [];
    assert.equal(await (await fetch(`http://127.0.0.1:${first?.port}`)).text(), 'staging');
  });

  it('end with 1 when an app gives up', async () => {
    assert.equal(await run('start broken'), 1);
    assert.ok(instancesIn(folder, 'broken', 'errored') !== undefined);
  });

  it('end with 1 when nothing has the name', async () => {
    assert.equal(await run('misspelt'), 1);
  });

  it('stop waiting when they are ended, and leave the app to itself', async () => {
    const execution: TaskExecution = await tasks.executeTask(await taskNamed('start slow'));
    await eventually(folder, () => instancesIn(folder, 'slow', 'launching'), 'slow launching');
    const ended = new Promise<void>((resolve) => {
      const subscription = tasks.onDidEndTask(({ execution: one }) => {
        if (one.task.name !== 'start slow') return;
        subscription.dispose();
        resolve();
      });
    });
    execution.terminate();
    await ended;
    assert.ok(instancesIn(folder, 'slow', 'launching') !== undefined);
  });

  it('run before a debug session and after it', async () => {
    const started = new Promise<boolean>((resolve) => {
      const subscription = debug.onDidStartDebugSession(() => {
        subscription.dispose();
        resolve(instancesIn(folder, 'web', 'online') !== undefined);
      });
    });
    const place = workspace.workspaceFolders?.[0];
    const isStarted = await debug.startDebugging(place, {
      type: 'node',
      request: 'launch',
      name: 'debugged',
      program: '${workspaceFolder}/debugged.js',
      preLaunchTask: 'servers',
      postDebugTask: 'stop servers',
    });
    assert.equal(isStarted, true);
    assert.equal(await started, true, 'web is online when the session starts');
    await eventually(folder, () => instancesIn(folder, 'web', 'stopped'), 'web stopped after the session');
  });

  it('show each instance on its way, where it listens, and the sum', async () => {
    const { text, code } = await output({ type: 'drover', task: 'start', app: 'web' });
    assert.equal(code, 0, text);
    assert.match(text, /^ {2}web-0 {2}launching$/m);
    assert.match(text, /^ {2}web-1 {2}online {2}http:\/\/localhost:46\d{3}$/m);
    assert.match(text, /^web: 2 of 2 instances online\n$/m);
    const again = await output({ type: 'drover', task: 'start', app: 'web' });
    assert.match(again.text, /^ {2}web-0 {2}online {2}http:\/\/localhost:46\d{3}$/m);
    assert.doesNotMatch(again.text, /launching/);
    const stopped = await output({ type: 'drover', task: 'stop' });
    assert.match(stopped.text, /^web: stopped$/m);
  });

  it('say why an app is not online, with its last lines', async () => {
    const { text, code } = await output({ type: 'drover', task: 'start', app: 'broken' });
    assert.equal(code, 1);
    assert.match(text, /^"broken": It was given up: [^]*exit/m);
    assert.match(text, /^ {4}no database$/m);
  });

  it('quote what is wrong with their definition', async () => {
    const wrong = async (definition: Readonly<Record<string, unknown>>): Promise<string> => {
      const { text, code } = await output({ type: 'drover', ...definition });
      assert.equal(code, 1);
      return text;
    };
    assert.equal(await wrong({ task: 'start', app: 'wbe' }), 'Nothing is named "wbe".\n');
    assert.match(await wrong({ task: 'strat' }), /must be one of .*, but it is "strat"/);
    assert.match(await wrong({ task: 'start', file: 'nowhere.json' }), /nowhere\.json" is no ecosystem file/);
  });

  it('end the waiting by Ctrl+C', async () => {
    const terminal = new TaskTerminal({ task: 'start', app: 'slow' }, undefined, {
      models: (await drover()).getFolders(),
    });
    const closed = new Promise<number>((resolve) => terminal.onDidClose(resolve));
    terminal.open();
    await eventually(folder, () => instancesIn(folder, 'slow', 'launching'), 'slow launching');
    terminal.handleInput('\u0003');
    assert.equal(await closed, 130);
    assert.ok(instancesIn(folder, 'slow', 'launching') !== undefined);
    terminal.close();
  });
});
