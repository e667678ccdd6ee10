import type { DroverApi } from './api/droverApi.ts';
import type { FolderModel } from './folders/folderModel.ts';
import type { Row } from './tree/row.ts';

/** What tests inside the extension host get on top of what other extensions get. */
export interface DroverTestApi extends DroverApi {
  /** The rows of the view as plain data. */
  getTree(): readonly Row[];
  /** One for each workspace folder; each has the `session` with its supervisor. */
  getFolders(): readonly FolderModel[];
}
