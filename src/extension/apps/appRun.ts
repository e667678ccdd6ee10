import path from 'node:path';
import { ClientError } from '../../client/clientError.ts';
import { describeError } from '../../client/describeError.ts';
import { RpcError } from '../../client/rpcError.ts';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { Outcome } from '../../protocol/contract.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { editorPath } from '../editor/editorPath.ts';
import { readEnvironment } from '../environment.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { t } from '../localise.ts';
import { UserError } from '../userError.ts';
import { chooseApps } from './chooseApps.ts';
import type { PlannedRequest, RunVerb, RunWishes } from './runPlan.ts';
import { runPlan } from './runPlan.ts';

/** What tasks and other extensions ask for. */
export interface AppRun extends RunWishes {
  readonly verb: RunVerb;
  /** Names, ids, namespaces, `/patterns/` or `all`. */
  readonly selectors: readonly string[];
  /** Only apps of this ecosystem file: an absolute path. */
  readonly file?: string;
}

/** What is done in one folder. */
export interface FolderRun {
  readonly model: FolderModel;
  /** Ids of the apps that are meant. */
  readonly apps: readonly string[];
  readonly requests: readonly PlannedRequest[];
}

/**
 * Reads the ecosystem files of these folders as they are now and finds what is meant. Throws `UserError` with the
 * sentence when nothing is, or when a name fits several apps. A stop starts no supervisor: without one nothing runs.
 */
export async function planRun(models: readonly FolderModel[], run: AppRun): Promise<readonly FolderRun[]> {
  await Promise.all(models.map((model) => (run.verb === 'stop' ? model.join() : model.load())));
  const lost = models.find((model) => model.session.state === 'lost');
  if (lost !== undefined) throw new UserError(describeError(lost.session.error, t));
  const connected = models.filter((model) => model.session.client !== undefined);
  if (connected.length === 0 && run.verb === 'stop') return [];
  const folders = connected.map(({ folder, view: { snapshot } }) => ({ folder, snapshot }));
  const chosen = chooseApps(folders, run.selectors, fileOf(connected, run.file));
  if ('problem' in chosen) {
    throw new UserError([describeProblem(chosen.problem, t), ...unreadFiles(connected)].join(' '));
  }
  return chosen.choices.flatMap(({ folder, targets }): FolderRun[] => {
    const model = connected.find((one) => one.folder === folder);
    const requests = runPlan(run.verb, run, targets);
    if (model === undefined || requests.length === 0) return [];
    return [{ model, requests, apps: [...new Set(targets.map(({ app }) => app.id))] }];
  });
}

/** Does it. Resolves when every instance is online or has failed, for a stop when all are gone. */
export async function performRun(runs: readonly FolderRun[], wishes: RunWishes): Promise<readonly Outcome[]> {
  const outcomes = runs.map(async ({ model, requests }) => {
    const client = await model.connected();
    return (await Promise.all(requests.map((request) => send(client, request, wishes)))).flat();
  });
  return (await Promise.all(outcomes)).flat();
}

/** What became of something that failed, as a sentence. */
export function failureSentence({ app, problem }: Outcome): string {
  const name = app.slice(app.lastIndexOf('#') + 1);
  return problem === null ? t('"{0}" failed.', name) : `"${name}": ${describeProblem(problem, t)}`;
}

/** What kept a run from its work. */
export function sentenceOf(error: unknown): string {
  if (error instanceof ClientError || error instanceof RpcError) return describeError(error, t);
  return error instanceof Error ? error.message : String(error);
}

async function send(
  client: SupervisorClient,
  { verb, targets }: PlannedRequest,
  { dev, profile }: RunWishes,
): Promise<readonly Outcome[]> {
  const env = readEnvironment();
  const withProfile = profile === undefined ? {} : { profile };
  const withDev = dev === undefined ? {} : { dev };
  switch (verb) {
    case 'start':
    case 'restart': {
      const wishes = { ...withProfile, ...withDev, wait: true };
      return (await client.request(`apps/${verb}`, { targets: [...targets], env, ...wishes })).outcomes;
    }
    case 'stop':
      return (await client.request('apps/stop', { targets: [...targets] })).outcomes;
    case 'reload':
      return (await client.request('apps/reload', { targets: [...targets], env, ...withProfile })).outcomes;
  }
}

/** Why files could not be read, which may be why an app is not known. */
function unreadFiles(models: readonly FolderModel[]): readonly string[] {
  return models.flatMap(({ view: { snapshot } }) =>
    snapshot.files.flatMap(({ path: file, apps, problems }) => {
      const problem = problems.find(({ severity }) => severity === 'error');
      return problem === undefined || apps.length > 0
        ? []
        : [`${path.basename(file)}: ${describeProblem(problem, t)}`];
    }),
  );
}

/** A file as supervisors name it. */
function fileOf(models: readonly FolderModel[], file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  for (const model of models) {
    const known = model.view.snapshot.files.find(
      (one) => one.path === file || editorPath(model, one.path) === file,
    );
    if (known !== undefined) return known.path;
  }
  throw new UserError(t('"{0}" is no ecosystem file that Drover reads in this workspace.', file));
}
