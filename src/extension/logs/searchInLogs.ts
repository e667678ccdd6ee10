import { ProgressLocation, window } from 'vscode';
import type { SelectedInstance } from '../commands/selection.ts';
import { t } from '../localise.ts';
import type { LogDocuments } from './logDocuments.ts';
import type { SearchedInstance } from './logSearch.ts';
import { compileSearch, searchLogs } from './logSearch.ts';
import { searchText } from './searchResult.ts';

const allLines = 5000;

/** Searches what instances have written, and shows the lines found as a document. Asks what for, unless told. */
export async function searchInLogs(
  selected: readonly SelectedInstance[],
  told: string | undefined,
  documents: LogDocuments,
): Promise<void> {
  const [first] = selected;
  if (first === undefined) return;
  const names = [...new Set(selected.map(({ app }) => app.name))].join(', ');
  const query = told ?? (await askQuery(names));
  if (query === undefined || query === '') return;
  const fits = compileSearch(query);
  const found = await window.withProgress(
    {
      location: ProgressLocation.Notification,
      title: t('Searching the logs of {0}', names),
      cancellable: true,
    },
    async (_progress, token) => {
      const instances = await Promise.all(selected.map(readInstance));
      const result = await searchLogs(instances, fits, () => token.isCancellationRequested);
      return { ...result, isCancelled: token.isCancellationRequested };
    },
  );
  const document = searchText(found, { query, app: names, isCancelled: found.isCancelled }, t);
  await documents.show(t('Search in the logs of {0}', names), { ...document, base: first.app.cwd });
}

function askQuery(names: string): Thenable<string | undefined> {
  return window.showInputBox({
    title: t('Search the logs of {0}', names),
    prompt: t('A part of a line in any case, or a regular expression as in /GET .* 500/'),
    validateInput: (query) => {
      try {
        compileSearch(query);
        return undefined;
      } catch (error) {
        return error instanceof Error ? error.message : String(error);
      }
    },
  });
}

async function readInstance({ model, instance }: SelectedInstance): Promise<SearchedInstance> {
  const client = await model.connected();
  const { lines, files } = await client.request('logs/read', { instance: instance.id, lines: allLines });
  return { name: instance.name, files, lines };
}
