import type { Snapshot } from '../../protocol/model.ts';
import type { Usage } from './presentation.ts';

/**
 * How far Drover is with a workspace folder: `idle` before anybody asked, `empty` without an ecosystem file,
 * `lost` when the supervisor could not be reached again.
 */
export type FolderState = 'idle' | 'loading' | 'empty' | 'ready' | 'lost';

/** Everything the view shows of one workspace folder. */
export interface FolderView {
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
  readonly state: FolderState;
  readonly snapshot: Snapshot;
  /** By instance id; empty while nothing is measured. */
  readonly usage: ReadonlyMap<string, Usage>;
}

/** What the empty view says: the state of the folder that has most to say. */
export function overallState(states: readonly FolderState[]): FolderState {
  const order = ['ready', 'lost', 'loading', 'idle', 'empty'] as const;
  return order.find((state) => states.includes(state)) ?? 'idle';
}
