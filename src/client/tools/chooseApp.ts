import path from 'node:path';
import type { AppInfo, InstanceInfo, Snapshot } from '../../protocol/model.ts';
import { select } from '../../protocol/selector.ts';
import { selectables } from '../selectables.ts';
import type { SupervisorClient } from '../supervisorClient.ts';
import type { ToolFolder, ToolHost, ToolInput } from './tool.ts';
import { ToolRefusal } from './tool.ts';

/** An app, or one of its instances, with the supervisor that knows it. */
export interface ChosenApp {
  readonly folder: ToolFolder;
  readonly client: SupervisorClient;
  readonly app: AppInfo;
  /** The instances that are meant: one, or all of the app. */
  readonly instances: readonly InstanceInfo[];
  /** For requests: the app's id or the instance's. */
  readonly target: string;
  /** What people call it. */
  readonly name: string;
}

/** A folder with what its supervisor knows; null where it has none. */
export interface OpenFolder {
  readonly folder: ToolFolder;
  readonly client: SupervisorClient | null;
  readonly snapshot: Snapshot;
}

const nothing: Snapshot = { files: [], apps: [], instances: [] };
/** Names that a refusal lists; a model that needs more asks drover_list. */
const listedNames = 50;

/** The folders of the host, or the one that is named. Throws `ToolRefusal` when there is no such folder. */
export async function openFolders(
  wanted: string | undefined,
  host: ToolHost,
): Promise<readonly OpenFolder[]> {
  const { folders } = host;
  const chosen = folders.filter(
    ({ name, path: at }) => wanted === undefined || name === wanted || at === wanted,
  );
  if (chosen.length === 0) {
    throw new ToolRefusal(
      wanted === undefined
        ? 'No folder is open.'
        : `No folder is named "${wanted}". Known folders: ${folders.map(({ name }) => name).join(', ')}.`,
    );
  }
  return Promise.all(
    chosen.map(async (folder) => {
      const client = await folder.connect();
      if (client === null) return { folder, client, snapshot: nothing };
      return { folder, client, snapshot: (await client.request('snapshot', {})).snapshot };
    }),
  );
}

/**
 * The app or instance of that name among those known. Groups (`all`, namespaces, patterns) and paths are refused, so
 * that nothing is ever acted on that was not named. Throws `ToolRefusal`.
 */
export async function chooseApp(
  { app: name, folder }: Pick<ToolInput, 'app' | 'folder'>,
  host: ToolHost,
): Promise<ChosenApp> {
  if (path.posix.isAbsolute(name) || path.win32.isAbsolute(name)) {
    throw new ToolRefusal(
      `"${name}" is a path. Name an app that drover_list shows; nothing else can be run.`,
    );
  }
  const open = await openFolders(folder, host);
  const found = open.map((one) => ({ ...one, match: matchApp(one.snapshot, name) }));
  const ambiguous = found.flatMap(({ match }) => ('candidates' in match ? match.candidates : []));
  if (ambiguous.length > 0) {
    const ids = ambiguous.map((id) => `"${id}"`).join(', ');
    throw new ToolRefusal(`"${name}" fits several apps: ${ids}. Name one of these.`);
  }
  const hits = found.flatMap(({ folder: at, client, match }): ChosenApp[] =>
    client !== null && 'app' in match ? [{ folder: at, client, ...match }] : [],
  );
  const [first, second] = hits;
  if (first === undefined) throw new ToolRefusal(unknown(name, open));
  if (second !== undefined) {
    const folders = hits.map((hit) => `"${hit.folder.name}"`).join(', ');
    throw new ToolRefusal(`"${name}" is in several folders: ${folders}. Say which one by "folder".`);
  }
  return first;
}

export type Match =
  | Omit<ChosenApp, 'client' | 'folder'>
  | { readonly candidates: readonly string[] }
  | { readonly unknown: true };

/** What an app's or an instance's name means among the apps of one folder. */
export function matchApp(snapshot: Snapshot, name: string): Match {
  const selection = select([name], selectables(snapshot));
  if ('candidates' in selection) return { candidates: selection.candidates };
  if ('noMatch' in selection) return { unknown: true };
  const [first] = selection.targets;
  if (first === undefined || !first.isNamed) return { unknown: true };
  const { info, instances } = first.app;
  const { instance } = first;
  if (instance === undefined) return { app: info, instances, target: info.id, name: info.name };
  const own = instances.filter(({ id }) => id === instance.id);
  return { app: info, instances: own, target: instance.id, name: own[0]?.name ?? instance.id };
}

function unknown(name: string, open: readonly OpenFolder[]): string {
  const names = open.flatMap(({ snapshot }) => snapshot.apps.map((app) => app.name));
  if (names.length === 0) return `There is no app "${name}": no ecosystem file with apps was found.`;
  const more = names.length > listedNames ? ` and ${names.length - listedNames} more` : '';
  return `There is no app or instance "${name}". Known apps: ${names.slice(0, listedNames).join(', ')}${more}.`;
}
