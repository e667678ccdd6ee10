import path from 'node:path';
import { EventEmitter, workspace } from 'vscode';
import type { Pseudoterminal, WorkspaceFolder } from 'vscode';
import type { AppRun, FolderRun } from '../apps/appRun.ts';
import { failureSentence, performRun, planRun, sentenceOf } from '../apps/appRun.ts';
import { colouredText } from '../../client/colouredText.ts';
import type { Outcome } from '../../protocol/contract.ts';
import { DisposableStore } from '../disposableStore.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { failureLine, outputLines, ProgressLines } from './progressLines.ts';
import type { TaskRequest } from './taskRequest.ts';
import { taskRequest } from './taskRequest.ts';

/** What Ctrl+C sends. */
const interrupt = '\u0003';

/** What a shell tells of a program that Ctrl+C ended. */
const interruptedCode = 130;

/**
 * The terminal of a running task. It ends with 0 when the apps are online (or gone), and with 1 and the reason when
 * they are not. Closing it ends the waiting; what was asked for goes on.
 */
export class TaskTerminal implements Pseudoterminal {
  readonly #definition: Readonly<Record<string, unknown>>;
  readonly #folder: WorkspaceFolder | undefined;
  readonly #folders: Pick<WorkspaceFolders, 'models'>;
  readonly #store = new DisposableStore();
  readonly #didWrite = this.#store.add(new EventEmitter<string>());
  readonly #didClose = this.#store.add(new EventEmitter<number>());
  readonly onDidWrite = this.#didWrite.event;
  readonly onDidClose = this.#didClose.event;

  /** Of a task without a folder of its own, every folder of the workspace is meant. */
  constructor(
    definition: Readonly<Record<string, unknown>>,
    folder: WorkspaceFolder | undefined,
    folders: Pick<WorkspaceFolders, 'models'>,
  ) {
    this.#definition = definition;
    this.#folder = folder;
    this.#folders = folders;
  }

  open(): void {
    this.#run().then(
      (code) => this.#didClose.fire(code),
      (error: unknown) => {
        this.#write(failureLine(sentenceOf(error)));
        this.#didClose.fire(1);
      },
    );
  }

  close(): void {
    this.#store.dispose();
  }

  handleInput(data: string): void {
    if (data !== interrupt) return;
    this.#write(t('Not waiting any more. The apps go on.'));
    this.#didClose.fire(interruptedCode);
  }

  async #run(): Promise<number> {
    if (!workspace.isTrusted) {
      throw new UserError(t('Drover reads and runs nothing until this workspace is trusted.'));
    }
    const request = taskRequest(this.#definition, t);
    if ('error' in request) throw new UserError(request.error);
    const runs = await planRun(this.#models(), this.#appRun(request));
    if (runs.length === 0) {
      this.#write(t('Nothing is running.'));
      return 0;
    }
    const progress = runs.map((run) => this.#follow(run));
    const failures = (await performRun(runs, request.wishes)).filter(({ ok }) => !ok);
    for (const tell of progress) tell();
    this.#writeFailures(failures);
    return failures.length === 0 ? 0 : 1;
  }

  #models() {
    const { models } = this.#folders;
    const folder = this.#folder?.uri.fsPath;
    return folder === undefined ? models : models.filter((model) => model.folder === folder);
  }

  #appRun({ verb, selectors, file, wishes }: TaskRequest): AppRun {
    const base = this.#folder?.uri.fsPath ?? this.#folders.models[0]?.folder ?? '';
    return { verb, selectors, ...wishes, ...(file === undefined ? {} : { file: path.resolve(base, file) }) };
  }

  /** Writes what changes from now on. What it returns writes the sum at the end. */
  #follow({ model, apps }: FolderRun): () => void {
    const lines = new ProgressLines(apps, t);
    const tell = (): void => {
      for (const line of lines.next(model.view.snapshot)) this.#write(line);
    };
    const subscription = this.#store.add(model.onDidChange(tell));
    tell();
    return () => {
      subscription.dispose();
      tell();
      for (const line of lines.summary(model.view.snapshot)) this.#write(line);
    };
  }

  #writeFailures(failures: readonly Outcome[]): void {
    for (const outcome of failures) {
      this.#write(failureLine(failureSentence(outcome)));
      for (const line of outputLines(outcome.output?.lines ?? [])) this.#write(line);
    }
  }

  /** What names and output hold must not act on the terminal. */
  #write(text: string): void {
    this.#didWrite.fire(`${colouredText(text).replaceAll('\n', '\r\n')}\r\n`);
  }
}
