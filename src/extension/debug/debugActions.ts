import { commands } from 'vscode';
import type { Outcome } from '../../protocol/contract.ts';
import { describeProblem } from '../../protocol/problems.ts';
import type { SelectedInstance } from '../commands/selection.ts';
import { readEnvironment } from '../environment.ts';
import type { FolderModel } from '../folders/folderModel.ts';
import { t } from '../localise.ts';
import { messages } from '../messages.ts';
import { UserError } from '../userError.ts';
import type { DebugSessions } from './debugSessions.ts';
import { requireDebugger } from './requireDebugger.ts';

/** Options of a `launch.json` that go to the debugger. */
type Written = Readonly<Record<string, unknown>>;

/** Attaches to instances that run, one session each. What is debugged already is shown. */
export async function debugInstances(
  instances: readonly SelectedInstance[],
  sessions: DebugSessions,
  written: Written = {},
): Promise<void> {
  const others = instances.filter(({ model, instance }) => !sessions.has(model, instance.id));
  if (others.length === 0) {
    await commands.executeCommand('workbench.debug.action.focusCallStackView');
    return;
  }
  const late = others.filter(({ app }) => app.debugger === 'python');
  if (late.length > 0) return offerRestart(late, sessions, written);
  const results = await Promise.allSettled(
    others.map(async (one) => {
      await sessions.begin(one, written);
      await sessions.attach(one);
    }),
  );
  const failure = results.find((result) => result.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
}

/** None can join a Python program that runs without one. */
async function offerRestart(
  instances: readonly SelectedInstance[],
  sessions: DebugSessions,
  written: Written,
): Promise<void> {
  requireDebugger('python');
  const [first] = instances;
  const restart = t('Restart with Debugger');
  const sentence = t(
    '"{0}" runs without a debugger, and none can join a Python program later.',
    first?.app.name ?? '',
  );
  if ((await messages.warning(sentence, restart)) === restart) {
    await startWithDebugger(instances, sessions, written);
  }
}

/** Starts instances, or restarts those that run, each stopped at its first line with a session attached. */
export async function startWithDebugger(
  instances: readonly SelectedInstance[],
  sessions: DebugSessions,
  written: Written = {},
): Promise<void> {
  for (const { app } of instances) {
    if (app.debugger === null) {
      throw new UserError(t('"{0}" cannot be debugged: Node and Python programs can.', app.name));
    }
    requireDebugger(app.debugger);
  }
  await Promise.all(instances.map((one) => sessions.begin(one, written)));
  const env = readEnvironment();
  const dev = typeof written['dev'] === 'boolean' ? { dev: written['dev'] } : {};
  const models = [...new Set(instances.map(({ model }) => model))];
  try {
    const outcomes = await Promise.all(
      models.map(async (model) => {
        const targets = targetsOf(
          model,
          instances.filter((one) => one.model === model),
        );
        const client = await model.connected();
        return (await client.request('apps/restart', { targets, env, ...dev, inspect: 'break' })).outcomes;
      }),
    );
    throwFailure(outcomes.flat());
  } catch (error) {
    for (const one of instances) sessions.abandon(one);
    throw error;
  }
  await Promise.all(instances.map((one) => sessions.attach(one)));
}

/** The whole app where all of it is meant, so that what its file says now counts. */
function targetsOf(model: FolderModel, instances: readonly SelectedInstance[]): readonly string[] {
  const { snapshot } = model.view;
  const targets = instances.map(({ app, instance }) => {
    const own = snapshot.instances.filter((one) => one.app === app.id);
    const chosen = instances.filter((one) => one.app.id === app.id);
    return own.length === chosen.length ? app.id : instance.id;
  });
  return [...new Set(targets)];
}

function throwFailure(outcomes: readonly Outcome[]): void {
  const problem = outcomes.find(({ ok }) => !ok)?.problem;
  if (problem !== undefined && problem !== null) throw new UserError(describeProblem(problem, t));
}
