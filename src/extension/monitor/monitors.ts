import { Uri, ViewColumn, window, workspace } from 'vscode';
import type { WebviewPanel } from 'vscode';
import type { SupervisorSession } from '../../client/session.ts';
import type { MonitorSelection, MonitorState, MonitorVerb } from '../../protocol/monitor.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { MetricsHistory, toSample } from './metricsHistory.ts';
import { MonitorPanel } from './monitorPanel.ts';
import { monitorKey } from './presentMonitor.ts';
import { readSelection, selectionKey } from './monitorSelection.ts';

/** As `onWebviewPanel:` in package.json names it. */
const viewType = 'drover.monitor';

export interface MonitorsOptions {
  readonly folders: WorkspaceFolders;
  /** Where the extension is. */
  readonly extension: Uri;
  /** Another connection to the supervisor of the folder. */
  readonly openSession: (model: FolderModel) => SupervisorSession;
  readonly act: (verb: MonitorVerb, model: FolderModel, app: string) => void;
  readonly onDefect: (operation: string, error: unknown) => void;
}

/** The monitors of this window, one for each selection of apps. They come back when the window is reloaded. */
export class Monitors implements Disposable {
  readonly #options: MonitorsOptions;
  readonly #store = new DisposableStore();
  readonly #panels = new Map<string, MonitorPanel>();
  readonly #histories = new WeakMap<FolderModel, MetricsHistory>();

  constructor(options: MonitorsOptions) {
    this.#options = options;
    this.#store.add(options.folders.onDidAdd((model, store) => this.#keepHistory(model, store)));
    this.#store.add(
      window.registerWebviewPanelSerializer(viewType, {
        deserializeWebviewPanel: async (panel, state: Partial<MonitorState> | undefined) => {
          const selection = readSelection(state?.selection);
          panel.title = this.#title(selection);
          this.#adopt(panel, selection);
        },
      }),
    );
  }

  /** Shows the monitor of these apps, the one that is open already if there is one. */
  open(selection: MonitorSelection): void {
    const known = this.#panels.get(selectionKey(selection));
    if (known !== undefined) {
      known.reveal();
      return;
    }
    const panel = window.createWebviewPanel(viewType, this.#title(selection), ViewColumn.Active, {
      retainContextWhenHidden: false,
    });
    this.#adopt(panel, selection);
  }

  dispose(): void {
    this.#store.dispose();
    for (const panel of this.#panels.values()) panel.dispose();
    this.#panels.clear();
  }

  #adopt(panel: WebviewPanel, selection: MonitorSelection): void {
    const { folders, extension, openSession, act, onDefect } = this.#options;
    const key = selectionKey(selection);
    const icon = (name: string): Uri => Uri.joinPath(extension, 'media', name);
    panel.iconPath = { light: icon('monitorLight.svg'), dark: icon('monitorDark.svg') };
    const monitor = new MonitorPanel({
      panel,
      media: Uri.joinPath(extension, 'dist', 'media'),
      selection,
      folders,
      history: (model) => this.#histories.get(model),
      openSession,
      act: (verb, model, app) => {
        if (workspace.isTrusted) act(verb, model, app);
      },
      onDefect,
    });
    this.#panels.set(key, monitor);
    panel.onDidDispose(() => {
      if (this.#panels.get(key) === monitor) this.#panels.delete(key);
      monitor.dispose();
    });
  }

  #keepHistory(model: FolderModel, store: DisposableStore): void {
    const history = new MetricsHistory();
    this.#histories.set(model, history);
    store.add(
      model.onDidConnect((client) => {
        // Ends with the client.
        client.onMetrics((metrics) =>
          history.add(toSample(metrics, client.snapshot.instances, (id) => monitorKey(model.folder, id))),
        );
      }),
    );
  }

  #title(selection: MonitorSelection): string {
    if (selection === 'all') return t('Monitor');
    const names = selection.map(({ app }) => app.slice(app.lastIndexOf('#') + 1));
    const more = names.length - 2;
    const first = names.slice(0, 2).join(', ');
    return more > 0 ? t('Monitor: {0} and {1} more', first, more) : t('Monitor: {0}', first);
  }
}
