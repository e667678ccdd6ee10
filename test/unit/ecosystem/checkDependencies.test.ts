import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { checkDependencies, dependencyProblems } from '../../../src/ecosystem/checkDependencies.ts';
import { defaultApp } from '../../../src/ecosystem/defaultApp.ts';

/** Apps that each wait for others to be online: `{ web: ['db'], db: [] }`. */
function apps(names: Readonly<Record<string, readonly string[]>>): AppSpec[] {
  return Object.entries(names).map(([name, others]) =>
    app(name, Object.fromEntries(others.map((other) => [other, 'online'] as const))),
  );
}

function app(name: string, dependsOn: AppSpec['dependsOn'] = {}, options: Partial<AppSpec> = {}): AppSpec {
  return { ...defaultApp, name, dependsOn, ...options };
}

/** `{ web: 'dependency-unknown x' }` */
function obstacles(specs: readonly AppSpec[]): Record<string, string> {
  return Object.fromEntries(
    [...dependencyProblems(specs)].map(([name, { code, severity, data, app: named }]) => {
      assert.equal(severity, 'error');
      assert.equal(named, name);
      return [name, `${code} ${data['name'] ?? data['circle'] ?? ''}`];
    }),
  );
}

test('apps that wait in order have no problem', () => {
  const specs = apps({ web: ['api', 'db'], api: ['db'], db: [], other: [] });
  assert.deepEqual(obstacles(specs), {});
  assert.deepEqual(checkDependencies(specs), []);
});

test('a circle keeps its own apps and all that wait for them from starting', () => {
  const specs = apps({ first: ['x'], x: ['c'], c: ['a', 'free'], a: ['b'], b: ['c'], free: [] });
  const circle = 'dependency-circle c -> a -> b -> c';
  assert.deepEqual(obstacles(specs), { first: circle, x: circle, c: circle, a: circle, b: circle });
});

test('each circle is told once, from its first app', () => {
  const specs = apps({ late: ['b'], b: ['a'], a: ['b'], self: ['self'] });
  assert.deepEqual(
    checkDependencies(specs).map(({ code, data, app: named }) => [code, data['circle'], named]),
    [
      ['dependency-circle', 'b -> a -> b', 'b'],
      ['dependency-circle', 'self -> self', 'self'],
    ],
  );
});

test('a name that no app has keeps only the app that has it from starting', () => {
  const specs = apps({ web: ['api'], api: ['dbs', 'cache'], db: [] });
  assert.deepEqual(obstacles(specs), { api: 'dependency-unknown dbs' });
  assert.deepEqual(
    checkDependencies(specs).map(({ data }) => data),
    [
      { app: 'api', name: 'dbs', suggestion: 'db' },
      { app: 'api', name: 'cache', suggestion: '' },
    ],
  );
});

test('an unknown name is never taken for a misspelt self', () => {
  const [problem] = checkDependencies(apps({ apis: ['api'] }));
  assert.equal(problem?.data['suggestion'], '');
});

test('waiting for the end of an app that is always restarted is worth a warning', () => {
  const endless = (options: Partial<AppSpec>): readonly string[] =>
    checkDependencies([app('web', { task: 'completed' }), app('task', {}, options)]).map(
      ({ code, severity, data, app: named }) => [code, severity, data['app'], data['name'], named].join(' '),
    );
  assert.deepEqual(endless({}), ['dependency-endless warning web task web']);
  assert.deepEqual(endless({ oneShot: true }), []);
  assert.deepEqual(endless({ autorestart: false }), []);
  assert.deepEqual(obstacles([app('web', { task: 'completed' }), app('task')]), {});
});

test('hundreds of apps that all wait for each other downwards are checked at once', () => {
  const names = Array.from({ length: 300 }, (_, index) => `app${index}`);
  const specs = apps(Object.fromEntries(names.map((name, index) => [name, names.slice(index + 1)])));
  assert.equal(dependencyProblems(specs).size, 0);
});
