import { window } from 'vscode';
import type { ScaleAmount } from '../../client/scaleAmount.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Outcome } from '../../protocol/contract.ts';
import type { Problem } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { SignalName } from '../../protocol/signals.ts';
import { briefly } from '../briefly.ts';
import { readEnvironment } from '../environment.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { t } from '../localise.ts';
import type { Notices } from '../notices.ts';
import type { Selected } from './selection.ts';

/** What is done with apps. */
export type Action =
  | { readonly verb: 'start' | 'restart'; readonly profile?: string | null; readonly dev?: boolean }
  | { readonly verb: 'stop' | 'reload' | 'delete' }
  /** `prune` also stops what its file does not name any more. */
  | { readonly verb: 'apply'; readonly prune: boolean }
  | { readonly verb: 'watch'; readonly on: boolean }
  | { readonly verb: 'scale'; readonly amount: ScaleAmount }
  | { readonly verb: 'signal'; readonly signal: SignalName }
  /** Starts what was saved, whatever the targets are. */
  | { readonly verb: 'resurrect' };

/** Acts in every selected folder, with progress on the view, and tells in one notification what failed. */
export async function runAction(
  action: Action,
  selected: readonly Selected[],
  notices: Notices,
): Promise<void> {
  const outcomes = await window.withProgress({ location: { viewId: 'drover.apps' } }, () =>
    Promise.all(selected.map((one) => failed(action, one, notices))),
  );
  const failures = outcomes.flat();
  if (failures.length === 0) return;
  const text = failureText(
    action.verb,
    failures.map(({ outcome }) => outcome),
  );
  // Not awaited by the command: a notification may stay for as long as the user likes.
  void notices.showFailure(
    text,
    failures.map(logsOf).find((logs) => logs !== undefined),
  );
}

/** Where to read what the instance that failed wrote. */
function logsOf({ model, outcome }: Failure): { model: FolderModel; instance: string } | undefined {
  const instance = outcome.output?.instance;
  return instance === undefined ? undefined : { model, instance };
}

interface Failure {
  readonly model: FolderModel;
  readonly outcome: Outcome;
}

async function failed(
  action: Action,
  { model, targets }: Selected,
  notices: Notices,
): Promise<readonly Failure[]> {
  const client = action.verb === 'stop' ? model.session.client : await model.connected();
  const outcomes = client === undefined ? [] : await request(action, client, targets);
  return outcomes
    .filter(({ ok, app, problem }) => !ok && (problem === null || !notices.wasTold(model, app, problem.code)))
    .map((outcome) => ({ model, outcome }));
}

async function request(
  action: Action,
  client: SupervisorClient,
  targets: readonly string[],
): Promise<readonly Outcome[]> {
  const env = readEnvironment();
  switch (action.verb) {
    case 'start':
    case 'restart': {
      const wishes = {
        ...(action.profile === undefined ? {} : { profile: action.profile }),
        ...(action.dev === undefined ? {} : { dev: action.dev }),
      };
      return (await client.request(`apps/${action.verb}`, { targets, env, ...wishes })).outcomes;
    }
    case 'stop':
      return (await client.request('apps/stop', { targets })).outcomes;
    case 'reload':
      return (await client.request('apps/reload', { targets, env })).outcomes;
    case 'delete':
      return (await client.request('apps/delete', { targets })).outcomes;
    case 'apply':
      return (await client.request('apps/apply', { targets, env, prune: action.prune })).outcomes;
    case 'watch':
      return (await client.request('apps/watch', { targets, on: action.on })).outcomes;
    case 'scale':
      return (await client.request('apps/scale', { targets, ...action.amount })).outcomes;
    case 'signal':
      return (await client.request('instances/signal', { targets, signal: action.signal })).outcomes;
    case 'resurrect':
      return (await client.request('state/resurrect', {})).outcomes;
  }
}

/** A reload that failed is said by the verb already; what is left is why. */
function reasonOf(problem: Problem): string {
  const reason = problem.code === 'reload-failed' ? problem.data['reason'] : undefined;
  return reason ?? describeProblem(problem, t);
}

/** One sentence for each distinct problem; instances of one app that fail alike are said once. */
function failureText(verb: Action['verb'], failures: readonly Outcome[]): string {
  const sentences = failures.map(({ app, problem }) => {
    const name = app.slice(app.lastIndexOf('#') + 1);
    const what = {
      start: t('"{0}" was not started.', name),
      stop: t('"{0}" was not stopped.', name),
      restart: t('"{0}" was not restarted.', name),
      reload: t('"{0}" was not reloaded; it runs on as before.', name),
      delete: t('"{0}" was not deleted.', name),
      apply: t('"{0}" was not brought up to date.', name),
      watch: t('Watching of "{0}" was not switched.', name),
      scale: t('"{0}" was not scaled.', name),
      signal: t('"{0}" got no signal.', name),
      resurrect: t('"{0}" was not started.', name),
    }[verb];
    return problem === null ? what : `${what} ${briefly(reasonOf(problem))}`;
  });
  const distinct = [...new Set(sentences)];
  const more = distinct.length - 3;
  return [...distinct.slice(0, 3), ...(more > 0 ? [t('And {0} more.', more)] : [])].join(' ');
}
