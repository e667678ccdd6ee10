import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { codeServerEntry, codeServerNode } from '../../scripts/install/codeServer.ts';
import { command } from '../../scripts/install/command.ts';
import { root } from '../../scripts/install/paths.ts';
import { Editor } from './harness/editor.ts';
import { pidsIn } from './harness/inspect.ts';
import type { Workbench } from './harness/workbench.ts';

/** An extension that calls what is typed: without a language model, nothing in the editor does. */
const agent = `${root}/test/fixtures/extensions/agent`;

const settings = { 'chat.disableAIFeatures': false };

test(
  'an agent starts an app after a question, never a second time, and a refusal of the question leaves it running',
  { timeout: 240_000 },
  async (context) => {
    const editor = await Editor.start({ folder: 'test/fixtures/workspaces/two', settings });
    try {
      const workbench = await openWithAgent(editor);
      await workbench.openDrover();
      await workbench.tree.row('web,').waitForName(/^web, stopped/);
      const question = workbench.page.getByRole('dialog');

      await callTool(workbench, 'drover_start {"app":"web"}');
      await question.getByText('Start "web"?').waitFor();
      await question.getByText(/^web is an app of the folder workspace\. This runs .*server\.js/).waitFor();
      await workbench.screenshots('agent-question');
      assert.deepEqual(Object.values(await pidsIn(editor)), [null, null]);
      await question.getByRole('button', { name: 'Yes' }).click();
      await workbench.notifications
        .toast(/^web was started and is online: ports \d+, \d+, pid \d+, \d+\./)
        .waitFor();
      await workbench.tree.row('web,').waitForName(/^web, online/);
      const pids = await pidsIn(editor);

      await callTool(workbench, 'drover_start {"app":"web"}');
      await question.getByText(/It runs now \(ports \d+, \d+, pid \d+, \d+\)\.$/).waitFor();
      await question.getByRole('button', { name: 'Yes' }).click();
      await workbench.notifications.toast(/^web is already running on ports/).waitFor();
      assert.deepEqual(await pidsIn(editor), pids);

      await callTool(workbench, 'drover_stop {"app":"web"}');
      await question.getByText('Stop "web"?').waitFor();
      await question.getByRole('button', { name: 'Cancel' }).click();
      await workbench.notifications.toast(/Canceled/).waitFor();
      assert.deepEqual(await pidsIn(editor), pids);

      await callTool(workbench, 'drover_list {}');
      await workbench.notifications.toast(/web: online, 2 of 2 instances online/).waitFor();
    } catch (error) {
      context.diagnostic(`Screenshots and logs: ${await editor.keepEvidence('agents')}`);
      throw error;
    } finally {
      await editor.dispose();
    }
  },
);

/** Installs the agent as well, as a user does. */
async function openWithAgent(editor: Editor): Promise<Workbench> {
  const inSandbox = (name: string): string => join(editor.sandbox.folder, name);
  const vsix = inSandbox('agent.vsix');
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const wishes = ['--no-dependencies', '--allow-missing-repository', '--skip-license', '--out', vsix];
  await command(process.execPath, [vsce, 'package', ...wishes], { cwd: agent });
  const folders = ['--user-data-dir', inSandbox('user'), '--extensions-dir', inSandbox('extensions')];
  const config = ['--config', inSandbox('code-server.yaml')];
  await command(codeServerNode, [codeServerEntry, ...folders, ...config, '--install-extension', vsix], {
    env: editor.sandbox.environment(),
  });
  return await editor.openWindow();
}

async function callTool(workbench: Workbench, call: string): Promise<void> {
  await workbench.runCommand('Agent: Call a Tool');
  await workbench.quickInput.locator.getByText('The name of the tool').waitFor();
  await workbench.quickInput.fill(call);
  await workbench.quickInput.accept();
}
