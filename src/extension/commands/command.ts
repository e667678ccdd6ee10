import type { DebugSessions } from '../debug/debugSessions.ts';
import type { WorkspaceFolders } from '../folders/workspaceFolders.ts';
import type { InstanceLogs } from '../logs/instanceLogs.ts';
import type { Monitors } from '../monitor/monitors.ts';
import type { Notices } from '../notices.ts';
import type { Throughputs } from '../throughput/throughputs.ts';
import type { AppsView } from '../tree/appsView.ts';
import type { Descriptions } from '../tree/descriptions.ts';

export interface CommandContext {
  readonly folders: WorkspaceFolders;
  readonly view: AppsView;
  readonly logs: InstanceLogs;
  readonly notices: Notices;
  readonly monitors: Monitors;
  readonly throughputs: Throughputs;
  readonly descriptions: Descriptions;
  readonly debugging: DebugSessions;
}

export interface Command {
  /** Whether it reads or runs code of the workspace. Menus hide such commands too, but a hidden one can be called. */
  readonly needsTrust: boolean;
  readonly run: (context: CommandContext, args: readonly unknown[]) => Promise<void>;
}

/** Commands by id. Called from the palette they get no arguments and ask what they are about. */
export type CommandTable = Readonly<Record<string, Command>>;
