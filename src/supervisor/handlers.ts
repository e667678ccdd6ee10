import { isAbsolute } from 'node:path';
import { scrubEnvironment } from '../ecosystem/scrubEnvironment.ts';
import { protocolVersion } from '../protocol/contract.ts';
import type { TargetOf } from '../protocol/selector.ts';
import { select } from '../protocol/selector.ts';
import type { Handlers } from './clientSession.ts';
import { describeApp, describeEnvironment } from './describeApp.ts';
import { exportApps } from './exportApps.ts';
import type { Lease } from './lease.ts';
import type { Publisher } from './publisher.ts';
import { requestError } from './requestError.ts';
import type { App } from './app.ts';
import type { SavedApp } from './state.ts';
import type { Supervisor } from './supervisor.ts';
import { applyFiles } from './operations/applyFiles.ts';
import { inspectInstance } from './debug/inspectInstance.ts';
import { healthPath } from './probe/healthPath.ts';
import { inputProblem } from './instanceProblems.ts';
import { succeeded } from './operations/operationTarget.ts';
import { resetRestarts } from './operations/resetRestarts.ts';
import { signal } from './operations/signal.ts';

export interface HandlerOptions {
  readonly supervisor: Supervisor;
  readonly publisher: Publisher;
  readonly lease: Lease;
  readonly folder: string;
  readonly version: string;
  readonly generation: number;
  readonly startedAt: number;
  /** Survivors of an earlier supervisor are gone, and what it had running is on its way. */
  readonly recovered: Promise<void>;
  readonly metricsWatchersChanged: () => void;
  /** A client holds an instance, or lets go. */
  readonly holdsChanged: () => void;
  /** Writes down which apps run, and reads it again. */
  readonly saved: { save(): string; read(): readonly SavedApp[] | undefined; forget(): boolean };
  readonly isStopping: () => boolean;
  /**
   * Stops everything; resolves when all apps are gone, before the process ends. With `resume` the next supervisor
   * starts what was wanted.
   */
  readonly shutDown: (resume: boolean) => Promise<void>;
}

/** The answers to every request of the contract. */
export function createHandlers(options: HandlerOptions): Handlers {
  const { supervisor, publisher, lease } = options;

  const chosen = async (targets: readonly string[]): Promise<readonly TargetOf<App>[]> => {
    await options.recovered;
    if (options.isStopping()) throw requestError('shuttingDown');
    const selection = select(targets, supervisor.apps);
    if ('noMatch' in selection) throw requestError('noMatch', { target: selection.noMatch });
    if ('ambiguous' in selection) {
      throw requestError('ambiguous', { target: selection.ambiguous, candidates: selection.candidates });
    }
    return selection.targets;
  };
  /** As chosen, less the apps of a group that are not to be started with it. */
  const chosenToRun = async (targets: readonly string[]): Promise<readonly TargetOf<App>[]> => {
    const all = await chosen(targets);
    return all.filter(({ app, isNamed }) => isNamed || app.spec.autostart || app.isUp);
  };
  const instance = (id: string): NonNullable<ReturnType<Supervisor['instance']>> => {
    const found = supervisor.instance(id);
    if (found === undefined) throw requestError('noMatch', { target: id });
    return found;
  };
  const scrubbed = (
    env: Readonly<Record<string, string>> | undefined,
  ): Readonly<Record<string, string>> | undefined => (env === undefined ? undefined : scrubEnvironment(env));
  /** Whoever has an answer has seen what it speaks of. */
  const afterChanges = <T>(answer: T): T => {
    publisher.flush();
    return answer;
  };

  return {
    initialize: async () => {
      if (options.isStopping()) throw requestError('shuttingDown');
      const { folder, version, generation, startedAt } = options;
      return {
        protocol: protocolVersion,
        supervisor: { pid: process.pid, generation, version, folder, startedAt },
        seq: publisher.seq,
        snapshot: supervisor.snapshot,
      };
    },
    snapshot: async () => ({ seq: publisher.seq, snapshot: supervisor.snapshot }),
    'files/load': async (params) => {
      await options.recovered;
      if (options.isStopping()) throw requestError('shuttingDown');
      return afterChanges(await supervisor.load(params));
    },
    'apps/start': async ({ targets, env, ...rest }) => ({
      outcomes: afterChanges(
        await supervisor.operations.start(await chosenToRun(targets), { ...rest, env: scrubbed(env) }),
      ),
    }),
    'apps/stop': async ({ targets }) => ({
      outcomes: afterChanges(await supervisor.operations.stop(await chosen(targets))),
    }),
    'apps/restart': async ({ targets, env, ...rest }) => ({
      outcomes: afterChanges(
        await supervisor.operations.restart(await chosenToRun(targets), { ...rest, env: scrubbed(env) }),
      ),
    }),
    'apps/reload': async ({ targets, env, ...rest }) => ({
      outcomes: afterChanges(
        await supervisor.operations.reload(await chosenToRun(targets), {
          ...rest,
          env: scrubbed(env),
          wait: true,
        }),
      ),
    }),
    'apps/apply': async ({ targets, env, ...rest }) => {
      const options = { ...rest, env: scrubbed(env) };
      return afterChanges(await applyFiles(await chosenToRun(targets), options, supervisor.operations));
    },
    'apps/add': async ({ env, ...definition }) => {
      await options.recovered;
      if (options.isStopping()) throw requestError('shuttingDown');
      if (!isAbsolute(definition.cwd)) {
        throw requestError('invalidParams', { method: 'apps/add', detail: '"cwd" must be an absolute path' });
      }
      return afterChanges(await supervisor.defined.add({ ...definition, env: scrubbed(env) }));
    },
    'apps/delete': async ({ targets }) =>
      afterChanges(await supervisor.defined.delete(await chosen(targets))),
    'apps/scale': async ({ targets, instances, by, ...wait }) => {
      if ((instances === undefined) === (by === undefined)) {
        throw requestError('invalidParams', {
          method: 'apps/scale',
          detail: 'either "instances" or "by" is needed',
        });
      }
      const apps = new Set((await chosen(targets)).map(({ app }) => app));
      const outcomes = [...apps].map((app) =>
        supervisor.operations.scale(app, instances ?? app.plan.instances + (by ?? 0), wait),
      );
      return { outcomes: afterChanges(await Promise.all(outcomes)) };
    },
    'apps/watch': async ({ targets, on }) => {
      const apps = [...new Set((await chosen(targets)).map(({ app }) => app))];
      for (const app of apps) app.switchWatch(on);
      return { outcomes: afterChanges(apps.map((app) => succeeded({ app, instance: undefined }))) };
    },
    'watch/set': async ({ gitignore }) => {
      supervisor.setRespectsGitignore(gitignore);
      return afterChanges({});
    },
    'apps/describe': async ({ app: id }) => {
      const [target] = await chosen([id]);
      if (target === undefined) throw requestError('noMatch', { target: id });
      return describeApp(target.app);
    },
    'apps/specs': async ({ targets, profile = null }) => {
      const apps = new Set((await chosen(targets)).map(({ app }) => app));
      return exportApps([...apps], profile);
    },
    'instances/environment': async ({ instance: id, secrets = false }) => {
      const one = instance(id);
      const app = supervisor.apps.find(({ instances }) => instances.includes(one));
      return { env: describeEnvironment(one.environment ?? app?.plan.env ?? {}, secrets) };
    },
    'instances/reset': async ({ targets }) => ({
      outcomes: afterChanges(resetRestarts(await chosen(targets))),
    }),
    'instances/signal': async ({ targets, signal: name }) => ({
      outcomes: signal(await chosen(targets), name),
    }),
    'instances/hold': async ({ instance: id, on, paused = true }, session) => {
      if (on) session.holds.set(instance(id).id, paused ? 'paused' : 'attached');
      else session.holds.delete(id);
      options.holdsChanged();
      return afterChanges({});
    },
    'instances/inspect': async ({ instance: id, on = true }) => {
      const one = instance(id);
      const app = supervisor.apps.find((owner) => owner.instances.includes(one));
      if (on && app !== undefined) return inspectInstance(app, one);
      await one.debugging.close();
      return { inspector: null, problem: null };
    },
    'state/save': async () => {
      await options.recovered;
      const apps = supervisor.apps.filter((app) => app.wanted).map(({ id }) => id);
      return { apps, path: options.saved.save() };
    },
    'state/resurrect': async ({ wait }) => {
      await options.recovered;
      if (options.isStopping()) throw requestError('shuttingDown');
      const saved = options.saved.read();
      if (saved === undefined) throw requestError('nothingSaved');
      return { outcomes: afterChanges(await supervisor.resume(saved, wait === undefined ? {} : { wait })) };
    },
    'state/forget': async () => ({ wasSaved: options.saved.forget() }),
    'logs/read': async ({ instance: id, lines }) => {
      const { log } = instance(id);
      return { lines: log.tail(lines), files: [...log.files], outputs: [...log.outputs] };
    },
    'logs/subscribe': async ({ instances, tail, most }, session) => ({
      batches: instances.map((id) => ({
        instance: id,
        lines: session.logs.add(id, instance(id).log, tail, most),
      })),
    }),
    'logs/unsubscribe': async ({ instances }, session) => {
      for (const id of instances) session.logs.remove(id);
      return {};
    },
    'logs/clear': async ({ targets }) => {
      const named = (await chosen(targets)).flatMap(({ app, instance: one }) => one ?? app.instances);
      const instances = [...new Set(named)];
      await Promise.all(instances.map(({ log }) => log.clear()));
      return { instances: instances.map(({ id }) => id) };
    },
    'logs/reopen': async ({ targets }) => {
      const named = (await chosen(targets)).flatMap(({ app, instance: one }) => one ?? app.instances);
      const instances = [...new Set(named)];
      await Promise.all(instances.map(({ log }) => log.reopen()));
      return { instances: instances.map(({ id }) => id) };
    },
    'instances/input': async ({ instance: id, text }) => {
      const one = instance(id);
      const result = (await one.process?.input(text)) ?? 'none';
      return { problem: inputProblem(result, one.info.name) };
    },
    'instances/lastCrash': async ({ instance: id }) => ({ crash: instance(id).troubles.lastCrash }),
    'instances/timeline': async ({ targets }) => {
      const named = (await chosen(targets)).flatMap(({ app, instance: one }) => one ?? app.instances);
      return {
        timelines: [...new Set(named)].map(({ id, timeline }) => ({ instance: id, events: timeline.events })),
      };
    },
    'timeline/subscribe': async ({ instances }, session) => ({
      timelines: instances.map((id) => ({
        instance: id,
        events: session.timelines.add(id, instance(id).timeline),
      })),
    }),
    'timeline/unsubscribe': async ({ instances }, session) => {
      for (const id of instances) session.timelines.remove(id);
      return {};
    },
    'metrics/watch': async ({ on, eventLoop = false }, session) => {
      session.watchesMetrics = on;
      session.watchesEventLoops = on && eventLoop;
      options.metricsWatchersChanged();
      return {};
    },
    'load/begin': async ({ app: id }, session) => {
      const [target] = await chosen([id]);
      if (target === undefined) throw requestError('noMatch', { target: id });
      const { healthCheck } = target.app.plan.spec;
      return { problem: supervisor.loans.lend(target.app, session), path: healthPath(healthCheck) };
    },
    'load/count': async ({ app: id }) => {
      const [target] = await chosen([id]);
      const counted = (target?.app.instances ?? []).map(async ({ id: one, process }) => ({
        instance: one,
        requests: (await process?.requestCount.read(true)) ?? null,
      }));
      return { instances: await Promise.all(counted) };
    },
    'load/end': async ({ app: id, keep = false }, session) => {
      const [target] = await chosen([id]);
      if (target === undefined) throw requestError('noMatch', { target: id });
      return { outcomes: [afterChanges(await supervisor.loans.giveBack(target.app, session, keep))] };
    },
    'lease/set': async ({ seconds }) => {
      lease.setSeconds(seconds);
      return {};
    },
    shutdown: async ({ resume = false }) => {
      await options.shutDown(resume);
      return {};
    },
  };
}
