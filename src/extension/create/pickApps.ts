import { window } from 'vscode';
import type { QuickPickItem } from 'vscode';
import type { FileChoice } from '../../ecosystem/create/fileChoices.ts';
import { fileChoices } from '../../ecosystem/create/fileChoices.ts';
import type { Proposal } from '../../ecosystem/create/proposal.ts';
import { t } from '../localise.ts';
import { describeProposal } from './describeProposal.ts';

/** Asks which apps are wanted; undefined when the question was left. None is an answer, too. */
export async function pickApps(
  proposals: readonly Proposal[],
  { title, placeHolder }: { readonly title: string; readonly placeHolder: string },
): Promise<readonly Proposal[] | undefined> {
  const items = proposals.map((proposal) => ({
    label: proposal.name,
    ...describeProposal(proposal, t),
    proposal,
  }));
  // `showQuickPick` fills its list after it has opened: a quick Enter would accept none of them.
  const pick = window.createQuickPick<(typeof items)[number]>();
  try {
    pick.title = title;
    pick.placeholder = placeHolder;
    pick.canSelectMany = true;
    pick.matchOnDescription = true;
    pick.matchOnDetail = true;
    pick.ignoreFocusOut = true;
    pick.items = items;
    pick.selectedItems = items.filter(({ proposal }) => proposal.isPreselected);
    return await new Promise((resolve) => {
      pick.onDidAccept(() => resolve(pick.selectedItems.map(({ proposal }) => proposal)));
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** Asks what the file is to be written in; undefined when the question was left. */
export async function pickLanguage(title: string): Promise<FileChoice | undefined> {
  const picked = await window.showQuickPick(fileChoices.map(languageItem), {
    title,
    placeHolder: t('The language of the file'),
    matchOnDescription: true,
    ignoreFocusOut: true,
  });
  return picked?.choice;
}

function languageItem(choice: FileChoice): QuickPickItem & { readonly choice: FileChoice } {
  const detail = {
    javascript: t('Read by PM2 too. Can compute its values.'),
    typescript: t('Can compute its values. PM2 cannot read it.'),
    json: t('Read by PM2 too.'),
    yaml: t('Read by PM2 too.'),
    toml: t('Read by PMDaemon too.'),
  }[choice.language];
  return { label: languageNames[choice.language], description: choice.fileName, detail, choice };
}

const languageNames = {
  javascript: 'JavaScript',
  typescript: 'TypeScript',
  json: 'JSON',
  yaml: 'YAML',
  toml: 'TOML',
} as const;
