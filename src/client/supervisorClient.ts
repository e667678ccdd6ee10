import type { Change } from '../protocol/changes.ts';
import type { EventParams, Method, Params, Result } from '../protocol/contract.ts';
import type { Snapshot } from '../protocol/model.ts';
import type { Disposable, Listen } from './emitter.ts';

/** A connection to the supervisor of one folder. */
export interface SupervisorClient extends Disposable {
  readonly supervisor: Result<'initialize'>['supervisor'];
  /** The state as of the last message; replaced, never changed in place. */
  readonly snapshot: Snapshot;
  /**
   * Rejects with `RpcError` when the supervisor answers with an error and with `ClientError` `connection-lost`
   * when the connection breaks off first.
   */
  request<M extends Method>(method: M, params: Params<M>): Promise<Result<M>>;
  readonly onDidChange: Listen<[snapshot: Snapshot, changes: readonly Change[]]>;
  readonly onLogs: Listen<[EventParams<'logs'>]>;
  readonly onTimeline: Listen<[EventParams<'timeline'>]>;
  readonly onMetrics: Listen<[EventParams<'metrics'>]>;
  readonly onNotice: Listen<[EventParams<'notice'>]>;
  /** The connection broke off. Not fired by `dispose`. */
  readonly onDidClose: Listen<[]>;
  /** Leaves at once; pending requests reject. */
  dispose(): void;
}
