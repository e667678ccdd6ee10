import { lm } from 'vscode';
import type { ExtensionContext } from 'vscode';
import { tools } from '../../client/tools/runTool.ts';
import { object, parse, string } from '../../protocol/shape.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { AppTool } from './appTool.ts';
import { McpServers } from './mcpServers.ts';

/** What agents need of the editor. Forks of VS Code may lack it, or parts of it. */
export type AgentHost = Partial<Pick<typeof lm, 'registerTool' | 'registerMcpServerDefinitionProvider'>>;

/** Lets agents of the editor see and run the apps, as far as this editor has agents. */
export function registerAgents(
  context: Pick<ExtensionContext, 'asAbsolutePath' | 'extension'>,
  folders: Pick<WorkspaceFolders, 'models'>,
  onDefect: (operation: string, error: unknown) => void,
  host: AgentHost | undefined = lm,
): Disposable {
  const store = new DisposableStore();
  try {
    if (host?.registerTool !== undefined) {
      for (const tool of tools) store.add(host.registerTool(tool.name, new AppTool(tool, folders)));
    }
    if (host?.registerMcpServerDefinitionProvider !== undefined) {
      const { version } = parse(object({ version: string }), context.extension.packageJSON);
      const servers = store.add(new McpServers(context.asAbsolutePath('dist/cli.cjs'), version));
      store.add(host.registerMcpServerDefinitionProvider('drover', servers));
    }
  } catch (error) {
    // Some forks have the functions and throw in them; everything else of the extension works without.
    onDefect('agents', error);
  }
  return store;
}
