import { window } from 'vscode';
import type { MessageOptions } from 'vscode';
import { unlinkedText } from '../protocol/unlinkedText.ts';

type Modal = Omit<MessageOptions, 'modal'>;

/**
 * Notifications, with the button that was chosen. Everything goes through here, because what they quote must not
 * become links.
 */
export const messages = {
  error: (message: string, ...buttons: string[]): Thenable<string | undefined> =>
    window.showErrorMessage(unlinkedText(message), ...buttons),
  warning: (message: string, ...buttons: string[]): Thenable<string | undefined> =>
    window.showWarningMessage(unlinkedText(message), ...buttons),
  information: (message: string, ...buttons: string[]): Thenable<string | undefined> =>
    window.showInformationMessage(unlinkedText(message), ...buttons),
  /** In the middle of the window, with more text below it. */
  details: (message: string, options: Modal, ...buttons: string[]): Thenable<string | undefined> =>
    window.showInformationMessage(unlinkedText(message), { ...options, modal: true }, ...buttons),
  /** The same as a warning. */
  question: (message: string, options: Modal, ...buttons: string[]): Thenable<string | undefined> =>
    window.showWarningMessage(unlinkedText(message), { ...options, modal: true }, ...buttons),
};
