import type { LogLine } from '../../../protocol/model.ts';
import type { MachineDocument } from '../machine.ts';
import type { ProcessDocument } from '../processDocument.ts';

/** What a live client is told: by name as PMDaemon does where it has the message, too. */
export type LiveMessage =
  | {
      readonly type: 'ProcessList';
      /** The place in the stream, to go on from after a break. */
      readonly id: string;
      readonly processes: readonly ProcessDocument[];
    }
  | {
      readonly type: 'ProcessUpdate';
      readonly id: string;
      readonly processes: readonly ProcessDocument[];
      /** Ids of those that are no more. */
      readonly removed: readonly string[];
    }
  /** No supervisor runs; when one does, a `ProcessList` follows. */
  | { readonly type: 'SupervisorLost'; readonly id: string; readonly message: string }
  | {
      readonly type: 'Logs';
      readonly batches: readonly {
        readonly pm_id: string;
        readonly name: string;
        readonly lines: readonly LogLine[];
      }[];
      /** Lines that were left out before these, because this client reads too slowly. */
      readonly dropped: number;
    }
  | {
      readonly type: 'SystemUpdate';
      readonly metrics: MachineDocument;
      readonly usage: readonly { readonly pm_id: string; readonly cpu: number; readonly memory: number }[];
    }
  /** Nothing has happened, and all is well. */
  | { readonly type: 'Heartbeat'; readonly timestamp: number; readonly dropped: number }
  /** The last message: why the stream ends. */
  | { readonly type: 'End'; readonly message: string };
