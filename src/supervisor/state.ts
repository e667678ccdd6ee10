import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Infer } from '../protocol/shape.ts';
import { array, boolean, count, nullable, object, parse, record, string } from '../protocol/shape.ts';

const stateName = 'state.json';

const savedApp = object({
  id: string,
  file: nullable(string),
  name: string,
  /** Somebody wants it to run. */
  wanted: boolean,
  /** Indexes of instances that were stopped one by one. */
  stopped: array(count),
  profile: nullable(string),
  /** The shell environment of its last start. */
  env: record(string),
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
 * The state left by the last supervisor; undefined when there is none. A damaged file is set aside and its new
 * name is told, so that nothing is lost silently.
 */
export function readState(dir: string): {
  readonly state: SavedState | undefined;
  readonly damaged: string | undefined;
} {
  for (const name of readdirSync(dir)) if (name.startsWith(`${stateName}.tmp`)) unlinkSync(join(dir, name));
  const path = join(dir, stateName);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      return { state: undefined, damaged: undefined };
    throw error;
  }
  try {
    const state = parse(savedState, JSON.parse(text));
    if (state.version !== stateVersion) throw new Error(`version ${state.version}`);
    return { state, damaged: undefined };
  } catch {
    const aside = join(dir, `state.damaged-${Date.now()}.json`);
    renameSync(path, aside);
    return { state: undefined, damaged: aside };
  }
}

/** Replaces the state file in one step: after a crash it is the old or the new one, never half of either. */
export function writeState(dir: string, state: SavedState): void {
  const draft = join(dir, `${stateName}.tmp${process.pid}`);
  const file = openSync(draft, 'w', 0o600);
  try {
    writeSync(file, JSON.stringify(state));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(draft, join(dir, stateName));
}
