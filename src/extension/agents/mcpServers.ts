import { EventEmitter, McpStdioServerDefinition, workspace } from 'vscode';
import type { McpServerDefinitionProvider } from 'vscode';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';

/** Offers `drover mcp` to agents of the editor that speak MCP: one server for each workspace folder, none untrusted. */
export class McpServers implements McpServerDefinitionProvider<McpStdioServerDefinition>, Disposable {
  readonly #cli: string;
  readonly #version: string;
  readonly #store = new DisposableStore();
  readonly #changed = this.#store.add(new EventEmitter<void>());
  readonly onDidChangeMcpServerDefinitions = this.#changed.event;

  /** `cli` is the bundle of the command line. */
  constructor(cli: string, version: string) {
    this.#cli = cli;
    this.#version = version;
    this.#store.add(workspace.onDidChangeWorkspaceFolders(() => this.#changed.fire()));
    this.#store.add(workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire()));
  }

  provideMcpServerDefinitions(): McpStdioServerDefinition[] {
    if (!workspace.isTrusted) return [];
    const folders = (workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
    return folders.map(({ name, uri }) => {
      const label = folders.length === 1 ? 'Drover' : `Drover (${name})`;
      // The editor's own executable is Node when it is told so; what it runs is ours, not the user's.
      const env = { ELECTRON_RUN_AS_NODE: '1', DROVER_HOME: uri.fsPath };
      const server = new McpStdioServerDefinition(
        label,
        process.execPath,
        [this.#cli, 'mcp'],
        env,
        this.#version,
      );
      server.cwd = uri;
      return server;
    });
  }

  /** The editor may have kept a server since before the workspace lost its trust. */
  resolveMcpServerDefinition(server: McpStdioServerDefinition): McpStdioServerDefinition | undefined {
    return workspace.isTrusted ? server : undefined;
  }

  dispose(): void {
    this.#store.dispose();
  }
}
