import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../launchProblem.ts';

/** nvm follows no more than this either; aliases may name each other in a circle. */
const mostSteps = 10;
const aliasName = /^(?!v?\d)[\w*-][\w*.-]*(?:\/[\w*-][\w*.-]*)*$/;

/**
 * What a name such as `default` or `lts/*` stands for by nvm's files, `<root>/alias/<name>`; what is no alias
 * comes back as it is. An LTS alias names one release; any of its line will do, so its major version is the answer.
 */
export async function resolveAlias(wanted: string, roots: readonly string[]): Promise<string> {
  let name = wanted;
  let isLine = false;
  for (let step = 0; step < mostSteps && aliasName.test(name); step += 1) {
    const next = await readAlias(name, roots);
    if (next === undefined) break;
    isLine ||= name.startsWith('lts/');
    name = next;
  }
  return isLine ? name.replace(/^v?(\d+)\..*$/, '$1') : name;
}

async function readAlias(name: string, roots: readonly string[]): Promise<string | undefined> {
  for (const root of roots) {
    try {
      const text = await readFile(join(root, 'alias', name), 'utf8');
      if (text.trim() !== '') return text.trim();
    } catch (error) {
      if (!['ENOENT', 'ENOTDIR', 'EISDIR'].includes(errorCode(error))) throw error;
    }
  }
  return undefined;
}
