import type { AppInfo } from '../protocol/model.ts';

/** The names of the apps that keep a waiting one from starting: those it depends on that are not up yet. */
export function awaitedApps(app: AppInfo, apps: readonly AppInfo[]): readonly string[] {
  const up = new Set(apps.filter((other) => other.file === app.file && isUp(other)).map(({ name }) => name));
  const awaited = app.dependsOn.filter((name) => !up.has(name));
  // Of apps that are all up, it is the completion that is waited for.
  return awaited.length > 0 ? awaited : app.dependsOn;
}

function isUp({ status }: AppInfo): boolean {
  return status === 'online' || status === 'completed';
}
