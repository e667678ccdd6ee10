import { window } from 'vscode';
import type { Outcome, Params } from '../../protocol/contract.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { briefly } from '../briefly.ts';
import { readEnvironment } from '../environment.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { t } from '../localise.ts';
import type { Notices } from '../notices.ts';
import type { Selected } from './selection.ts';

export type Verb = 'start' | 'stop' | 'restart';

/** Does a verb in every selected folder, with progress on the view, and tells in one notification what failed. */
export async function runVerb(verb: Verb, selected: readonly Selected[], notices: Notices): Promise<void> {
  const outcomes = await window.withProgress({ location: { viewId: 'drover.apps' } }, () =>
    Promise.all(selected.map(({ model, targets }) => failed(verb, model, targets, notices))),
  );
  const failures = outcomes.flat();
  if (failures.length === 0) return;
  // Not awaited by the command: a notification may stay for as long as the user likes.
  void window.showErrorMessage(failureText(verb, failures));
}

async function failed(
  verb: Verb,
  model: FolderModel,
  targets: readonly string[],
  notices: Notices,
): Promise<readonly Outcome[]> {
  const outcomes = await request(verb, model, targets);
  return outcomes.filter(
    ({ ok, app, problem }) => !ok && (problem === null || !notices.wasTold(model, app, problem.code)),
  );
}

async function request(
  verb: Verb,
  model: FolderModel,
  targets: readonly string[],
): Promise<readonly Outcome[]> {
  const client = verb === 'stop' ? model.session.client : await model.connected();
  if (client === undefined) return [];
  const params: Params<'apps/stop'> = { targets };
  const env = readEnvironment();
  switch (verb) {
    case 'start':
      return (await client.request('apps/start', { ...params, env })).outcomes;
    case 'stop':
      return (await client.request('apps/stop', params)).outcomes;
    case 'restart':
      return (await client.request('apps/restart', { ...params, env })).outcomes;
  }
}

/** One sentence for each distinct problem; instances of one app that fail alike are said once. */
function failureText(verb: Verb, failures: readonly Outcome[]): string {
  const sentences = failures.map(({ app, problem }) => {
    const name = app.slice(app.lastIndexOf('#') + 1);
    const what = {
      start: t('"{0}" was not started.', name),
      stop: t('"{0}" was not stopped.', name),
      restart: t('"{0}" was not restarted.', name),
    }[verb];
    return problem === null ? what : `${what} ${briefly(describeProblem(problem))}`;
  });
  const distinct = [...new Set(sentences)];
  const more = distinct.length - 3;
  return [...distinct.slice(0, 3), ...(more > 0 ? [t('And {0} more.', more)] : [])].join(' ');
}
