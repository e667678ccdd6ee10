import type { AppInfo } from '../protocol/model.ts';
import type { GivenFlag } from './startFlags.ts';

/** Says that options of an app are written into its file, which is shown as `file`. */
export function belongsInFile(given: readonly GivenFlag[], file: string, app?: string): string {
  const flags = listed(given.map(({ flag }) => flag));
  const options = listed([...new Set(given.map(({ option }) => `"${option}"`))]);
  const whose = app === undefined ? '' : `"${app}" is an app of ${file}. `;
  return `${whose}What ${flags} would set is in the file: write ${options} into ${file}, and "drover start ${app ?? file}" applies it.`;
}

/** Says how an app that was started without a file gets other options. */
export function belongsToScript({ name, script }: AppInfo, given: readonly GivenFlag[]): string {
  const flags = listed(given.map(({ flag }) => flag));
  return `"${name}" was started without a file, so ${flags} cannot be given to it by its name. Start its script again with all the options it is to have: drover start ${script} --name ${name} …`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
