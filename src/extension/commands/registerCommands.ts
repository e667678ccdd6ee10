import { commands, workspace } from 'vscode';
import type { LogOutputChannel } from 'vscode';
import { ClientError } from '../../client/clientError.ts';
import { describeError } from '../../client/describeError.ts';
import { RpcError } from '../../client/rpcError.ts';
import type { Disposable } from '../disposableStore.ts';
import { DisposableStore } from '../disposableStore.ts';
import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import { UserError } from '../userError.ts';
import type { Command, CommandContext } from './command.ts';
import { commandTable } from './commandTable.ts';
import { isCanceled } from './isCanceled.ts';

/** Registers every command of the table; a failure becomes a sentence, a defect also an entry in the log. */
export function registerCommands(context: CommandContext, log: LogOutputChannel): Disposable {
  const store = new DisposableStore();
  for (const [id, command] of Object.entries(commandTable)) {
    store.add(
      commands.registerCommand(id, async (...args: unknown[]) => {
        try {
          await run(command, context, args);
        } catch (error) {
          reportFailure(id, error, log);
        }
      }),
    );
  }
  return store;
}

async function run(command: Command, context: CommandContext, args: readonly unknown[]): Promise<void> {
  if (command.needsTrust && !workspace.isTrusted) {
    const manage = t('Manage Workspace Trust');
    const sentence = t('Drover reads and runs nothing until this workspace is trusted.');
    if ((await messages.warning(sentence, manage)) === manage) {
      await commands.executeCommand('workbench.trust.manage');
    }
    return;
  }
  await command.run(context, args);
}

/** Says what kept a command from its work, unless somebody ended it. Does not wait for the user to close the notification. */
export function reportFailure(id: string, error: unknown, log: LogOutputChannel): void {
  if (UserError.is(error)) {
    void messages.error(error.message);
    return;
  }
  if (isCanceled(error)) return;
  log.error(`${id}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  const isKnown = error instanceof ClientError || error instanceof RpcError;
  const sentence = isKnown ? describeError(error, t) : t('{0} failed, see the log.', id);
  const showLog = t('Show Log');
  void messages.error(sentence, showLog).then((chosen) => {
    if (chosen === showLog) log.show();
  });
}
