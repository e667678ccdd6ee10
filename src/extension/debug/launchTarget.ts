import path from 'node:path';
import type { AppInfo, InstanceInfo, Snapshot } from '../../protocol/model.ts';
import type { Translate } from '../../ecosystem/translate.ts';

export interface LaunchTarget {
  readonly app: AppInfo;
  /** One, or all that the app has. */
  readonly instances: readonly InstanceInfo[];
}

/**
 * What a configuration of type `drover` names: `app`, and where the same name is in several files `file`, and
 * `instance` for one of several. A sentence when that is nothing, or not one app.
 */
export function launchTarget(
  written: Readonly<Record<string, unknown>>,
  folder: string,
  { apps, instances }: Snapshot,
  t: Translate,
): LaunchTarget | string {
  const { app: name, file, instance } = written;
  if (typeof name !== 'string' || name === '')
    return t('"app" is missing. It names an app of an ecosystem file.');
  const wanted = typeof file === 'string' ? path.resolve(folder, file) : undefined;
  const named = apps.filter((app) => app.name === name || app.id === name);
  const fitting = wanted === undefined ? named : named.filter((app) => app.file === wanted);
  const [app, ...others] = fitting;
  if (app === undefined) {
    const known = [...new Set(apps.map((one) => `"${one.name}"`))].join(', ');
    if (named.length > 0) return t('There is no app "{0}" in {1}.', name, String(file));
    return known === ''
      ? t('There is no app "{0}": this folder has no apps.', name)
      : t('There is no app "{0}"; known: {1}.', name, known);
  }
  if (others.length > 0) {
    const files = fitting.map((one) => (one.file === null ? '-' : path.relative(folder, one.file)));
    return t('Several apps are named "{0}". Add "file", one of: {1}.', name, files.join(', '));
  }
  const own = instances.filter((one) => one.app === app.id);
  if (instance === undefined) return { app, instances: own };
  const chosen = own.filter(({ index }) => index === instance);
  if (chosen.length > 0) return { app, instances: chosen };
  return t('"{0}" has no instance {1}; it has {2}, from 0.', name, String(instance), own.length);
}
