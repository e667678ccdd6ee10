import type { AppInfo, InstanceInfo } from '../../protocol/model.ts';
import type { Dialect } from '../appSpec.ts';
import type { Translate } from '../translate.ts';

/** What a supervisor says of one app of the file. */
export interface RunningApp extends Pick<
  AppInfo,
  'name' | 'status' | 'runMode' | 'sharing' | 'interpreter' | 'debugger' | 'profile'
> {
  readonly instances: readonly Pick<
    InstanceInfo,
    'index' | 'name' | 'status' | 'pid' | 'port' | 'restarts' | 'startedAt'
  >[];
  /** The variables that it was started with; null when they are not known. */
  readonly env: Readonly<Record<string, string>> | null;
}

/** What can be done by a click; the host names those that it has, fewer where nothing may run. */
export type AppAction =
  'start' | 'stop' | 'restart' | 'reload' | 'startDev' | 'endDev' | 'debug' | 'showLogs';

/** What is known around a text: where it lies, the machine, what runs. Whoever calls fills it in. */
export interface FeatureFacts {
  /** The ecosystem file, absolute. */
  readonly path: string;
  readonly dialect: Dialect;
  readonly cpus: number;
  readonly now: Date;
  /** What is at an absolute path; null: nothing, undefined: nobody has looked. */
  readonly kindOf: (path: string) => 'file' | 'folder' | null | undefined;
  /** The apps of this file that a supervisor knows, also those that are stopped. */
  readonly running: readonly RunningApp[];
  readonly actions: readonly AppAction[];
  /** Where docs/options.md can be read, without a section; null leaves out links to it. */
  readonly optionsPage: string | null;
  readonly t: Translate;
}
