import type { AppModel } from './appModel.ts';

/** One app, or several that are acted on together; one operation at a time, so that it is known what comes of it. */
export class Subject {
  /** How requests name it. */
  readonly target: string;
  readonly models: readonly AppModel[];
  /** When something of it was last killed; milliseconds of `performance.now()`. */
  crashedAt = -Infinity;
  #last: Promise<unknown> = Promise.resolve();

  constructor(target: string, models: readonly AppModel[]) {
    this.target = target;
    this.models = models;
  }

  /** undefined for several apps. */
  get only(): AppModel | undefined {
    return this.models.length === 1 ? this.models[0] : undefined;
  }

  /** Calls `act` when nobody else acts on it. */
  exclusively<T>(act: () => Promise<T>): Promise<T> {
    const done = this.#last.then(act);
    this.#last = done.catch(() => undefined);
    return done;
  }
}

/** Apps of a group are one subject, named by the group. */
export function subjectsOf(models: readonly AppModel[]): readonly Subject[] {
  const groups = new Map<string, AppModel[]>();
  for (const model of models) {
    const name = model.app.group ?? model.app.name;
    groups.set(name, [...(groups.get(name) ?? []), model]);
  }
  return [...groups].map(([name, own]) => new Subject(name, own));
}
