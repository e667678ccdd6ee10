import { Range, workspace } from 'vscode';
import type { TextDocument } from 'vscode';

/** The end of a document. Reading a whole flood at each change would keep the host busy. */
export function lastLines(document: TextDocument): string {
  return document.getText(new Range(Math.max(0, document.lineCount - 10), 0, document.lineCount, 0));
}

/** Resolves with the output channel (of that name, if given) whose last lines fit, as soon as there is one. */
export async function outputEnding(pattern: RegExp, channel = '', timeoutMs = 45_000): Promise<TextDocument> {
  const find = (): TextDocument | undefined =>
    workspace.textDocuments.find(
      (one) => one.uri.scheme === 'output' && one.uri.path.endsWith(channel) && pattern.test(lastLines(one)),
    );
  const known = find();
  if (known !== undefined) return known;
  return await new Promise<TextDocument>((resolve, reject) => {
    const found = (): void => {
      const document = find();
      if (document === undefined) return;
      clearTimeout(timer);
      for (const one of subscriptions) one.dispose();
      resolve(document);
    };
    const subscriptions = [workspace.onDidChangeTextDocument(found), workspace.onDidOpenTextDocument(found)];
    const timer = setTimeout(() => {
      const seen = workspace.textDocuments
        .filter((one) => one.uri.scheme === 'output')
        .map((one) => `${one.uri.path}: ${lastLines(one)}`);
      reject(new Error(`No output with ${pattern.source}. Seen: ${seen.join('\n')}`));
    }, timeoutMs);
  });
}
