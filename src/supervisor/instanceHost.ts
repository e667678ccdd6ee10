import type { AppPlan, AppSpec } from '../ecosystem/appSpec.ts';
import type { Problem } from '../protocol/model.ts';
import type { Instance } from './instance.ts';
import type { Launcher } from './launch/launcher.ts';
import type { LaunchPlaces } from './launchPlaces.ts';
import type { Platform } from './platform/platform.ts';
import type { SlotSettings } from './slotState.ts';

/** What an instance asks of its app. */
export interface InstanceHost {
  readonly id: string;
  readonly spec: AppSpec;
  readonly plan: AppPlan;
  readonly platform: Platform;
  readonly launcher: Launcher;
  /** For instances that come back without having been asked to. */
  readonly places: LaunchPlaces;
  /** The file whose change last caused a restart, relative to the app's folder. */
  readonly changedFile: string | null;
  /** Numbers processes over the whole supervisor, and marks them. */
  nextLaunch(instance: Instance): { readonly launch: number; readonly token: string };
  /** Environment and port for the next process of an instance. */
  prepare(
    instance: Instance,
    token: string,
  ): Promise<
    { readonly env: Record<string, string>; readonly port: number | null } | { readonly problem: Problem }
  >;
  /** Where its next process of that kind can be debugged. */
  debugPort(instance: Instance, kind: 'node' | 'python'): Promise<number>;
  settings(instance: Instance): SlotSettings;
  nameOf(index: number): string;
  changed(instance: Instance): void;
  notice(instance: Instance, problem: Problem): void;
}
