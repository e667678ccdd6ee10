import { randomBytes } from 'node:crypto';
import { env, Uri } from 'vscode';
import type { WebviewPanel } from 'vscode';
import type { SupervisorSession } from '../../client/session.ts';
import type { FromMonitor, MonitorSelection, MonitorVerb, ToMonitor } from '../../protocol/monitor.ts';
import { fromMonitor } from '../../protocol/monitor.ts';
import { parse } from '../../protocol/shape.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { plainText } from '../logs/plainText.ts';
import { pageHtml } from '../pageHtml.ts';
import { LogTail } from './logTail.ts';
import type { MetricsHistory } from './metricsHistory.ts';
import { sampleOf } from './metricsHistory.ts';
import { MonitorFeed } from './monitorFeed.ts';
import { monitorTexts } from './monitorTexts.ts';
import { isSelected, monitorKey, presentMonitor } from './presentMonitor.ts';

export interface MonitorPanelOptions {
  readonly panel: WebviewPanel;
  /** Folder of the page's script and style. */
  readonly media: Uri;
  readonly selection: MonitorSelection;
  readonly folders: WorkspaceFolders;
  readonly history: (model: FolderModel) => MetricsHistory | undefined;
  readonly openSession: (model: FolderModel) => SupervisorSession;
  readonly act: (verb: MonitorVerb, model: FolderModel, app: string) => void;
  readonly onDefect: (operation: string, error: unknown) => void;
}

/** Changes that come within this time are shown together, in milliseconds. */
const settleMs = 100;
const linesMs = 250;
/** 2,000 lines a second. */
const linesPerMessage = 500;
/** Lines of all instances together that a page begins with. */
const firstLines = 500;

/** One monitor in the editor area. Nothing is asked for and nothing is sent while it is not seen. */
export class MonitorPanel implements Disposable {
  readonly #options: MonitorPanelOptions;
  readonly #store = new DisposableStore();
  readonly #feeds = new Map<FolderModel, MonitorFeed>();
  readonly #tail = new LogTail(linesPerMessage);
  #shown = '';
  #settling: NodeJS.Timeout | undefined;
  #flushing: NodeJS.Timeout | undefined;
  #isSeen = false;

  constructor(options: MonitorPanelOptions) {
    this.#options = options;
    const { panel, media, folders, selection } = options;
    const take = (message: unknown): void => this.#take(parse(fromMonitor, message));
    this.#store.add(panel.webview.onDidReceiveMessage(take));
    this.#store.add(
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#end();
      }),
    );
    this.#store.add(folders.onDidChange(() => this.#settle()));
    panel.webview.options = { enableScripts: true, localResourceRoots: [media] };
    const uri = (name: string): string => panel.webview.asWebviewUri(Uri.joinPath(media, name)).toString();
    panel.webview.html = pageHtml({
      language: env.language,
      title: panel.title,
      facts: { texts: monitorTexts(panel.title), selection },
      script: uri('monitor.js'),
      style: uri('monitor.css'),
      source: panel.webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
    });
  }

  /** Shows it; VS Code keeps it in its own place. */
  reveal(): void {
    this.#options.panel.reveal();
  }

  dispose(): void {
    this.#end();
    this.#store.dispose();
  }

  #take(message: FromMonitor): void {
    if (message.type === 'ready') return this.#begin();
    const { folders, act } = this.#options;
    for (const model of folders.models) {
      const app = model.view.snapshot.apps.find(({ id }) => monitorKey(model.folder, id) === message.app);
      if (app !== undefined) act(message.verb, model, app.id);
    }
  }

  /** The page is there, anew and empty whenever it was hidden before. */
  #begin(): void {
    this.#end();
    this.#isSeen = true;
    this.#shown = '';
    this.#show();
    const { folders, history } = this.#options;
    const samples = folders.models.flatMap((model) => {
      const keys = this.#keysOf(model);
      return (history(model)?.samples ?? []).map((sample) => sampleOf(sample, keys));
    });
    if (samples.length > 0) this.#send({ type: 'samples', samples });
    this.#feed();
  }

  #end(): void {
    this.#isSeen = false;
    clearTimeout(this.#settling);
    clearTimeout(this.#flushing);
    this.#settling = undefined;
    this.#flushing = undefined;
    for (const feed of this.#feeds.values()) feed.dispose();
    this.#feeds.clear();
    this.#tail.take();
  }

  #settle(): void {
    if (!this.#isSeen) return;
    this.#settling ??= setTimeout(() => {
      this.#settling = undefined;
      this.#show();
      this.#feed();
    }, settleMs);
  }

  #show(): void {
    const { folders, selection } = this.#options;
    const views = folders.models.map(({ view, isReconnecting }) => ({ view, isReconnecting }));
    const message = presentMonitor(views, selection, t);
    const text = JSON.stringify(message);
    if (text === this.#shown) return;
    this.#shown = text;
    this.#send(message);
  }

  /** One feed for each open folder that has an app to show. */
  #feed(): void {
    const { folders, selection, openSession, history, onDefect } = this.#options;
    const models = folders.models.filter(
      (model) => selection === 'all' || selection.some(({ folder }) => folder === model.folder),
    );
    for (const [model, feed] of this.#feeds) {
      if (models.includes(model)) continue;
      this.#feeds.delete(model);
      feed.dispose();
    }
    for (const model of models) {
      if (this.#feeds.has(model)) continue;
      const feed = new MonitorFeed({
        model,
        session: openSession(model),
        isShown: ({ id }) => isSelected(selection, model.folder, id),
        tailLines: (instances) => Math.max(10, Math.floor(firstLines / instances)),
        onSample: (sample) => {
          history(model)?.add(sample);
          this.#send({ type: 'samples', samples: [sampleOf(sample, this.#keysOf(model))] });
        },
        onEvents: (events) => this.#send({ type: 'events', events }),
        onLines: (lines, dropped) => {
          this.#tail.add(lines, dropped);
          this.#flushing ??= setTimeout(() => this.#flush(), linesMs);
        },
        onDefect,
      });
      this.#feeds.set(model, feed);
    }
  }

  #keysOf(model: FolderModel): ReadonlySet<string> {
    const { selection } = this.#options;
    return new Set(
      model.view.snapshot.instances
        .filter(({ app }) => isSelected(selection, model.folder, app))
        .map(({ id }) => monitorKey(model.folder, id)),
    );
  }

  #flush(): void {
    this.#flushing = undefined;
    if (this.#tail.isEmpty) return;
    const { lines, skipped } = this.#tail.take();
    const plain = lines.map((line) => ({ ...line, text: plainText(line.text) }));
    this.#send({ type: 'lines', lines: plain, skipped });
  }

  /** A page that is going away takes no more messages, which is no fault. */
  #send(message: ToMonitor): void {
    if (this.#isSeen) void this.#options.panel.webview.postMessage(message);
  }
}
