import { MarkdownString, StatusBarAlignment, ThemeColor, window } from 'vscode';
import type { Disposable } from './disposableStore.ts';
import type { WorkspaceFolders } from './folders/workspaceFolders.ts';
import { t } from './localise.ts';
import type { StatusSummary, SummaryLine } from './statusSummary.ts';
import { statusSummary } from './statusSummary.ts';

/** Apps that the tooltip lists. */
const listedApps = 15;

const linkedCommands = ['drover.apps.focus', 'drover.startAll', 'drover.stopAll'];

/** `3/4` instances online, for the whole workspace, and how many apps are errored. Hidden where there are no apps. */
export function createStatusBar(folders: WorkspaceFolders): Disposable {
  const item = window.createStatusBarItem('drover.status', StatusBarAlignment.Left);
  item.name = t('Drover: Apps');
  item.command = 'drover.apps.focus';
  let shown = '';
  const update = (): void => {
    const summary = statusSummary(
      folders.models.map((model) => model.view),
      t,
    );
    const now = JSON.stringify(summary) ?? '';
    if (now === shown) return;
    shown = now;
    if (summary === undefined) {
      item.hide();
      return;
    }
    item.text = summary.text;
    item.tooltip = tooltip(summary);
    item.accessibilityInformation = { label: summary.spoken };
    item.backgroundColor = summary.hasGivenUp ? new ThemeColor('statusBarItem.errorBackground') : undefined;
    item.show();
  };
  const subscription = folders.onDidChange(update);
  update();
  return {
    dispose: () => {
      subscription.dispose();
      item.dispose();
    },
  };
}

function tooltip({ lines }: StatusSummary): MarkdownString {
  const text = new MarkdownString('', true);
  text.isTrusted = { enabledCommands: linkedCommands };
  lines.slice(0, listedApps).forEach((line) => appendLine(text, line));
  const more = lines.length - listedApps;
  if (more > 0) text.appendText(t('And {0} more.', more)).appendMarkdown('\n\n');
  const links = [
    `[${t('Show')}](command:drover.apps.focus)`,
    `[${t('Start All')}](command:drover.startAll)`,
    `[${t('Stop All')}](command:drover.stopAll)`,
  ];
  return text.appendMarkdown(links.join(' · '));
}

function appendLine(text: MarkdownString, { icon, name, detail }: SummaryLine): void {
  text
    .appendMarkdown(`$(${icon}) `)
    .appendText(name)
    .appendMarkdown(' · ')
    .appendText(detail)
    .appendMarkdown('\n\n');
}
