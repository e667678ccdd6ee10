import { l10n } from 'vscode';
import type { Translate } from '../ecosystem/translate.ts';

export const t: Translate = (message, ...args) => l10n.t(message, ...args);
