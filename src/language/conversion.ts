import { basename, isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CodeAction, Connection } from 'vscode-languageserver/node';
import { CodeActionKind } from 'vscode-languageserver/node';
import type { ConversionOffer } from '../ecosystem/convert/conversions.ts';
import { conversionsOf, convert } from '../ecosystem/convert/conversions.ts';
import type { FeatureFacts } from '../ecosystem/features/featureFacts.ts';
import { unlinkedText } from '../protocol/unlinkedText.ts';
import type { OpenFile } from './ecosystemDocuments.ts';

/** Of the server alone, so that it is in no palette; the editor runs it when a conversion is chosen. */
export const conversionCommand = 'droverLanguage.convert';
export const conversionKind = `${CodeActionKind.Source}.convert`;

/** Which conversion of which file is meant. */
export interface ConversionArgument {
  readonly uri: string;
  /** Of the file to be made, absolute. */
  readonly path: string;
  readonly dialect: ConversionOffer['dialect'];
}

/** What a file can be made into; a file of its own beside it, so one that was never saved has none. */
export function conversionActions(
  { document: { uri }, path, tree }: OpenFile,
  facts: FeatureFacts,
): CodeAction[] {
  if (!isAbsolute(path)) return [];
  return conversionsOf(tree, facts).map(({ title, dialect, path: target }) => {
    const argument: ConversionArgument = { uri, path: target, dialect };
    return {
      title,
      kind: conversionKind,
      command: { title, command: conversionCommand, arguments: [argument] },
    };
  });
}

/** Writes the other file and opens it, or says why that cannot be. Nothing that is there is replaced. */
export async function runConversion(
  connection: Connection,
  { path, dialect }: ConversionArgument,
  { tree }: OpenFile,
  facts: FeatureFacts,
): Promise<void> {
  const { t } = facts;
  const offer = conversionsOf(tree, facts).find((one) => one.path === path && one.dialect === dialect);
  if (offer === undefined) return;
  const converted = convert(tree, offer, facts);
  if ('refused' in converted) {
    connection.window.showErrorMessage(unlinkedText(converted.refused));
    return;
  }
  const name = basename(path);
  const exists = t('{0} is there already. Rename or remove it first.', name);
  if (facts.kindOf(path) !== null) {
    connection.window.showErrorMessage(exists);
    return;
  }
  const uri = pathToFileURL(path).href;
  const start = { line: 0, character: 0 };
  const { applied } = await connection.workspace.applyEdit({
    label: offer.title,
    edit: {
      documentChanges: [
        { kind: 'create', uri, options: { overwrite: false, ignoreIfExists: false } },
        {
          textDocument: { uri, version: null },
          edits: [{ range: { start, end: start }, newText: converted.text }],
        },
      ],
    },
  });
  if (!applied) {
    connection.window.showErrorMessage(exists);
    return;
  }
  await connection.window.showDocument({ uri, takeFocus: true });
  if (converted.notes.length > 0)
    connection.window.showInformationMessage(unlinkedText(converted.notes.join(' ')));
}
