import path from 'node:path';
import type { AppInfo, Snapshot } from '../../protocol/model.ts';
import { isOver } from './untilInstance.ts';

export interface OfferedConfiguration {
  readonly type: 'drover';
  readonly request: 'attach' | 'launch';
  readonly name: string;
  readonly app: string;
  readonly file?: string;
  readonly instance?: number;
}

/** A configuration for each app that can be debugged, and for each of several running instances. */
export function offeredConfigurations(
  folder: string,
  { apps, instances }: Snapshot,
): readonly OfferedConfiguration[] {
  return apps
    .filter((app) => app.debugger !== null)
    .flatMap((app) => {
      const live = instances.filter((one) => one.app === app.id && !isOver(one));
      const common = { type: 'drover', app: app.name, ...fileOf(app, apps, folder) } as const;
      const whole = { ...common, request: live.length > 0 ? 'attach' : 'launch', name: app.name } as const;
      if (live.length < 2) return [whole];
      return [
        whole,
        ...live.map(({ name, index }) => ({ ...common, request: 'attach', name, instance: index }) as const),
      ];
    });
}

/** Only where the name alone does not tell. */
function fileOf(
  { file, name }: AppInfo,
  apps: readonly AppInfo[],
  folder: string,
): { readonly file?: string } {
  const isShared = apps.filter((one) => one.name === name).length > 1;
  return isShared && file !== null ? { file: path.relative(folder, file) } : {};
}
