import { normaliseDefinition } from '../ecosystem/normaliseDefinition.ts';
import type { Outcome, Params, Result } from '../protocol/contract.ts';
import type { Problem } from '../protocol/model.ts';
import type { App } from './app.ts';
import { AppDesign } from './appDesign.ts';
import type { Catalogue } from './catalogue.ts';
import { applyFiles } from './operations/applyFiles.ts';
import type { Operations } from './operations/operations.ts';
import type { Target } from './operations/operationTarget.ts';
import { failed, succeeded } from './operations/operationTarget.ts';
import type { SavedApp } from './state.ts';

type Environment = Readonly<Record<string, string>>;

export interface DefinedAppsHost {
  readonly catalogue: Catalogue;
  readonly operations: Operations;
  readonly cpus: number;
  /** What an app gets when nobody says which environment. */
  readonly env: Environment;
  /** What is to be kept has changed. */
  readonly changed: () => void;
}

/** Adds and deletes the apps that were defined without a file. */
export class DefinedApps {
  readonly #host: DefinedAppsHost;

  constructor(host: DefinedAppsHost) {
    this.#host = host;
  }

  /**
   * Adds an app, or applies another definition to the one of this name, and starts it unless it has `autostart: false`.
   * What could not run is not added, and changes nothing of what runs.
   */
  async add({ options, cwd, env, ...how }: Params<'apps/add'>): Promise<Result<'apps/add'>> {
    const { catalogue, operations, cpus } = this.#host;
    const refused = (problems: readonly Problem[]): Result<'apps/add'> => ({
      app: null,
      problems,
      outcomes: [],
      applied: [],
    });
    const { spec, problems } = normaliseDefinition({ options, cwd });
    if (spec === null) return refused(problems);
    const namesakes = catalogue.apps.filter((app) => app.spec.name === spec.name);
    const taken = namesakes.find((app) => app.spec.file !== null && app.listed);
    if (taken !== undefined) return refused([nameTaken(taken)]);
    const shellEnv = env ?? this.#host.env;
    const own = namesakes.find((app) => app.definition !== undefined);
    const design = own?.design ?? new AppDesign(spec, shellEnv, cpus);
    const { profile, dev, watch } = how;
    const planned = design.preview(
      {
        ...(own?.isUp === true ? {} : { shellEnv }),
        ...(profile === undefined ? {} : { profile }),
        ...(dev === undefined ? {} : { dev }),
        ...(watch === undefined ? {} : { watch }),
      },
      spec,
    ).problems;
    const told = [...problems, ...planned];
    if (planned.some(({ severity }) => severity === 'error')) return refused(told);
    const app = catalogue.define({ options, cwd }, spec, shellEnv);
    this.#host.changed();
    const answer = await applyFiles(
      [{ app, instance: undefined }],
      { ...how, env, start: spec.autostart },
      operations,
    );
    return { app: app.id, problems: told, ...answer };
  }

  /** Brings back an app that an earlier supervisor had, without starting it. One that runs stays as it is. */
  recall({ id, definition, env }: SavedApp): readonly Problem[] {
    const { catalogue } = this.#host;
    if (definition === undefined || definition === null || catalogue.app(id)?.isUp === true) return [];
    const { spec, problems } = normaliseDefinition(definition);
    if (spec === null) console.error(`${id} is left out: ${JSON.stringify(problems)}`);
    else catalogue.define(definition, spec, env);
    return problems;
  }

  /** Stops the targets and forgets those that no file has. */
  async delete(targets: readonly Target[]): Promise<Result<'apps/delete'>> {
    const { catalogue, operations } = this.#host;
    const whole = targets.filter(({ instance }) => instance === undefined);
    await operations.stop(whole);
    const outcomes = targets.map((target): Outcome => {
      const { app, instance } = target;
      if (instance !== undefined) return failed(target, undeletable(app, instance.info.name));
      if (app.definition === undefined) return succeeded(target);
      // A start that came meanwhile has the last word.
      if (app.isUp || app.wanted) return failed(target, startedAgain);
      catalogue.forget(app);
      return succeeded(target);
    });
    this.#host.changed();
    return {
      outcomes,
      deleted: whole.map(({ app }) => app.id).filter((id) => catalogue.app(id) === undefined),
    };
  }
}

const startedAgain: Problem = { code: 'delete-overtaken', severity: 'error', data: {} };

function undeletable(app: App, name: string): Problem {
  return { code: 'delete-instance', severity: 'error', data: { name, app: app.name } };
}

function nameTaken({ spec }: App): Problem {
  const data = { name: spec.name, file: spec.file ?? '' };
  return { code: 'name-taken', severity: 'error', data, app: spec.name };
}
