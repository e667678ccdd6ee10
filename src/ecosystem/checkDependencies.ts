import type { Problem } from '../protocol/model.ts';
import type { AppSpec } from './appSpec.ts';
import { suggest } from './suggest.ts';

type Dependent = Pick<AppSpec, 'name' | 'dependsOn' | 'oneShot' | 'autorestart'>;

/**
 * What is wrong with `depends_on` in one file: names that no app has and circles, each circle once (errors), and
 * waiting for the end of an app that is always restarted (a warning). Each problem names its app.
 */
export function checkDependencies(apps: readonly Dependent[]): readonly Problem[] {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const circles = new Map([...circlesByApp(apps).values()].map((circle) => [JSON.stringify(circle), circle]));
  const endless = apps.flatMap((app) =>
    Object.entries(app.dependsOn)
      .filter(([name, condition]) => condition === 'completed' && isRestarted(byName.get(name)))
      .map(([name]): Problem => {
        const data = { app: app.name, name };
        return { code: 'dependency-endless', severity: 'warning', data, app: app.name };
      }),
  );
  return [
    ...apps.flatMap((app) => unknownNames(app, byName)),
    ...[...circles.values()].map((circle) => circleProblem(circle[0], circle)),
    ...endless,
  ];
}

/**
 * The error that keeps an app of one file from ever starting, by app name: a name in `depends_on` that no app has,
 * or a circle that it is part of or waits for, over any number of steps.
 */
export function dependencyProblems(
  apps: readonly Pick<AppSpec, 'name' | 'dependsOn'>[],
): ReadonlyMap<string, Problem> {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const problems = new Map<string, Problem>();
  for (const [name, circle] of circlesByApp(apps)) problems.set(name, circleProblem(name, circle));
  for (const app of apps) {
    const [unknown] = unknownNames(app, byName);
    if (unknown !== undefined) problems.set(app.name, unknown);
  }
  return problems;
}

type ByName = ReadonlyMap<string, unknown>;

function unknownNames(
  { name: app, dependsOn }: Pick<AppSpec, 'name' | 'dependsOn'>,
  apps: ByName,
): Problem[] {
  return Object.keys(dependsOn)
    .filter((name) => !apps.has(name))
    .map((name) => {
      const near = suggest(
        name,
        [...apps.keys()].filter((other) => other !== app),
      );
      return {
        code: 'dependency-unknown',
        severity: 'error',
        data: { app, name, suggestion: near ?? '' },
        app,
      };
    });
}

function isRestarted(app: Dependent | undefined): boolean {
  return app?.oneShot === false && app.autorestart;
}

function circleProblem(app: string, circle: Circle): Problem {
  const data = { circle: [...circle, circle[0]].join(' -> ') };
  return { code: 'dependency-circle', severity: 'error', data, app };
}

/** The names of apps of which each waits for the next, and the last for the first. */
type Circle = readonly [string, ...string[]];

/** For each app that is part of a circle or waits for one, that circle, from its first app in the file. */
function circlesByApp(apps: readonly Pick<AppSpec, 'name' | 'dependsOn'>[]): ReadonlyMap<string, Circle> {
  const byName = new Map(apps.map((app) => [app.name, app]));
  const order = [...byName.keys()];
  const found = new Map<string, Circle | null>();
  const visit = (name: string, trail: readonly string[]): Circle | null => {
    const start = trail.indexOf(name);
    if (start !== -1) return turned([name, ...trail.slice(start + 1)], order);
    const known = found.get(name);
    if (known !== undefined) return known;
    let circle: Circle | null = null;
    for (const next of Object.keys(byName.get(name)?.dependsOn ?? {}))
      circle ??= visit(next, [...trail, name]);
    found.set(name, circle);
    return circle;
  };
  const circles = order.map((name) => [name, visit(name, [])] as const);
  return new Map(circles.flatMap(([name, circle]) => (circle === null ? [] : [[name, circle] as const])));
}

/** The same circle, told from the app that comes first in `order`. */
function turned(circle: Circle, order: readonly string[]): Circle {
  const first = circle.reduce((best, name) => (order.indexOf(name) < order.indexOf(best) ? name : best));
  const start = circle.indexOf(first);
  return [first, ...circle.slice(start + 1), ...circle.slice(0, start)];
}
