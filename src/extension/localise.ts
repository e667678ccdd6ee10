import { l10n } from 'vscode';
import type { Translate } from '../ecosystem/translate.ts';
import { visibleText } from '../protocol/visibleText.ts';

/** What stands in a sentence comes from files and programs, and is to be seen as it is. */
export const t: Translate = (message, ...args) =>
  l10n.t(message, ...args.map((fact) => (typeof fact === 'string' ? visibleText(fact) : fact)));
