import { editorPath } from '../editor/editorPath.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import { t } from '../localise.ts';
import type { Row } from '../tree/row.ts';
import { flattened } from '../tree/row.ts';
import { UserError } from '../userError.ts';

/** What a code lens passes to the command behind it. */
interface LensArgument {
  /** The ecosystem file, as the editor names it. */
  readonly file: string;
  readonly apps: readonly string[];
}

/** The rows of the apps that a code lens is about, by the names in its file. */
export function lensRows(
  { file, apps }: LensArgument,
  rows: readonly Row[],
  folders: WorkspaceFolders,
): readonly Row[] {
  const ids = new Set(
    folders.models.flatMap((model) =>
      model.view.snapshot.apps
        .filter((app) => app.file !== null && editorPath(model, app.file) === file && apps.includes(app.name))
        .map(({ id }) => `${model.folder}\n${id}`),
    ),
  );
  const named = flattened(rows).filter(
    ({ target }) => target.kind === 'app' && ids.has(`${target.folder}\n${target.app}`),
  );
  if (named.length > 0) return named;
  throw new UserError(
    t('{0} is not in the file yet as Drover reads it. Save the file first.', apps.join(', ')),
  );
}

export function isLensArgument(value: unknown): value is LensArgument {
  return typeof value === 'object' && value !== null && 'file' in value && 'apps' in value;
}
