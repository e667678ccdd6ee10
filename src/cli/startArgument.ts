import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { selectables } from '../client/selectables.ts';
import { findOnPath } from '../ecosystem/findOnPath.ts';
import { suggest } from '../ecosystem/suggest.ts';
import type { AppInfo, Snapshot } from '../protocol/model.ts';
import { select } from '../protocol/selector.ts';
import { targetsOf } from './targets.ts';

/** What an argument of `drover start` could be. */
export interface ArgumentFacts {
  readonly argument: string;
  /** The regular file that it names, absolute; null when it names none. */
  readonly path: string | null;
  readonly isCommand: boolean;
  /** The apps that it selects; null when it selects nothing. */
  readonly known: readonly AppInfo[] | null;
}

export type Meaning =
  /** Apps that are known by a name. */
  | { readonly kind: 'name' }
  /** A script, a program or a command line. */
  | { readonly kind: 'program'; readonly script: string }
  /** An app of a file, while options were given: they belong into the file. */
  | { readonly kind: 'ofFile'; readonly app: AppInfo; readonly file: string }
  /** An app without a file, while options were given: they belong to its script. */
  | { readonly kind: 'defined'; readonly app: AppInfo }
  | { readonly kind: 'unknown' };

/**
 * What an argument that is no ecosystem file means. By itself: an app, else a file, else a command. With options for a
 * new app (`hasOptions`): a file, else a command, and never an app that there is already.
 */
export function meaningOf(
  { argument, path: file, isCommand, known }: ArgumentFacts,
  hasOptions: boolean,
): Meaning {
  const program = (script: string): Meaning => ({ kind: 'program', script });
  const [first] = known ?? [];
  if (!hasOptions && known !== null) return { kind: 'name' };
  // A path with a blank in it is one word all the same.
  if (file !== null) return program(/\s/.test(file) ? `"${file}"` : file);
  if (/\s/.test(argument.trim())) return program(argument);
  const ofFile = known?.find((app) => app.file !== null);
  if (ofFile !== undefined) return { kind: 'ofFile', app: ofFile, file: ofFile.file ?? '' };
  if (isCommand) return program(argument);
  return first === undefined ? { kind: 'unknown' } : { kind: 'defined', app: first };
}

export interface Surroundings {
  readonly cwd: string;
  /** Where relative paths start, the first that has the file. */
  readonly folders: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly snapshot: Snapshot;
}

export function factsOf(argument: string, { cwd, folders, env, snapshot }: Surroundings): ArgumentFacts {
  const selection = select(targetsOf([argument], snapshot, cwd), selectables(snapshot));
  return {
    argument,
    path: fileIn(folders, argument) ?? null,
    isCommand: !/[\\/]/.test(argument) && findOnPath(argument, env) !== null,
    known: 'noMatch' in selection ? null : knownBy(selection, snapshot),
  };
}

/** The regular file that `argument` names in the first of the folders that has it. */
export function fileIn(folders: readonly string[], argument: string): string | undefined {
  return folders
    .map((folder) => path.resolve(folder, argument))
    .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}

function knownBy(
  selection: Exclude<ReturnType<typeof select>, { noMatch: string }>,
  { apps }: Snapshot,
): readonly AppInfo[] {
  const ids =
    'ambiguous' in selection ? selection.candidates : selection.targets.map((target) => target.app.id);
  return apps.filter(({ id }) => ids.includes(id));
}

/** Says that an argument is nothing that could be started, and what it may have been meant for. */
export function unknownArgument(argument: string, { cwd, folders, snapshot }: Surroundings): string {
  const [folder = cwd] = folders;
  const near = suggest(argument, [...snapshot.apps.map(({ name }) => name), ...filesIn(folder, argument)]);
  const hint = near === undefined ? '' : ` Did you mean "${near}"?`;
  return `"${argument}" is no app that Drover knows here, no file in ${folder}, and no command on PATH.${hint}`;
}

/** Files beside the one that `argument` names, written like it. */
function filesIn(folder: string, argument: string): readonly string[] {
  const parent = path.dirname(argument);
  try {
    return readdirSync(path.resolve(folder, parent)).map((name) =>
      argument.includes('/') ? path.join(parent, name) : name,
    );
  } catch {
    // A folder that is not there, or not open, has nothing to suggest.
    return [];
  }
}
