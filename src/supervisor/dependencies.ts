import type { AppSpec } from '../ecosystem/appSpec.ts';
import type { InstanceStatus, Problem } from '../protocol/model.ts';

type Condition = AppSpec['dependsOn'][string];

/** What is asked of an app that another one waits for; `App` is one. */
export interface Dependable {
  readonly spec: Pick<AppSpec, 'name' | 'file' | 'dependsOn'>;
  readonly instances: readonly Progress[];
}

/** How far an instance has come. */
export interface Progress {
  readonly status: InstanceStatus;
  readonly pid: number | null;
  readonly wanted: boolean;
}

/** The apps that `app` names in `depends_on`, each with what it has to be. They are of the same file. */
export function dependenciesOf<A extends Dependable>(
  app: A,
  apps: readonly A[],
): readonly { readonly app: A; readonly condition: Condition }[] {
  return apps
    .filter((other) => other !== app && other.spec.file === app.spec.file)
    .flatMap((other) => {
      const condition = wishOf(app, other.spec.name);
      return condition === undefined ? [] : [{ app: other, condition }];
    });
}

/** What `app` wants an app of that name to be; an app may be named like something that every object has. */
function wishOf({ spec: { dependsOn } }: Dependable, name: string): Condition | undefined {
  return Object.hasOwn(dependsOn, name) ? dependsOn[name] : undefined;
}

/** The apps that wait for `app` directly. */
export function dependentsOf<A extends Dependable>(app: A, apps: readonly A[]): readonly A[] {
  const { name, file } = app.spec;
  return apps.filter(
    (other) => other !== app && other.spec.file === file && wishOf(other, name) !== undefined,
  );
}

/** `chosen` and everything they wait for, over any number of steps; each after what it waits for. */
export function withDependencies<A extends Dependable>(
  chosen: readonly A[],
  apps: readonly A[],
): readonly A[] {
  const ordered = new Set<A>();
  const visiting = new Set<A>();
  const visit = (app: A): void => {
    if (ordered.has(app) || visiting.has(app)) return;
    visiting.add(app);
    for (const dependency of dependenciesOf(app, apps)) visit(dependency.app);
    ordered.add(app);
  };
  for (const app of chosen) visit(app);
  return [...ordered];
}

/** Whether everything that `app` waits for is where it wants it. */
export function dependenciesMet<A extends Dependable>(app: A, apps: readonly A[]): boolean {
  return dependenciesOf(app, apps).every(({ app: other, condition }) => isMet(condition, other));
}

/** Why `app` waits in vain: something it waits for has given up, waits in vain itself, or is not wanted to run. */
export function vainWait<A extends Dependable>(
  app: A,
  apps: readonly A[],
  seen: ReadonlySet<A> = new Set(),
): Problem | null {
  if (seen.has(app)) return null;
  const unmet = dependenciesOf(app, apps).filter((one) => !isMet(one.condition, one.app));
  for (const { app: other } of unmet) {
    const isVain = vainWait(other, apps, new Set([...seen, app])) !== null;
    const asked = relevant(other);
    const stuck = asked.find(({ status }) => status === 'errored' || (status === 'waiting' && isVain));
    if (stuck === undefined && asked.length > 0) continue;
    const data = { name: other.spec.name, status: stuck?.status ?? 'stopped' };
    return { code: 'dependency-failed', severity: 'warning', data };
  }
  return null;
}

/** A task that is done has been all it can be, so it also counts as `online`. */
function isMet(condition: Condition, app: Dependable): boolean {
  const asked = relevant(app);
  return (
    asked.length > 0 &&
    asked.every(({ status, pid }) => {
      if (status === 'completed') return true;
      switch (condition) {
        case 'completed':
          return false;
        case 'online':
          return status === 'online' || status === 'reloading';
        case 'started':
          return pid !== null && status !== 'stopping';
      }
    })
  );
}

/** An instance that was stopped by hand keeps nobody waiting while others of its app run. */
function relevant({ instances }: Dependable): readonly Progress[] {
  return instances.filter(({ status, wanted }) => wanted || status === 'completed');
}
