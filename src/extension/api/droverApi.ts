import type { Event } from 'vscode';

/** PM2's words, and `waiting` (for another app), `reloading`, and `completed` (a one-shot app is done). */
export type DroverStatus =
  | 'stopped'
  | 'launching'
  | 'online'
  | 'stopping'
  | 'waiting restart'
  | 'errored'
  | 'waiting'
  | 'reloading'
  | 'completed';

/** One running copy of an app. */
export interface DroverInstance {
  /** Stays the same over restarts. */
  readonly id: string;
  /** `web-2`, or just `web` where the app has one instance. */
  readonly name: string;
  readonly status: DroverStatus;
  /** null while no process is there. */
  readonly pid: number | null;
  /** null where none is known. */
  readonly port: number | null;
}

/** One entry of an ecosystem file. */
export interface DroverApp {
  /** Unique in its folder, and stays the same. */
  readonly id: string;
  readonly name: string;
  /** Path of the workspace folder. */
  readonly folder: string;
  /** The worst of its instances' statuses. */
  readonly status: DroverStatus;
  readonly instances: readonly DroverInstance[];
}

/** Names, ids, namespaces, `/patterns/`, or `all`; several mean all of them. */
export type DroverSelector = string | readonly string[];

export interface DroverOptions {
  /** Path of the workspace folder that is meant, where several have an app of the name. */
  readonly folder?: string;
}

export interface DroverRunOptions extends DroverOptions {
  /** One instance that follows saved files, or as configured; absent: as it ran last. */
  readonly dev?: boolean;
  /** Run with the variables of `env_<profile>`; null: with none of them; absent: as it ran last. */
  readonly profile?: string | null;
}

/** What `activate()` of the extension `drover.drover` resolves to. Grows only by additions while `version` is 1. */
export interface DroverApi {
  readonly version: 1;
  /** Every app of the workspace. Reads the ecosystem files when nobody has yet; starts nothing of them. */
  list(): Promise<readonly DroverApp[]>;
  /** What `list` resolves to has changed. Usage of CPU and memory is no change. */
  readonly onDidChange: Event<void>;
  /**
   * Starts what does not run, and restarts what runs in another mode or with another profile. Resolves with the
   * apps once every instance is online, and rejects with an `Error` that says which are not and why.
   */
  start(selector: DroverSelector, options?: DroverRunOptions): Promise<readonly DroverApp[]>;
  /** Resolves when every process of the apps is gone. */
  stop(selector: DroverSelector, options?: DroverOptions): Promise<readonly DroverApp[]>;
  /** Resolves and rejects as `start` does. What did not run is started. */
  restart(selector: DroverSelector, options?: DroverRunOptions): Promise<readonly DroverApp[]>;
}
