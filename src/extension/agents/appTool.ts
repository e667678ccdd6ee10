import {
  CancellationError,
  LanguageModelTextPart,
  LanguageModelToolResult,
  MarkdownString,
  workspace,
} from 'vscode';
import type {
  CancellationToken,
  LanguageModelTool,
  LanguageModelToolInvocationOptions,
  LanguageModelToolInvocationPrepareOptions,
  PreparedToolInvocation,
} from 'vscode';
import { matchApp } from '../../client/tools/chooseApp.ts';
import { runTool } from '../../client/tools/runTool.ts';
import type { Tool, ToolInput } from '../../client/tools/tool.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import { confirmationOf, progressOf } from './confirmation.ts';
import type { ActingTool } from './confirmation.ts';
import { toolHost } from './toolHost.ts';

type Input = Partial<ToolInput>;

/** A tool of `client/tools` as language models in this window call it. */
export class AppTool implements LanguageModelTool<Input> {
  readonly #tool: Tool;
  readonly #folders: Pick<WorkspaceFolders, 'models'>;

  constructor(tool: Tool, folders: Pick<WorkspaceFolders, 'models'>) {
    this.#tool = tool;
    this.#folders = folders;
  }

  /** Starts nothing, not even a supervisor: the question tells what is known by now. */
  prepareInvocation({ input }: LanguageModelToolInvocationPrepareOptions<Input>): PreparedToolInvocation {
    const { name, effect } = this.#tool;
    const app = input.app ?? '';
    const invocationMessage = plain(progressOf(name, app, t));
    if (effect === 'reads') return { invocationMessage };
    const models = this.#folders.models.filter((model) => isMeant(model, input.folder));
    const found = models.map((model) => ({
      folder: model.name,
      match: matchApp(model.view.snapshot, app),
    }));
    const { title, message } = confirmationOf(name as ActingTool, app, found, t);
    return { invocationMessage, confirmationMessages: { title, message: plain(message) } };
  }

  /** Rejects with a sentence for the model where the tool did not do what it was asked to. */
  async invoke(
    { input }: LanguageModelToolInvocationOptions<Input>,
    token: CancellationToken,
  ): Promise<LanguageModelToolResult> {
    if (!workspace.isTrusted) {
      throw new Error(
        'This workspace is not trusted, so Drover reads and runs nothing. Ask the user to trust it.',
      );
    }
    const cancelling = new AbortController();
    const cancel = (): void => cancelling.abort(new CancellationError());
    if (token.isCancellationRequested) cancel();
    const subscription = token.onCancellationRequested(cancel);
    try {
      const answer = await runTool(this.#tool, input, toolHost(this.#folders), cancelling.signal);
      if (answer.isError) throw new Error(answer.text);
      const data = answer.data === null ? [] : [new LanguageModelTextPart(JSON.stringify(answer.data))];
      return new LanguageModelToolResult([new LanguageModelTextPart(answer.text), ...data]);
    } finally {
      subscription.dispose();
    }
  }
}

function isMeant({ name, folder }: FolderModel, wanted: string | undefined): boolean {
  return wanted === undefined || wanted === name || wanted === folder;
}

/** Names come from models and files: what looks like a link or a picture in them must not become one. */
function plain(text: string): MarkdownString {
  return new MarkdownString().appendText(text);
}
