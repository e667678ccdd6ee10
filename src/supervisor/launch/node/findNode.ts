import { homedir } from 'node:os';
import { dirname } from 'node:path';
import type { Problem } from '../../../protocol/model.ts';
import { findExecutable } from '../findExecutable.ts';
import type { FoundProgram, ProgramSearch } from '../findProgram.ts';
import { findProgram, searchedPaths } from '../findProgram.ts';
import { LaunchFailure } from '../launchProblem.ts';
import { withFolderFirst } from '../searchPath.ts';
import { installedNodes } from './installedNodes.ts';
import type { NodeManager } from './nodeManagers.ts';
import { nodeManagers, nvmRoots } from './nodeManagers.ts';
import type { NodeVersion, NodeVersions } from './nodeVersion.ts';
import { compareVersions } from './nodeVersion.ts';
import { nodeWish } from './nodeWish.ts';
import { resolveAlias } from './nvmAlias.ts';
import { versionFits, wantsNewest } from './versionFits.ts';

export interface FoundNode extends FoundProgram {
  /** A file of the project asks for a version that is not there. */
  readonly warning?: Problem;
}

/**
 * The Node that `node`, `node@20` or a path stands for. A version that is asked for (see `nodeWish`) is looked for
 * on PATH, among what version managers have, and on the login shell's PATH; where it was not on PATH, its folder
 * then comes first on the PATH of `env`, so that children run the same. Without the version that a file of the
 * project asks for it is the usual Node and a warning. Throws a `LaunchFailure` when the version of `node@20` is
 * not there, or no Node at all.
 */
export async function findNode(
  interpreter: string,
  search: ProgramSearch,
  versions: NodeVersions,
): Promise<FoundNode> {
  const wish = nodeWish(interpreter, search.cwd);
  if (wish === undefined) {
    const found = await findProgram(interpreter, search);
    if (found !== undefined) return found;
    throw new LaunchFailure('interpreter-missing', { interpreter, path: await searchedPaths(search) });
  }
  const machine = { env: search.env, home: homedir(), platform: process.platform };
  const managers = nodeManagers(machine);
  const wanted = await resolveAlias(wish.version, nvmRoots(machine));
  const fitting = await findFitting(wanted, managers, { ...search, versions });
  if (fitting !== undefined) return fitting;
  const usual = await findProgram('node', search);
  const version = usual && (await versions.of(usual.file, { cwd: search.cwd, env: usual.env }));
  const shown = usual && `${usual.file} (${version?.text ?? 'of an unknown version'})`;
  if (wish.source !== null && usual !== undefined) {
    const names = managers.map(({ name }) => name).join(', ');
    const data = { source: wish.source, version: wish.version, managers: names, node: shown ?? '' };
    return { ...usual, warning: { code: 'node-version-missing', data, severity: 'warning' } };
  }
  const there = await whatIsThere(wish.version, managers, shown);
  throw new LaunchFailure('interpreter-missing', {
    interpreter: wish.source === null ? interpreter : `node@${wish.version}`,
    path: [
      await searchedPaths(search),
      ...(wish.source === null ? [] : [`${wish.source} asks for it`]),
      there,
    ].join('. '),
  });
}

async function findFitting(
  wanted: string,
  managers: readonly NodeManager[],
  { versions, loginShell, cwd, env }: ProgramSearch & { readonly versions: NodeVersions },
): Promise<FoundProgram | undefined> {
  const own = await fittingOn(env);
  if (own !== undefined && !wantsNewest(wanted)) return { file: own.file, env };
  const best = (await installedNodes(managers)).find(({ version }) => versionFits(wanted, version));
  if (best !== undefined && (own === undefined || compareVersions(best.version, own.version) > 0)) {
    return inFront(best.file);
  }
  if (own !== undefined) return { file: own.file, env };
  const path = await loginShell.path();
  const other = path === undefined ? undefined : await fittingOn({ ...env, PATH: path });
  return other === undefined ? undefined : inFront(other.file);

  async function fittingOn(
    there: Readonly<Record<string, string>>,
  ): Promise<{ readonly file: string; readonly version: NodeVersion } | undefined> {
    const file = findExecutable('node', { cwd, env: there });
    const version = file && (await versions.of(file, { cwd, env: there }));
    return file && version && versionFits(wanted, version) ? { file, version } : undefined;
  }

  function inFront(file: string): FoundProgram {
    return { file, env: withFolderFirst(env, dirname(file)) };
  }
}

/** What there is instead of the wanted version, and how to get it: a sentence without its dot. */
async function whatIsThere(
  wanted: string,
  managers: readonly NodeManager[],
  onPath: string | undefined,
): Promise<string> {
  const installed = await installedNodes(managers);
  const having = managers.flatMap((manager) => {
    const texts = installed.filter((node) => node.manager === manager.name).map((node) => node.version.text);
    return texts.length === 0 ? [] : [{ manager, text: `${manager.name} has ${texts.join(', ')}` }];
  });
  const found = having.map(({ text }) => text);
  const [first] = having;
  const advice = first === undefined ? [] : [`"${first.manager.install}${wanted}" adds it`];
  const none = `none of ${managers.map(({ name }) => name).join(', ')} has one`;
  const usual = onPath === undefined ? 'There is no other Node' : `Without a version it is ${onPath}`;
  return [usual, ...(first === undefined ? [none] : found), ...advice].join('; ');
}
