import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { nodeBinary, nodeFolder, type NodeMajor, nodeVersions } from '../../test/nodes.ts';
import { npmInstall } from './npmInstall.ts';
import { cache } from './paths.ts';
import { progress } from './progress.ts';

/** Makes sure that the given Node versions are in `.cache/nodes/<major>`; they come as npm packages. */
export async function installNodes(majors: readonly NodeMajor[]): Promise<void> {
  for (const major of majors) {
    if (existsSync(nodeBinary(major))) continue;
    const folder = `${cache}/nodes/${major}`;
    const wanted = `${basename(nodeFolder(major))}@${nodeVersions[major]}`;
    await progress(`Installing Node ${nodeVersions[major]}`, () => npmInstall({ folder, wanted }));
  }
}
