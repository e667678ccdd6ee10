import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import type { AppAction, FeatureFacts, RunningApp } from './featureFacts.ts';
import { statusLine } from './hoverState.ts';
import type { Translate } from '../translate.ts';
import { writtenApps } from './writtenApp.ts';
import type { WrittenApp } from './writtenApp.ts';
import { statusText } from './statusText.ts';

export interface CodeLens extends Span {
  readonly title: string;
  /** null: it only says something. */
  readonly command: LensCommand | null;
}

export interface LensCommand {
  readonly action: AppAction;
  /** Of VS Code. */
  readonly id: string;
  readonly argument: { readonly file: string; readonly apps: readonly string[] };
}

/**
 * A line above each app: its state, and what can be done in it. Apps that a function computes have one for all of
 * them. An app whose name nobody can know has none.
 */
export function codeLenses(tree: SourceTree, facts: FeatureFacts): readonly CodeLens[] {
  const apps = writtenApps(tree, facts);
  const names = new Set(apps.flatMap(({ name }) => name ?? []));
  const computed = facts.running.filter(({ name }) => !names.has(name));
  return apps.flatMap((app) => {
    const { start, end } = app.entry.property?.key ?? app.entry.node;
    // Editors show it above the line that it starts in.
    const place = { start, end: Math.max(start, Math.min(end, start + 1)) };
    if (app.entry.node.isTemplate === true)
      return templateLenses(computed, facts).map((lens) => ({ ...place, ...lens }));
    return appLenses(app, facts).map((lens) => ({ ...place, ...lens }));
  });
}

type Lens = Omit<CodeLens, keyof Span>;

function appLenses({ name }: WrittenApp, facts: FeatureFacts): readonly Lens[] {
  if (name === null) return [];
  const running = facts.running.find((app) => app.name === name);
  const state: readonly Lens[] =
    running === undefined ? [] : [{ title: statusLine(running, facts.t), command: null }];
  return [...state, ...lensesFor(actionsFor(running), [name], facts)];
}

function templateLenses(computed: readonly RunningApp[], facts: FeatureFacts): readonly Lens[] {
  const { t } = facts;
  const [first] = computed;
  if (first === undefined) return [{ title: t('computed apps'), command: null }];
  const count = computed.length === 1 ? t('1 computed app') : t('{0} computed apps', computed.length);
  const isAlike = computed.every(({ status }) => status === first.status);
  const title = isAlike ? `${count}, ${statusText(first.status, t)}` : count;
  const can = new Set(computed.flatMap(actionsFor));
  const names = computed.map(({ name }) => name);
  const shared = (['start', 'stop', 'restart', 'reload', 'startDev', 'endDev'] as const).filter((action) =>
    can.has(action),
  );
  return [{ title, command: null }, ...lensesFor(shared, names, facts)];
}

/** What makes sense in the state that an app is in. */
function actionsFor(running: RunningApp | undefined): readonly AppAction[] {
  if (running === undefined) return ['start', 'startDev'];
  const { instances, sharing, runMode } = running;
  const live = instances.filter(({ status }) => !['stopped', 'errored', 'completed'].includes(status));
  const canLog: readonly AppAction[] = instances.length > 0 ? ['showLogs'] : [];
  if (live.length === 0) return ['start', 'startDev', ...canLog];
  const canStop = live.some(({ status }) => status !== 'stopping');
  const canReload = canStop && (sharing === 'cluster' || sharing === 'socket');
  const canDebug = running.debugger !== null && live.some(({ pid }) => pid !== null);
  return [
    ...(canStop ? (['stop', 'restart'] as const) : []),
    ...(canReload ? (['reload'] as const) : []),
    ...(canStop ? [runMode === 'dev' ? ('endDev' as const) : ('startDev' as const)] : []),
    ...(canDebug ? (['debug'] as const) : []),
    ...canLog,
  ];
}

function lensesFor(
  actions: readonly AppAction[],
  apps: readonly string[],
  { actions: offered, path, t }: FeatureFacts,
): readonly Lens[] {
  const titles = titlesIn(t);
  return actions
    .filter((action) => offered.includes(action))
    .map((action) => ({
      title: titles[action],
      command: { action, id: `drover.${action}`, argument: { file: path, apps } },
    }));
}

function titlesIn(t: Translate): Readonly<Record<AppAction, string>> {
  return {
    start: t('Start'),
    stop: t('Stop'),
    restart: t('Restart'),
    reload: t('Reload'),
    startDev: 'DEV',
    endDev: t('End DEV'),
    debug: t('Debug'),
    showLogs: t('Logs'),
  };
}
