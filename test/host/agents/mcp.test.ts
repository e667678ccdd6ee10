import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { extensions } from 'vscode';
import { McpServers } from '../../../src/extension/agents/mcpServers.ts';
import { registerAgents } from '../../../src/extension/agents/registerAgents.ts';
import { shellEnvironment } from '../../../src/cli/world.ts';
import { drover, extensionId, instancesIn, onlyFolder } from '../harness/drover.ts';

describe('the MCP server', () => {
  it('is offered for the folder, and is the supervisor of the view seen by another client', async () => {
    const folder = await onlyFolder();
    const client = await folder.connected();
    await client.request('apps/start', { targets: ['web'], wait: true });
    const [web] = instancesIn(folder, 'web', 'online') ?? [];
    const [definition, ...more] = new McpServers(cliPath(), '1.0.0').provideMcpServerDefinitions();
    assert.deepEqual(more, []);
    assert.ok(definition !== undefined);
    assert.equal(definition.label, 'Drover');
    assert.equal(definition.env['DROVER_HOME'], folder.folder);
    const env = { ...shellEnvironment(process.env), ELECTRON_RUN_AS_NODE: '1', DROVER_HOME: folder.folder };
    const { command, args } = definition;
    const agent = new Client({ name: 'test', version: '1' });
    try {
      await agent.connect(new StdioClientTransport({ command, args, env }));
      const answer = await agent.callTool({ name: 'drover_start', arguments: { app: 'web' } });
      assert.match(
        JSON.stringify(answer.content),
        new RegExp(`already running on port \\d+, pid ${web?.pid ?? ''}`),
      );
    } finally {
      await agent.close();
      await client.request('apps/stop', { targets: ['web'] });
    }
  });
});

describe('an editor without agents', () => {
  it('keeps everything else', async () => {
    const folders = { models: (await drover()).getFolders() };
    const context = { asAbsolutePath: () => cliPath(), extension: extension() };
    const defects: unknown[] = [];
    const note = (_operation: string, error: unknown): void => void defects.push(error);
    registerAgents(context, folders, note, {}).dispose();
    assert.deepEqual(defects, []);
    const missing = (): never => {
      throw new Error('not implemented');
    };
    registerAgents(context, folders, note, { registerTool: missing }).dispose();
    assert.equal(String(defects[0]), 'Error: not implemented');
  });
});

function extension() {
  const found = extensions.getExtension(extensionId);
  assert.ok(found !== undefined);
  return found;
}

function cliPath(): string {
  return `${extension().extensionPath}/dist/cli.cjs`;
}
