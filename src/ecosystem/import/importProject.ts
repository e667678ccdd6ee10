import { looksSecret } from '../../protocol/looksSecret.ts';
import { appOptions } from '../create/appOptions.ts';
import { composeServices, serviceApp } from '../create/composeApps.ts';
import type { ComposeService } from '../create/composeApps.ts';
import type { FolderFiles } from '../create/folderFiles.ts';
import { nodeApps } from '../create/nodeApps.ts';
import { procfileApps } from '../create/procfileApps.ts';
import type { Project } from '../create/project.ts';
import { readIn, readProject } from '../create/project.ts';
import type { Proposal } from '../create/proposal.ts';
import { settlePorts } from '../create/settlePorts.ts';
import { composeExtras, leftOfService } from './composeExtras.ts';
import type { Imported, ImportedApp, ImportNote } from './imported.ts';
import { ImportError } from './imported.ts';

/** A file of a project that says what is run, in the folder of `files`. */
export interface ProjectFile {
  readonly files: FolderFiles;
  /** The folder's own name. */
  readonly folderName: string;
  readonly fileName: string;
}

/** The processes of a Procfile, with the `.env` beside it. Throws an `ImportError` when it has none. */
export async function importProcfile({ files, folderName, fileName }: ProjectFile): Promise<Imported> {
  const project = await asItIs(files, folderName);
  const proposals = await procfileApps(project, fileName);
  if (proposals.length === 0) throw new ImportError('It has no line such as "web: node server.js".');
  const hasRelease = /^[ \t]*release[ \t]*:/m.test((await readIn(project, fileName)) ?? '');
  const release: ImportNote = {
    app: null,
    text: '"release" is left out: it runs once at a release, and is no app.',
  };
  return { apps: optionsOf(proposals), notes: hasRelease ? [release] : [] };
}

/** The scripts of a package.json that run an app. Throws an `ImportError` when none does. */
export async function importPackageScripts({ files, folderName }: ProjectFile): Promise<Imported> {
  const found = await nodeApps(await asItIs(files, folderName));
  const scripts = found.filter(({ reason }) => reason.code === 'package-script');
  const chosen = scripts.filter(({ isPreselected }) => isPreselected);
  const [first] = scripts.length > 0 ? scripts : found;
  if (first === undefined) throw new ImportError('None of its scripts runs an app.');
  const apps = chosen.length > 0 ? chosen : [first];
  const others = scripts.filter((app) => !apps.includes(app));
  const notes = others.map(({ reason }) => ({
    app: null,
    text: `The script "${reason.data.name ?? ''}" is left out: it is another way to run the same, or no server.`,
  }));
  return { apps: optionsOf(apps), notes };
}

/** The services of a compose file that are built from its folder or below. Throws an `ImportError` when there is none. */
export async function importCompose({ files, folderName, fileName }: ProjectFile): Promise<Imported> {
  const project = await asItIs(files, folderName);
  const notes: ImportNote[] = [];
  const found: { readonly proposal: Proposal; readonly service: ComposeService }[] = [];
  for (const [name, service] of composeServices((await readIn(project, fileName)) ?? '')) {
    const own = service['build'] === undefined && service['command'] !== undefined;
    // With a command, an image is only what the program runs in.
    const built = own ? { ...service, build: '.' } : service;
    const proposal = await serviceApp(project, built, { file: fileName, name });
    if (proposal === null) {
      const text = 'It is left out: it is an image without a command of this project. Leave it to compose.';
      notes.push({ app: name, text });
      continue;
    }
    found.push({ proposal, service });
    notes.push(...leftOfService(service).map((text) => ({ app: name, text })));
  }
  if (found.length === 0) throw new ImportError('None of its services runs a program of this folder.');
  const names = new Set(found.map(({ proposal }) => proposal.name));
  const apps = optionsOf(found.map(({ proposal }) => proposal)).map((app, index) =>
    withExtras(app, composeExtras(found[index]?.service ?? {}, names)),
  );
  return { apps, notes: [...notes, ...secretNotes(apps)] };
}

/** With as many instances as the file says, which is one where it says nothing. */
async function asItIs(files: FolderFiles, folderName: string): Promise<Project> {
  return { ...(await readProject(files, '', folderName)), usualInstances: null };
}

function optionsOf(proposals: readonly Proposal[]): readonly ImportedApp[] {
  return settlePorts(proposals).map((app) => appOptions(app, 'pm2'));
}

/** What a service says itself goes before what was found for it; null takes an option out. */
function withExtras(
  app: ImportedApp,
  extras: Readonly<Record<string, ImportedApp[number]['value']>>,
): ImportedApp {
  const known = new Set(app.map(({ key }) => key));
  const added = Object.entries(extras).flatMap(([key, value]) => (known.has(key) ? [] : [{ key, value }]));
  const all = app.map((option) => ({ ...option, value: extras[option.key] ?? option.value }));
  return [...all, ...added].filter(({ key }) => extras[key] !== null);
}

function secretNotes(apps: readonly ImportedApp[]): readonly ImportNote[] {
  return apps.flatMap((app) => {
    const env = app.find(({ key }) => key === 'env')?.value;
    const secrets = Object.keys(typeof env === 'object' ? (env ?? {}) : {}).filter(looksSecret);
    if (secrets.length === 0) return [];
    const name = String(app.find(({ key }) => key === 'name')?.value ?? '');
    return [
      {
        app: name,
        text: `${secrets.join(', ')} of its "env" may be secret: better in an "env_file" that is not committed.`,
      },
    ];
  });
}
