import type { Translate } from '../../ecosystem/translate.ts';
import type { RunVerb, RunWishes } from '../apps/runPlan.ts';

/** The values of `task` in tasks.json. */
const taskVerbs = ['start', 'dev', 'stop', 'restart', 'reload'] as const;
export type TaskVerb = (typeof taskVerbs)[number];

/** A task of the type `drover`, as tasks.json has it. */
export interface DroverTaskDefinition {
  readonly type: 'drover';
  readonly task: TaskVerb;
  readonly app?: string | readonly string[];
  readonly file?: string;
  readonly profile?: string;
}

export interface TaskRequest {
  readonly task: TaskVerb;
  readonly verb: RunVerb;
  readonly selectors: readonly string[];
  /** As written: it may be relative to the workspace folder. */
  readonly file: string | undefined;
  readonly wishes: RunWishes;
}

/** What a definition asks for; a sentence that quotes the value where somebody has written something else. */
export function taskRequest(
  { task, app = 'all', file, profile }: Readonly<Record<string, unknown>>,
  t: Translate,
): TaskRequest | { readonly error: string } {
  const known = taskVerbs.find((one) => one === task);
  if (known === undefined) {
    return { error: t('"task" must be one of {0}, but it is {1}.', taskVerbs.join(', '), shown(task, t)) };
  }
  const selectors = Array.isArray(app) ? (app as readonly unknown[]) : [app];
  if (
    selectors.length === 0 ||
    !selectors.every((one): one is string => typeof one === 'string' && one !== '')
  ) {
    return {
      error: t('"app" must be the name of an app, a list of names, or "all", but it is {0}.', shown(app, t)),
    };
  }
  if (file !== undefined && typeof file !== 'string') {
    return { error: t('"file" must be the path of an ecosystem file, but it is {0}.', shown(file, t)) };
  }
  if (profile !== undefined && typeof profile !== 'string') {
    return { error: t('"profile" must be the name of a profile, but it is {0}.', shown(profile, t)) };
  }
  return {
    task: known,
    verb: known === 'dev' ? 'start' : known,
    selectors,
    file,
    wishes: {
      // What was run in DEV_MODE by hand before is started as configured.
      ...(known === 'dev' ? { dev: true } : known === 'start' ? { dev: null } : {}),
      ...(profile === undefined ? {} : { profile }),
    },
  };
}

/** `start web`, as the list of tasks shows it. */
export function taskName({ task, app = 'all' }: Readonly<Record<string, unknown>>): string {
  return `${String(task)} ${[app].flat().join(', ')}`;
}

function shown(value: unknown, t: Translate): string {
  return value === undefined ? t('absent') : JSON.stringify(value);
}
