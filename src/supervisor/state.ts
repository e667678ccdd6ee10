import { readNewest, replaceKeepingPrevious } from './keptFile.ts';
import type { Infer } from '../protocol/shape.ts';
import {
  anything,
  array,
  boolean,
  count,
  nullable,
  object,
  optional,
  parse,
  record,
  string,
} from '../protocol/shape.ts';

/** The state is kept in `state.json`. */
const fileName = 'state';

export const savedApp = object({
  id: string,
  file: nullable(string),
  name: string,
  /** Somebody wants it to run. */
  wanted: boolean,
  /** Indexes of instances that were stopped one by one. */
  stopped: array(count),
  profile: nullable(string),
  dev: optional(nullable(boolean)),
  watch: optional(nullable(boolean)),
  /** The shell environment of its last start. */
  env: record(string),
  /** Instances as somebody set them by hand; null or absent when the file decides. */
  scaled: optional(nullable(count)),
  /** Of an app without a file: what it was defined by. Such apps are kept although nobody wants them to run. */
  definition: optional(nullable(object({ options: record(anything), cwd: string }))),
});
export type SavedApp = Infer<typeof savedApp>;

const savedProcess = object({ pid: count, start: string, ownGroup: boolean });
export type SavedProcess = Infer<typeof savedProcess>;

const savedState = object({
  version: count,
  boot: string,
  apps: array(savedApp),
  /** A hint for systems that do not show environments; elsewhere the token is what counts. */
  processes: array(savedProcess),
});
export type SavedState = Infer<typeof savedState>;

export const stateVersion = 1;

/**
 * The state left by the last supervisor; undefined when there is none. Where it is damaged or of another
 * version, it is set aside as `damaged`, and the state before it is used.
 */
export function readState(dir: string): {
  readonly state: SavedState | undefined;
  /** Path of the file that was set aside. */
  readonly damaged: string | undefined;
  readonly usedPrevious: boolean;
} {
  const { value, damaged, usedPrevious } = readNewest(dir, fileName, (content) => {
    const state = parse(savedState, content);
    if (state.version !== stateVersion) throw new Error(`version ${state.version} is not ${stateVersion}`);
    return state;
  });
  return { state: value, damaged, usedPrevious };
}

/** Replaces the state file in one step and keeps the one before it. Throws when the disk is full. */
export function writeState(dir: string, state: SavedState): void {
  replaceKeepingPrevious(dir, fileName, JSON.stringify(state));
}
