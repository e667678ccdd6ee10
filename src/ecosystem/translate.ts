/** Looks up a text by its English original and fills in `{0}`, `{1}` …, as `vscode.l10n.t` does. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** The texts as they are written in the code. */
export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
