import type { Outcome } from '../protocol/contract.ts';
import type { Problem } from '../protocol/model.ts';
import { array, count, object, parse } from '../protocol/shape.ts';
import { readNewest, removeKept, replaceKeepingPrevious } from './keptFile.ts';
import type { SavedApp } from './state.ts';
import { savedApp } from './state.ts';

/** `drover save` keeps its apps in `saved.json`. */
const fileName = 'saved';

const savedVersion = 1;

const savedApps = object({ version: count, apps: array(savedApp) });

/**
 * Keeps `apps` for `readSavedApps`, and what was saved before beside it. Returns the path. Throws when the disk is
 * full.
 */
export function saveApps(dir: string, apps: readonly SavedApp[]): string {
  return replaceKeepingPrevious(dir, fileName, JSON.stringify({ version: savedVersion, apps }));
}

/**
 * The apps that were saved last; undefined when nothing was. A damaged file is set aside as `damaged`, and what
 * was saved before it is used.
 */
export function readSavedApps(dir: string): {
  readonly apps: readonly SavedApp[] | undefined;
  /** Path of the file that was set aside. */
  readonly damaged: string | undefined;
} {
  const { value, damaged } = readNewest(dir, fileName, (content) => {
    const { version, apps } = parse(savedApps, content);
    if (version !== savedVersion) throw new Error(`version ${version} is not ${savedVersion}`);
    return apps;
  });
  return { apps: value, damaged };
}

/** Removes what was saved, and what was before it. Returns whether there was any. */
export function forgetSavedApps(dir: string): boolean {
  return removeKept(dir, fileName);
}

/** A saved app that is not there any more: by `problems` of its file, or because the file does not name it. */
export function missingApp({ id, file, name }: SavedApp, problems: readonly Problem[]): Outcome {
  const isWhy = (problem: Problem): boolean =>
    problem.severity === 'error' &&
    (problem.file ?? null) === file &&
    [undefined, name].includes(problem.app);
  const problem = problems.find(isWhy) ?? {
    code: 'app-unlisted',
    severity: 'error',
    data: { file: file ?? id },
  };
  return { app: id, instance: null, ok: false, problem: { ...problem, app: name } };
}
