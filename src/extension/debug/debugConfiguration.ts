import type { Result } from '../../protocol/contract.ts';
import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';

/** Marks a configuration as ours, whatever its type: debuggers of other extensions carry it along. */
const markKey = '__drover';

/** Which instance a session is about. */
export interface DebugMark {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
  readonly instance: string;
}

export interface DebugSettings {
  readonly skipFiles: readonly string[];
  readonly justMyCode: boolean;
}

export interface Debugged {
  readonly folder: string;
  readonly app: Pick<AppInfo, 'cwd'>;
  readonly instance: Pick<InstanceInfo, 'id' | 'name'>;
  readonly inspector: NonNullable<Result<'instances/inspect'>['inspector']>;
}

/** How long Node's debugger waits before it attaches to the next process of an instance, again and again. */
const retryMs = 300;

/** Options of `launch.json` that are Drover's own; all others go to the debugger as they are. */
const ownOptions: ReadonlySet<string> = new Set([
  ...['type', 'request', 'name', 'app', 'file', 'instance', 'dev', 'stopOnEntry', 'preLaunchTask'],
  ...['address', 'port', 'connect', 'restart', 'processId'],
]);

/** What the debugger of the program is started with. `written` are further options, from a `launch.json`. */
export function configurationFor(
  { folder, app, instance, inspector }: Debugged,
  settings: DebugSettings,
  written: Readonly<Record<string, unknown>> = {},
): {
  readonly type: string;
  readonly request: string;
  readonly name: string;
  readonly [option: string]: unknown;
} {
  const { address, port, kind } = inspector;
  const further = Object.fromEntries(Object.entries(written).filter(([name]) => !ownOptions.has(name)));
  const mark: DebugMark = { folder, instance: instance.id };
  const common = { request: 'attach', name: instance.name, cwd: app.cwd, [markKey]: mark };
  if (kind === 'python') {
    return {
      justMyCode: settings.justMyCode,
      ...further,
      ...common,
      type: 'debugpy',
      connect: { host: address, port },
    };
  }
  return {
    skipFiles: settings.skipFiles,
    sourceMaps: true,
    // Programs that it starts are not instances, and their sessions would outlive nothing.
    autoAttachChildProcesses: false,
    ...further,
    ...common,
    type: 'node',
    address,
    port,
    restart: { delay: retryMs },
  };
}

/** Which instance a configuration is about; undefined when it is not one of ours. */
export function markOf(configuration: Readonly<Record<string, unknown>>): DebugMark | undefined {
  const mark = configuration[markKey];
  if (typeof mark !== 'object' || mark === null) return undefined;
  const { folder, instance } = mark as Partial<Record<string, unknown>>;
  return typeof folder === 'string' && typeof instance === 'string' ? { folder, instance } : undefined;
}
