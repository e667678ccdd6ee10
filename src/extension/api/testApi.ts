import type { DroverApi } from './droverApi.ts';
import type { Event } from 'vscode';
import type { FolderModel } from '../folders/folderModel.ts';
import type { RowElement } from '../tree/appsTree.ts';
import type { Row } from '../tree/row.ts';

/** What tests inside the extension host get on top of what other extensions get. */
export interface DroverTestApi extends DroverApi {
  /** The rows of the view as plain data. */
  getTree(): readonly Row[];
  /** VS Code is told at the same moment: the rows that are drawn anew, undefined for all. */
  readonly onDidChangeRows: Event<readonly RowElement[] | undefined>;
  /** The id of each row that VS Code reads, as it is then. It may read more than it was told of. */
  readonly onDidReadRow: Event<string>;
  /** One for each workspace folder; each has the `session` with its supervisor. */
  getFolders(): readonly FolderModel[];
}
