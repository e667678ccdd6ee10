import type {
  CompletionParams,
  Connection,
  ExecuteCommandParams,
  InitializeResult,
} from 'vscode-languageserver/node';
import {
  CodeActionKind,
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  TextDocumentSyncKind,
} from 'vscode-languageserver/node';
import type { FeatureFacts } from '../ecosystem/features/featureFacts.ts';
import type { KnownApp, LanguageServerOptions, WindowFacts } from '../protocol/languageServer.ts';
import { windowNotification } from '../protocol/languageServer.ts';
import { completions, triggerCharacters } from './completion.ts';
import type { ConversionArgument } from './conversion.ts';
import { conversionActions, conversionCommand, conversionKind, runConversion } from './conversion.ts';
import { DiagnosticsFeed } from './diagnosticsFeed.ts';
import type { OpenFile } from './ecosystemDocuments.ts';
import { EcosystemDocuments } from './ecosystemDocuments.ts';
import { folds, hints, hover, lenses, links, refactorings, selections, symbols } from './features.ts';
import { diagnostics, quickFixes, refusalOf } from './findings.ts';
import { definition, highlights, references, rename, renamed } from './names.ts';
import { createGuard, describe } from './requestGuard.ts';
import type { DocumentSettings } from './settings.ts';
import { Settings } from './settings.ts';
import { Surroundings } from './surroundings.ts';

const capabilities: InitializeResult['capabilities'] = {
  textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
  completionProvider: { triggerCharacters: [...triggerCharacters] },
  hoverProvider: true,
  codeLensProvider: {},
  inlayHintProvider: true,
  executeCommandProvider: { commands: [conversionCommand] },
  codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Refactor, conversionKind] },
  documentLinkProvider: {},
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  renameProvider: { prepareProvider: true },
  documentSymbolProvider: { label: 'Drover' },
  foldingRangeProvider: true,
  selectionRangeProvider: true,
};

/** Answers an editor until the connection closes. Nothing of any file is ever run. */
export function serve(connection: Connection): void {
  const documents = new EcosystemDocuments();
  let around = new Surroundings();
  let settings = new Settings(connection, false);
  let hearsOfSettings = false;
  let canRefresh = { codeLens: false, inlayHint: false };

  const feed = new DiagnosticsFeed(connection, documents, async (uri) => {
    const current = await settings.of(uri);
    const opened = documents.open(uri);
    if (opened === undefined) return [];
    return typeof opened === 'string' ? refusalOf(opened, around) : diagnostics(opened, current, around);
  });

  connection.onInitialize(({ capabilities: { workspace }, initializationOptions }): InitializeResult => {
    around = new Surroundings(initializationOptions as Partial<LanguageServerOptions> | undefined);
    settings = new Settings(connection, workspace?.configuration === true);
    hearsOfSettings = workspace?.didChangeConfiguration?.dynamicRegistration === true;
    canRefresh = {
      codeLens: workspace?.codeLens?.refreshSupport === true,
      inlayHint: workspace?.inlayHint?.refreshSupport === true,
    };
    return { capabilities, serverInfo: { name: 'Drover' } };
  });

  /** Has the editor ask again for what it shows all the time. */
  const refresh = (): void => {
    const asked = [
      ...(canRefresh.codeLens ? [connection.sendRequest(CodeLensRefreshRequest.type)] : []),
      ...(canRefresh.inlayHint ? [connection.languages.inlayHint.refresh()] : []),
    ];
    Promise.all(asked).catch((error: unknown) => connection.console.error(`refresh: ${describe(error)}`));
  };
  connection.onInitialized(() => {
    if (!hearsOfSettings) return;
    connection.client
      .register(DidChangeConfigurationNotification.type, { section: 'drover' })
      .catch((error: unknown) => connection.console.error(`settings: ${describe(error)}`));
  });
  connection.onDidChangeConfiguration(() => {
    settings.forget();
    feed.refresh();
    refresh();
  });
  connection.onNotification(windowNotification.facts, (facts: WindowFacts) => {
    around.window = facts;
    feed.refresh();
    refresh();
  });
  connection.onNotification(windowNotification.apps, (apps: readonly KnownApp[]) => {
    around.apps.replace(apps);
    refresh();
  });
  connection.onNotification(windowNotification.files, () => {
    around.disk.forget();
    feed.refresh();
  });

  const guard = createGuard(connection.console);
  interface About {
    readonly textDocument: { readonly uri: string };
  }
  /** Answers for an ecosystem file; `nothing` for any other document. */
  const about = <P extends About, R>(
    name: string,
    nothing: R,
    work: (file: OpenFile, params: P, facts: FeatureFacts, settings: DocumentSettings) => R,
  ): ((params: P, token: Parameters<ReturnType<typeof guard>>[1]) => Promise<R>) =>
    guard<P, R>(name, nothing, async (params) => {
      const { uri } = params.textDocument;
      if (documents.file(uri) === null) return nothing;
      const current = await settings.of(uri);
      const file = documents.file(uri);
      return file === null ? nothing : work(file, params, around.facts(file, current), current);
    });
  connection.onHover(about('hover', null, (file, { position }, facts) => hover(file, position, facts)));
  connection.onCodeLens(
    about('codeLens', [], (file, _, facts, { codeLens }) => (codeLens ? lenses(file, facts) : [])),
  );
  connection.languages.inlayHint.on(
    about('inlayHint', [], (file, { range }, facts, { inlayHints }) =>
      inlayHints ? hints(file, range, facts) : [],
    ),
  );
  connection.onCompletion(
    guard('completion', [], async ({ textDocument: { uri }, position, context }: CompletionParams) => {
      const current = await settings.of(uri);
      const text = documents.text(uri);
      if (text === null) return [];
      return completions(text, { position, typed: context?.triggerCharacter }, current, around);
    }),
  );
  connection.onCodeAction(
    about('codeAction', [], (file, { range, context: { only } }, facts, current) => {
      // `refactor` asks for `refactor.rewrite` as well.
      const wants = (kind: string): boolean =>
        only === undefined || only.some((one) => kind === one || kind.startsWith(`${one}.`));
      return [
        ...(wants(CodeActionKind.QuickFix) ? quickFixes(file, range, current, around) : []),
        ...(wants(CodeActionKind.RefactorRewrite) ? refactorings(file, range.start, facts) : []),
        ...(wants(conversionKind) ? conversionActions(file, facts) : []),
      ];
    }),
  );
  connection.onExecuteCommand(
    guard('convert', null, async ({ command, arguments: [argument] = [] }: ExecuteCommandParams) => {
      if (command !== conversionCommand) return null;
      const { uri } = argument as ConversionArgument;
      const current = await settings.of(uri);
      const file = documents.file(uri);
      if (file === null) return null;
      await runConversion(connection, argument as ConversionArgument, file, around.facts(file, current));
      return null;
    }),
  );
  connection.onDefinition(about('definition', null, (file, { position }) => definition(file, position)));
  connection.onReferences(
    about('references', [], (file, { position, context }) =>
      references(file, position, context.includeDeclaration),
    ),
  );
  connection.onDocumentHighlight(
    about('documentHighlight', [], (file, { position }) => highlights(file, position)),
  );
  connection.onPrepareRename(
    about('prepareRename', null, (file, { position }, facts) => renamed(file, position, facts)),
  );
  connection.onRenameRequest(about('rename', null, (file, params, facts) => rename(file, params, facts)));
  connection.onDocumentLinks(about('documentLink', [], (file, _, facts) => links(file, facts)));
  connection.onDocumentSymbol(about('documentSymbol', [], (file, _, facts) => symbols(file, facts)));
  connection.onFoldingRanges(about('foldingRange', [], (file) => folds(file)));
  connection.onSelectionRanges(
    about('selectionRange', [], (file, { positions }) => selections(file, positions)),
  );

  documents.onDidClose(({ document: { uri } }) => settings.forget(uri));
  connection.onShutdown(() => feed.dispose());
  documents.listen(connection);
  connection.listen();
}
