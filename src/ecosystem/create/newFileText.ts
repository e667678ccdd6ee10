import { ecosystemText } from './ecosystemText.ts';
import { exampleApp } from './exampleApp.ts';
import type { FileChoice } from './fileChoices.ts';
import { folderOnDisk } from './folderOnDisk.ts';
import { readPackageJson } from './packageJson.ts';
import { readProject } from './project.ts';
import type { Proposal } from './proposal.ts';
import { settlePorts } from './settlePorts.ts';

/**
 * The text of an ecosystem file with these apps, or with an example when there are none, and where its first app
 * begins. `folder` is absolute, null for none.
 */
export async function newFileText(
  apps: readonly Proposal[],
  choice: FileChoice,
  folder: string | null,
): Promise<{ readonly text: string; readonly firstApp: number }> {
  const isExample = apps.length === 0;
  const heading = isExample
    ? 'An example: let "script" name the program that is to run.'
    : 'The apps of this folder. Drover runs them from its view, or by "drover start".';
  const manifest =
    folder === null ? null : await readPackageJson(await readProject(folderOnDisk(folder), '', ''));
  const isModule =
    /\.m[jt]s$/.test(choice.fileName) || (manifest?.isModule === true && !/\.c[jt]s$/.test(choice.fileName));
  return ecosystemText(settlePorts(isExample ? [exampleApp] : apps), { ...choice, isModule, heading });
}
