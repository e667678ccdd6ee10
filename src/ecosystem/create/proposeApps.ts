import { freeName } from '../freeName.ts';
import { cargoApps } from './cargoApps.ts';
import { composeApps } from './composeApps.ts';
import { denoApps } from './denoApps.ts';
import type { FolderFiles } from './folderFiles.ts';
import { goApps } from './goApps.ts';
import { nodeApps } from './nodeApps.ts';
import { phpApps } from './phpApps.ts';
import { procfileApps } from './procfileApps.ts';
import type { Project } from './project.ts';
import { projectFolders } from './projectFolders.ts';
import type { Proposal, ReasonCode } from './proposal.ts';
import { pythonApps } from './pythonApps.ts';
import { rubyApps } from './rubyApps.ts';

export interface Surroundings {
  readonly files: FolderFiles;
  /** The folder's own name. */
  readonly folderName: string;
  /** What a dump of PM2 has in this folder; see `pm2DumpApps`. */
  readonly dumped: readonly Proposal[];
}

/** Those that say most clearly what is to run come first. */
const finders: readonly ((project: Project) => Promise<readonly Proposal[]>)[] = [
  procfileApps,
  rubyApps,
  phpApps,
  denoApps,
  nodeApps,
  pythonApps,
  goApps,
  cargoApps,
];

/**
 * The apps that a folder seems to be made of, each once and with a name of its own. Nothing is run: all is told by
 * texts, which may be wrong about it.
 */
export async function proposeApps({ files, folderName, dumped }: Surroundings): Promise<readonly Proposal[]> {
  const projects = await projectFolders(files, folderName);
  const found = [...dumped];
  const add = (proposal: Proposal, isKnownBy: (other: Proposal) => boolean): void => {
    if (found.some((other) => runsTheSame(other, proposal))) return;
    const isChosen = found.some((other) => other.cwd === proposal.cwd && isKnownBy(other));
    found.push(isChosen ? { ...proposal, isPreselected: false } : proposal);
  };
  for (const project of projects) {
    for (const find of finders) {
      for (const proposal of await find(project)) {
        const { code } = proposal.reason;
        // The server of a dump or a Procfile is how this project is run.
        add(proposal, ({ reason, isServer }) => isServer && reason.code !== code && isPlan(reason.code));
      }
    }
  }
  for (const project of projects) {
    for (const proposal of await composeApps(project)) {
      add(proposal, ({ reason, isPreselected }) => reason.code !== 'compose' && isPreselected);
    }
  }
  return withOwnNames(found);
}

function isPlan(code: ReasonCode): boolean {
  return code === 'procfile' || code === 'pm2-dump';
}

/** The same program in the same folder, whatever it is called. */
function runsTheSame(one: Proposal, other: Proposal): boolean {
  return (
    one.cwd === other.cwd && one.script === other.script && one.args.join('\n') === other.args.join('\n')
  );
}

function withOwnNames(proposals: readonly Proposal[]): readonly Proposal[] {
  const taken = new Set<string>();
  return proposals.map((proposal) => {
    const name = freeName(proposal.name, taken);
    taken.add(name);
    return { ...proposal, name };
  });
}
