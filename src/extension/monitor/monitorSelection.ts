import type { MonitorSelection } from '../../protocol/monitor.ts';

/** The same for the same apps, in whichever order they were selected. */
export function selectionKey(selection: MonitorSelection): string {
  if (selection === 'all') return 'all';
  return selection
    .map(({ folder, app }) => `${folder}\n${app}`)
    .sort()
    .join('\n\n');
}

/** What a page has kept over a reload; all apps where it cannot be understood. */
export function readSelection(kept: unknown): MonitorSelection {
  if (!Array.isArray(kept)) return 'all';
  const apps = kept.flatMap((one: unknown) => {
    const { folder, app } = Object(one) as { readonly folder?: unknown; readonly app?: unknown };
    return typeof folder === 'string' && typeof app === 'string' ? [{ folder, app }] : [];
  });
  return apps.length === 0 ? 'all' : apps;
}
