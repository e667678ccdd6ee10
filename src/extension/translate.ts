/** Looks up a text by its English original and fills in `{0}`, `{1}` …: `vscode.l10n.t`, without needing VS Code. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

/** The texts as they are written in the code. */
export const english: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
