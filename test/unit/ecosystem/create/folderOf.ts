import type { FolderFiles } from '../../../../src/ecosystem/create/folderFiles.ts';
import { proposeApps } from '../../../../src/ecosystem/create/proposeApps.ts';
import type { Proposal } from '../../../../src/ecosystem/create/proposal.ts';

/** A folder that is only these texts, by path. */
export function folderOf(texts: Readonly<Record<string, string>>): FolderFiles {
  return {
    readText: async (path) => texts[path] ?? null,
    list: async (folder) => {
      const below = Object.keys(texts).flatMap((path) => {
        if (folder === '') return [path];
        return path.startsWith(`${folder}/`) ? [path.slice(folder.length + 1)] : [];
      });
      const entries = new Map(below.map((path) => [path.split('/')[0] ?? '', path.includes('/')]));
      return [...entries].map(([name, isFolder]) => ({ name, isFolder }));
    },
  };
}

export function proposalsFor(texts: Readonly<Record<string, string>>): Promise<readonly Proposal[]> {
  return proposeApps({ files: folderOf(texts), folderName: 'shop', dumped: [] });
}

/** One line for each: name, what is run, and what else is known. Preselected ones are marked with `*`. */
export function outlineOf(proposals: readonly Proposal[]): readonly string[] {
  return proposals.map((one) => {
    const program = [one.interpreter, ...one.nodeArgs, one.script, ...one.args].filter(
      (word) => word !== null,
    );
    const facts = [
      one.cwd === '' ? null : `in ${one.cwd}`,
      one.instances === null ? null : `x${one.instances}`,
      one.execMode,
      one.port === null ? null : `port ${one.port}`,
      one.envFile,
      Object.keys(one.env).length === 0 ? null : JSON.stringify(one.env),
      one.makesCluster ? 'own cluster' : null,
    ].filter((fact) => fact !== null);
    return `${one.isPreselected ? '*' : ' '} ${one.name}: ${[program.join(' '), ...facts].join(', ')}`;
  });
}
