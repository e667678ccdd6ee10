import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { parse } from 'node:path';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node';
import type { MessageConnection } from 'vscode-jsonrpc/node';
import { root } from '../../scripts/install/paths.ts';

interface Published {
  readonly uri: string;
  readonly version?: number;
  readonly diagnostics: readonly { readonly code: string; readonly message: string }[];
}

/** The bundled language server as an editor speaks to it. */
export class LanguageConnection {
  readonly process: ChildProcess;
  readonly #connection: MessageConnection;
  readonly #published: Published[] = [];
  #onPublished: () => void = () => undefined;
  /** What the server wrote to its log. */
  readonly log: string[] = [];

  private constructor(process: ChildProcess) {
    this.process = process;
    this.#connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
    this.#connection.onNotification('textDocument/publishDiagnostics', (published: Published) => {
      this.#published.push(published);
      this.#onPublished();
    });
    this.#connection.onNotification('window/logMessage', ({ message }: { message: string }) => {
      this.log.push(message);
    });
    this.#connection.listen();
  }

  /** Answers `initialize` too, with the capabilities of the server. */
  static async start(node = process.execPath): Promise<LanguageConnection> {
    const child = fork(`${root}/dist/languageServer.cjs`, ['--node-ipc'], {
      execPath: node,
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const server = new LanguageConnection(child);
    await server.request('initialize', {
      processId: process.pid,
      rootUri: null,
      capabilities: {},
      initializationOptions: { window: { folders: [parse(process.cwd()).root], syntaxByOthers: [] } },
    });
    await server.notify('initialized', {});
    return server;
  }

  request<R>(method: string, params?: unknown): Promise<R> {
    return this.#connection.sendRequest<R>(method, params);
  }

  notify(method: string, params?: unknown): Promise<void> {
    return this.#connection.sendNotification(method, params);
  }

  async open(uri: string, text: string, languageId: string): Promise<void> {
    await this.notify('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  /** The whole text of an open document, anew. */
  async change(uri: string, version: number, text: string): Promise<void> {
    const contentChanges = [{ text }];
    await this.notify('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
  }

  /** What was told of the document before is forgotten. */
  async close(uri: string): Promise<void> {
    this.#published.splice(0);
    await this.notify('textDocument/didClose', { textDocument: { uri } });
  }

  /** What the server tells of a document in this version. */
  async diagnostics(uri: string, version = 1): Promise<Published['diagnostics']> {
    for (;;) {
      const found = this.#published.findLast((one) => one.uri === uri && one.version === version);
      if (found !== undefined) return found.diagnostics;
      await new Promise<void>((resolve) => (this.#onPublished = resolve));
    }
  }

  /** Resolves with the exit code. */
  async stop(): Promise<number | null> {
    const exited = once(this.process, 'exit') as Promise<[number | null]>;
    await this.request('shutdown');
    await this.notify('exit');
    const [code] = await exited;
    this.#connection.dispose();
    return code;
  }
}
