import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { before, describe, it } from 'mocha';
import {
  commands,
  CustomExecution,
  debug,
  extensions,
  lm,
  Task,
  tasks,
  TaskScope,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { CodeLens } from 'vscode';
import { createPlatform } from '../../../src/supervisor/platform/createPlatform.ts';
import { TaskTerminal } from '../../../src/extension/tasks/taskTerminal.ts';
import { locate } from '../../../src/client/locate.ts';
import { drover, extensionId } from '../harness/drover.ts';

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly enablement?: string }[];
    readonly taskDefinitions: readonly {
      readonly type: string;
      readonly properties: { readonly task: { readonly enum: readonly string[] } };
    }[];
    readonly debuggers: readonly { readonly type: string; readonly configurationAttributes: object }[];
    readonly languageModelTools: readonly { readonly name: string }[];
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
  };
}

/** They only open what is there, or ask first; each is run all the same. */
const harmless: readonly string[] = [
  'drover.createEcosystemFile',
  'drover.openEcosystemFile',
  'drover.showSupervisorLog',
  'drover.openWalkthrough',
  'drover.revealScript',
  'drover.revealScriptInExplorer',
  'drover.groupBy',
  'drover.sortBy',
  'drover.filter',
  'drover.clearFilter',
];

describe('everything that the manifest offers, in Restricted Mode', () => {
  const folder = workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const file = path.join(folder, 'ecosystem.config.js');
  let manifest: Manifest;

  /** Nothing was evaluated, no supervisor is there, and nothing runs that one has started. */
  async function assertNothingRan(what: string): Promise<void> {
    assert.equal(existsSync(path.join(folder, 'evaluated')), false, `${what} evaluated the file`);
    const { key, runtimeDir } = locate(folder);
    assert.equal(
      existsSync(runtimeDir) && readdirSync(runtimeDir).length > 0,
      false,
      `${what}: a supervisor`,
    );
    assert.deepEqual(await createPlatform().findByToken(`${key}:`), [], `${what} started something`);
  }

  before(async () => {
    assert.equal(workspace.isTrusted, false);
    await drover();
    manifest = extensions.getExtension(extensionId)?.packageJSON as Manifest;
    await window.showTextDocument(Uri.file(file));
  });

  it('says of every command whether it needs trust', () => {
    const open = manifest.contributes.commands.filter(
      ({ enablement }) => !/isWorkspaceTrusted/.test(enablement ?? ''),
    );
    assert.deepEqual(open.map(({ command }) => command).sort(), [...harmless].sort());
  });

  it('starts nothing by any command, called by its id with names, files and rows', async () => {
    for (const { command } of manifest.contributes.commands) {
      for (const argument of [undefined, 'web', [`${file}#web`], Uri.file(file), { id: 'app:x' }]) {
        // Some answer only when a notification or a list has been dealt with; closing the list is dealing with it.
        commands.executeCommand(command, argument).then(undefined, () => undefined);
        await commands.executeCommand('workbench.action.closeQuickOpen');
      }
    }
    await commands.executeCommand('notifications.clearAll');
    await assertNothingRan('a command');
  });

  it('starts nothing by what its code lenses, links and tree rows run', async () => {
    const lenses = await commands.executeCommand<CodeLens[]>(
      'vscode.executeCodeLensProvider',
      Uri.file(file),
      100,
    );
    for (const { command } of lenses) {
      if (command !== undefined)
        await commands.executeCommand(command.command, ...((command.arguments as []) ?? []));
    }
    assert.deepEqual((await drover()).getTree(), []);
    await assertNothingRan('a code lens');
  });

  it('runs no task of its types', async () => {
    for (const { type, properties } of manifest.contributes.taskDefinitions) {
      // VS Code asks for trust first, and answers when that has been given.
      void tasks.fetchTasks({ type });
      for (const task of properties.task.enum) {
        const name = `${type} ${task}`;
        const execution = new CustomExecution(
          async () => new TaskTerminal({ task }, undefined, { models: [] }),
        );
        void tasks.executeTask(
          new Task({ type, task, app: 'web' }, TaskScope.Workspace, name, type, execution),
        );
      }
    }
    await commands.executeCommand('workbench.action.closeQuickOpen');
    await assertNothingRan('a task');
  });

  it('debugs nothing', async () => {
    for (const { type, configurationAttributes } of manifest.contributes.debuggers) {
      for (const request of Object.keys(configurationAttributes)) {
        // The same.
        void debug.startDebugging(workspace.workspaceFolders?.[0], {
          type,
          request,
          name: 'x',
          app: 'web',
          file,
        });
      }
    }
    await commands.executeCommand('workbench.action.closeQuickOpen');
    assert.equal(debug.activeDebugSession, undefined);
    await assertNothingRan('a debugger');
  });

  it('lets no tool of agents run', async () => {
    for (const { name } of manifest.contributes.languageModelTools) {
      const input = { app: 'web' };
      await assert.rejects(
        async () => await lm.invokeTool(name, { input, toolInvocationToken: undefined }),
        name,
      );
    }
    await assertNothingRan('a tool');
  });

  it('gives other extensions nothing by any function of its API', async () => {
    const api = await drover();
    const called: string[] = [];
    for (const [name, member] of Object.entries(api) as [string, unknown][]) {
      // What tests get on top, and events, do nothing by being read.
      if (typeof member !== 'function' || /^(?:get|on)[A-Z]/.test(name)) continue;
      called.push(name);
      await assert.rejects(
        async () => await (member as (...args: unknown[]) => unknown)('web', {}),
        /trusted/,
        name,
      );
    }
    assert.ok(
      ['list', 'start', 'stop', 'restart'].every((name) => called.includes(name)),
      called.join(),
    );
    await assertNothingRan('the API');
  });

  it('can be called by no address, as long as it handles none', () => {
    assert.deepEqual(
      manifest.activationEvents.filter((event) => event.startsWith('onUri')),
      [],
    );
  });
});
