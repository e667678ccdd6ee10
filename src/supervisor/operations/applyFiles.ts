import type { Outcome, Result } from '../../protocol/contract.ts';
import type { PendingChange, Problem } from '../../protocol/model.ts';
import type { App } from '../app.ts';
import type { Wishes } from '../appDesign.ts';
import type { Target } from './operationTarget.ts';
import { failed, succeeded } from './operationTarget.ts';
import type { Operations, StartOptions } from './operations.ts';
import type { SpecChanges } from '../changes/specChanges.ts';

export interface ApplyOptions extends StartOptions {
  /** Also starts what does not run. */
  readonly start?: boolean | undefined;
  /** Stops apps that their file does not name any more. */
  readonly prune?: boolean | undefined;
}

type Applied = Result<'apps/apply'>['applied'][number];
type Action = Applied['action'];

/** What is to be done with one app. */
interface Step {
  readonly app: App;
  readonly action: Action;
  readonly changes: readonly PendingChange[];
  readonly wishes: Partial<Wishes>;
}

/**
 * Makes what runs what the files say, and nothing else. Everything is decided before anything is done, and what
 * cannot run by its new plan is left as it is. An instance that is to start without the rest of its app starts by what
 * the app runs by.
 */
export async function applyFiles(
  targets: readonly Target[],
  asked: ApplyOptions,
  operations: Operations,
): Promise<{ outcomes: Outcome[]; applied: Applied[] }> {
  const options = operations.withPlaces(asked);
  const apps = new Set(targets.filter((target) => !isStartAlone(target, asked)).map(({ app }) => app));
  const alone = targets.filter(({ app }) => !apps.has(app));
  const steps = [...apps].map((app) => decide(app, options));
  const broken = new Map(steps.map((step) => [step, brokenPlan(step)]));
  const doable = steps.filter((step) => broken.get(step) === undefined);
  const starting = doable.filter(({ action }) => action === 'started');
  const stopping = doable.filter(({ action }) => action === 'stopped');
  const [started, stopped] = await Promise.all([
    operations.start([...starting.map(targetOf), ...alone], options),
    operations.stop(stopping.map(targetOf)),
  ]);
  const together = new Map<Step, Outcome | undefined>([
    ...starting.map((step, index) => [step, started[index]] as const),
    ...stopping.map((step, index) => [step, stopped[index]] as const),
  ]);
  const outcomes = await Promise.all(
    steps.map(async (step): Promise<Outcome> => {
      const problem = broken.get(step);
      if (problem !== undefined) return failed(targetOf(step), problem);
      return together.get(step) ?? (await carryOut(step, options, operations));
    }),
  );
  return {
    outcomes: [...outcomes, ...started.slice(starting.length)],
    applied: steps.map((step, index) => {
      const isDone = outcomes[index]?.ok === true || broken.get(step) === undefined;
      return {
        app: step.app.id,
        name: step.app.name,
        action: isDone ? step.action : 'unchanged',
        changes: step.changes,
      };
    }),
  };
}

/** How an app is to run is about all of it. */
function isStartAlone({ instance }: Target, { start = false, profile, dev, watch }: ApplyOptions): boolean {
  const isAsBefore = [profile, dev, watch].every((wish) => wish === undefined);
  return instance !== undefined && start && isAsBefore;
}

function decide(app: App, { start = false, prune = false, env, profile, dev, watch }: ApplyOptions): Step {
  const isRunning = app.isUp || app.wanted;
  const step = (
    action: Action,
    changes: readonly PendingChange[] = [],
    wishes: Step['wishes'] = {},
  ): Step => ({
    app,
    action,
    changes,
    wishes,
  });
  if (!app.listed) return step(prune ? 'stopped' : 'unlisted');
  if (!isRunning) return step(start || (app.isNew && app.spec.autostart) ? 'started' : 'unchanged');
  const wishes: Partial<Wishes> = {
    ...(profile === undefined ? {} : { profile }),
    ...(dev === undefined ? {} : { dev }),
    ...(watch === undefined ? {} : { watch }),
    // The environment of what runs is replaced only together with the process.
    ...(env !== undefined && !app.isUp ? { shellEnv: env } : {}),
  };
  const { changes, effect } = app.design.changes(wishes);
  if (effect !== 'none') return step(app.isUp ? actions[effect] : 'restarted', changes, wishes);
  const isMissing = start && app.planned.some(({ isUp, status }) => !isUp && status !== 'completed');
  return step(isMissing ? 'started' : 'unchanged', changes, wishes);
}

const actions: Readonly<Record<SpecChanges['effect'], Action>> = {
  none: 'unchanged',
  live: 'updated',
  scale: 'scaled',
  restart: 'restarted',
};

function brokenPlan({ app, action, wishes }: Step): Problem | undefined {
  if (action === 'unlisted' || action === 'stopped') return undefined;
  if (action === 'unchanged' && !app.isUp) return undefined;
  return app.design.preview(wishes).problems.find(({ severity }) => severity === 'error');
}

async function carryOut(
  { app, action, wishes }: Step,
  options: ApplyOptions,
  operations: Operations,
): Promise<Outcome> {
  switch (action) {
    case 'restarted':
      return operations.replace(app, wishes, options);
    case 'scaled':
    case 'updated':
      return operations.resize(app, wishes, options);
    default:
      if (action === 'unchanged' && options.watch !== undefined) app.switchWatch(options.watch);
      return succeeded({ app, instance: undefined });
  }
}

function targetOf({ app }: Pick<Step, 'app'>): Target {
  return { app, instance: undefined };
}
