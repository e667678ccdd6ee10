import type { FolderModel } from './folders/folderModel.ts';
import type { Row } from './tree/row.ts';

/** What `activate` gives to other extensions. */
export interface DroverApi {
  readonly version: 1;
}

/** What tests inside the extension host get on top of it. */
export interface DroverTestApi extends DroverApi {
  /** The rows of the view as plain data. */
  getTree(): readonly Row[];
  /** One for each workspace folder; each has the `session` with its supervisor. */
  getFolders(): readonly FolderModel[];
}
