import { describeError } from '../client/describeError.ts';
import type { EventParams } from '../protocol/contract.ts';
import type { AppInfo } from '../protocol/model.ts';
import { describeProblem } from '../protocol/problems.ts';
import type { Disposable } from './disposableStore.ts';
import { DisposableStore } from './disposableStore.ts';
import type { FolderModel } from './folders/folderModel.ts';
import type { WorkspaceFolders } from './folders/workspaceFolders.ts';
import { t } from './localise.ts';
import { briefly } from './briefly.ts';
import { messages } from './messages.ts';
import { readTellsGivenUp, stopTellingGivenUp } from './settings.ts';

export interface NoticeActions {
  showLogs(model: FolderModel, instance: string): Promise<void>;
  restart(model: FolderModel, app: string): Promise<void>;
  /** Starts it again under a debugger. */
  debug(model: FolderModel, instance: string): Promise<void>;
}

interface GivenUp {
  readonly model: FolderModel;
  readonly instance: string;
  readonly app: AppInfo;
}

/**
 * One notification when an app gives up, whatever number of its instances do, and when a supervisor is lost; never
 * for a single crash.
 */
export class Notices implements Disposable {
  readonly #actions: NoticeActions;
  readonly #onDefect: (operation: string, error: unknown) => void;
  readonly #store = new DisposableStore();
  /** Told already, until the app recovers. The news may come before the state, so both have to be seen. */
  readonly #told = new Map<string, { seenErrored: boolean }>();

  readonly #lost = new Set<string>();

  constructor(
    folders: WorkspaceFolders,
    actions: NoticeActions,
    onDefect: (operation: string, error: unknown) => void,
  ) {
    this.#actions = actions;
    this.#onDefect = onDefect;
    this.#store.add(
      folders.onDidNotice((model, notice) => {
        this.#tell(model, notice).catch((error: unknown) => this.#onDefect('notice', error));
      }),
    );
    this.#store.add(
      folders.onDidChange(() => {
        this.#forgetRecovered(folders.models);
        this.#tellLost(folders.models);
      }),
    );
  }

  /** Whether a notification has said this of the app already, so that nothing else has to. */
  wasTold(model: FolderModel, app: string, code: string): boolean {
    return this.#told.has(keyOf(model, app, code));
  }

  /** Says that a request failed; `logs` is where the reason can be read. Resolves when the notification is gone. */
  async showFailure(
    message: string,
    logs: { readonly model: FolderModel; readonly instance: string } | undefined,
  ): Promise<void> {
    const showLogs = t('Show Logs');
    const chosen = await messages.error(message, ...(logs === undefined ? [] : [showLogs]));
    if (chosen !== showLogs || logs === undefined) return;
    await this.#actions
      .showLogs(logs.model, logs.instance)
      .catch((error: unknown) => this.#onDefect('show logs', error));
  }

  dispose(): void {
    this.#store.dispose();
  }

  async #tell(model: FolderModel, { problem, instance }: EventParams<'notice'>): Promise<void> {
    const info = model.view.snapshot.instances.find((one) => one.id === instance);
    const app = model.view.snapshot.apps.find((one) => one.id === (info?.app ?? problem.app));
    const sentence = briefly(describeProblem(problem, t));
    // What is about no instance does not recover: it is told once of each thing it is about.
    const key = keyOf(model, app?.id ?? '', info === undefined ? sentence : problem.code);
    const isAboutInstance = info !== undefined && app !== undefined;
    const hasGivenUp = isAboutInstance && problem.severity === 'error';
    if (this.#told.has(key) || (hasGivenUp && !readTellsGivenUp())) return;
    this.#told.set(key, { seenErrored: false });
    if (!isAboutInstance) {
      await messages.warning(sentence);
      return;
    }
    const message = t('"{0}": {1}', info.name, sentence);
    if (hasGivenUp) {
      await this.#tellGivenUp(message, { model, instance: info.id, app });
      return;
    }
    const showLogs = t('Show Logs');
    const chosen = await messages.warning(message, showLogs);
    if (chosen === showLogs) await this.#actions.showLogs(model, info.id);
  }

  /** What helps after an app has given up. */
  async #tellGivenUp(message: string, { model, instance, app }: GivenUp): Promise<void> {
    const showLogs = t('Show Logs');
    const restart = t('Restart');
    const debug = t('Debug');
    const noMore = t("Don't Show Again");
    const buttons = [showLogs, restart, ...(app.debugger === null ? [] : [debug]), noMore];
    const chosen = await messages.error(message, ...buttons);
    if (chosen === showLogs) await this.#actions.showLogs(model, instance);
    if (chosen === restart) await this.#actions.restart(model, app.id);
    if (chosen === debug) await this.#actions.debug(model, instance);
    if (chosen === noMore) await stopTellingGivenUp();
  }

  /** Why a supervisor is lost; the view has room for what to do about it only. */
  #tellLost(models: readonly FolderModel[]): void {
    for (const model of models) {
      if (model.session.state !== 'lost') {
        this.#lost.delete(model.folder);
      } else if (!this.#lost.has(model.folder)) {
        this.#lost.add(model.folder);
        void messages.error(briefly(describeError(model.session.error, t)));
      }
    }
  }

  #forgetRecovered(models: readonly FolderModel[]): void {
    for (const [key, told] of this.#told) {
      const [folder, app] = key.split('\n');
      const instances = models.find((one) => one.folder === folder)?.view.snapshot.instances ?? [];
      const isErrored = instances.some((one) => one.app === app && one.status === 'errored');
      if (isErrored) told.seenErrored = true;
      else if (told.seenErrored) this.#told.delete(key);
    }
  }
}

function keyOf(model: FolderModel, app: string, code: string): string {
  return `${model.folder}\n${app}\n${code}`;
}
