import { commands, env, Uri, window, workspace } from 'vscode';
import { t } from '../localise.ts';
import type { Row } from '../tree/row.ts';
import { UserError } from '../userError.ts';
import type { Command, CommandContext, CommandTable } from './command.ts';
import { externalUrl, openInBrowser, portsOf } from './openInBrowser.ts';
import { selectedApps, selectedInstances, selectRows } from './selection.ts';

/** How long the status bar says what was copied, in milliseconds. */
const copiedMs = 4000;

/** What is opened or copied of a row. */
export const openCommands: CommandTable = {
  'drover.openInBrowser': {
    needsTrust: true,
    run: async ({ view, folders }, args) => {
      const placeHolder = t('The app or instance that is opened in the browser');
      const rows = await selectRows(args, 'hasPort', { view, folders, placeHolder });
      await openInBrowser(rows, folders);
    },
  },
  'drover.copyPort': onCopy('hasPort', async ({ folders }, rows) =>
    portsOf(rows, folders).map(({ port }) => String(port)),
  ),
  'drover.copyUrl': onCopy('hasPort', async ({ folders }, rows) => {
    const urls = await Promise.all(portsOf(rows, folders).map(externalUrl));
    return urls.map((url) => url.toString(true));
  }),
  'drover.copyPid': onCopy('hasPid', async ({ folders }, rows) => [
    ...selectedInstances(rows, folders).flatMap(({ instance: { pid } }) =>
      pid === null ? [] : [String(pid)],
    ),
    ...rows.flatMap(({ target }) => (target.kind === 'process' ? [String(target.pid)] : [])),
  ]),
  'drover.revealScript': onScript('vscode.open'),
  'drover.revealScriptInExplorer': onScript('revealInExplorer'),
  'drover.describe': {
    needsTrust: true,
    run: async ({ view, folders, descriptions }, args) => {
      const placeHolder = t('The app or instance that is described');
      for (const row of await selectRows(args, 'canDescribe', { view, folders, placeHolder })) {
        for (const { model, app } of selectedApps([row], folders)) {
          const instance = row.target.kind === 'instance' ? row.target.instance : null;
          await descriptions.show(row.label, { folder: model.folder, app: app.id, instance });
        }
      }
    },
  },
};

/** Copies texts of the chosen rows, one a line. */
function onCopy(
  capability: 'hasPort' | 'hasPid',
  texts: (context: CommandContext, rows: readonly Row[]) => Promise<readonly string[]>,
): Command {
  return {
    needsTrust: true,
    run: async (context, args) => {
      const { view, folders } = context;
      const placeHolder = t('The app or instance to copy from');
      const rows = await selectRows(args, capability, { view, folders, placeHolder });
      const lines = await texts(context, rows);
      if (lines.length === 0) return;
      await env.clipboard.writeText(lines.join('\n'));
      window.setStatusBarMessage(t('Copied {0}', lines.join(', ')), copiedMs);
    },
  };
}

/** Hands the script of each chosen app to a command of VS Code. */
function onScript(command: 'vscode.open' | 'revealInExplorer'): Command {
  return {
    needsTrust: false,
    run: async ({ view, folders }, args) => {
      const placeHolder = t('The app whose script is opened');
      const rows = await selectRows(args, 'hasScript', { view, folders, placeHolder });
      for (const { app } of selectedApps(rows, folders)) {
        await commands.executeCommand(command, await scriptOf(app.script));
      }
    },
  };
}

async function scriptOf(path: string): Promise<Uri> {
  const uri = Uri.file(path);
  try {
    await workspace.fs.stat(uri);
  } catch (error) {
    throw new UserError(t('The script "{0}" does not exist.', path), { cause: error });
  }
  return uri;
}
