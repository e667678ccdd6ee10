import { env, extensions, l10n, workspace } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { LanguageClient, RevealOutputChannelOn, State, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions } from 'vscode-languageclient/node';
import type { LanguageServerOptions, WindowFacts } from '../../protocol/languageServer.ts';
import { windowNotification } from '../../protocol/languageServer.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { ecosystemDocuments } from './documentSelector.ts';
import { knownApps } from './knownApps.ts';
import type { StaticFindings } from './staticFindings.ts';

/** Changes of apps and of files come in bursts; these many milliseconds make one message of them. */
const appsPauseMs = 100;
const filesPauseMs = 500;

/** Extensions that report the syntax of a language by themselves. */
const checkers = { yaml: 'redhat.vscode-yaml', toml: 'tamasfe.even-better-toml' } as const;

export interface LanguageServerParts {
  /** The bundle of the server. */
  readonly module: string;
  readonly folders: WorkspaceFolders;
  readonly findings: StaticFindings;
  readonly log: LogOutputChannel;
}

/** A language server that runs. */
export interface LanguageServer {
  /** Resolves when it has ended; another one may be started then. */
  stop(): Promise<void>;
}

/** Starts the language server and keeps it informed. The client starts it again when it crashes. */
export async function startLanguageServer(parts: LanguageServerParts): Promise<LanguageServer> {
  const { module, folders, findings, log } = parts;
  const store = new DisposableStore();
  const options: LanguageClientOptions = {
    documentSelector: ecosystemDocuments().map(({ scheme, pattern }) => ({
      ...(scheme === undefined ? {} : { scheme }),
      pattern:
        typeof pattern === 'object'
          ? { baseUri: pattern.baseUri.toString(), pattern: pattern.pattern }
          : pattern,
    })) as NonNullable<LanguageClientOptions['documentSelector']>,
    diagnosticCollectionName: 'drover.language',
    outputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationOptions: (): LanguageServerOptions => ({ texts: texts(), window: windowFacts() }),
    middleware: {
      handleDiagnostics: (uri, diagnostics, next) => {
        next(uri, diagnostics);
        findings.set(uri, diagnostics);
      },
      didClose: async (document, next) => {
        await next(document);
        findings.delete(document.uri);
      },
    },
  };
  const server = { module, transport: TransportKind.ipc };
  const client = new LanguageClient('drover', 'Drover', { run: server, debug: server }, options);
  const send = (method: string, params?: unknown): void => {
    if (client.state !== State.Running) return;
    client
      .sendNotification(method, params)
      .catch((error: unknown) => log.warn(`${method}: ${String(error)}`));
  };

  let sent: string | undefined;
  const sendApps = (): void => {
    const apps = knownApps(folders.models);
    const text = JSON.stringify(apps);
    if (text === sent) return;
    sent = text;
    send(windowNotification.apps, apps);
  };
  const appsChanged = store.add(new Pause(appsPauseMs, sendApps));
  store.add(
    folders.onDidChange((changes) => {
      // Measurements change no app.
      if (changes?.length !== 0) appsChanged.begin();
    }),
  );
  store.add(
    client.onDidChangeState(({ newState }) => {
      if (newState === State.Stopped) findings.clear();
      if (newState !== State.Running) return;
      sent = undefined;
      sendApps();
    }),
  );
  const sendFacts = (): void => send(windowNotification.facts, windowFacts());
  store.add(workspace.onDidGrantWorkspaceTrust(sendFacts));
  store.add(extensions.onDidChange(sendFacts));
  const filesChanged = store.add(new Pause(filesPauseMs, () => send(windowNotification.files)));
  const watcher = store.add(workspace.createFileSystemWatcher('**/*', false, true, false));
  store.add(watcher.onDidCreate(filesChanged.begin));
  store.add(watcher.onDidDelete(filesChanged.begin));
  const stop = async (): Promise<void> => {
    store.dispose();
    try {
      await client.dispose();
    } finally {
      findings.clear();
    }
  };
  try {
    await client.start();
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** Runs once at the end of each pause that somebody begins. */
class Pause implements Disposable {
  readonly #ms: number;
  readonly #run: () => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(ms: number, run: () => void) {
    this.#ms = ms;
    this.#run = run;
  }

  readonly begin = (): void => {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#run();
    }, this.#ms);
  };

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

function windowFacts(): WindowFacts {
  return {
    folders: workspace.isTrusted ? (workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath) : [],
    syntaxByOthers: Object.entries(checkers).flatMap(([language, id]) =>
      extensions.getExtension(id) === undefined ? [] : [language],
    ),
  };
}

function texts(): Readonly<Record<string, string>> {
  return env.language.startsWith('en') ? {} : ((l10n.bundle as Record<string, string> | undefined) ?? {});
}
