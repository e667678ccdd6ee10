import assert from 'node:assert/strict';
import { test } from 'node:test';
import { selectables } from '../../../src/client/selectables.ts';
import type { RunVerb, RunWishes } from '../../../src/extension/apps/runPlan.ts';
import { runPlan } from '../../../src/extension/apps/runPlan.ts';
import type { AppInfo } from '../../../src/protocol/model.ts';
import { app } from './records.ts';

const down = { wanted: false, status: 'stopped' } as const;

/** `start web api, restart worker`, for apps called by their own names or as part of all. */
function plan(verb: RunVerb, wishes: RunWishes, apps: readonly Partial<AppInfo>[], isNamed = true): string {
  const infos = apps.map((one) => app({ ...one, id: `f#${one.name ?? 'web'}` }));
  const targets = selectables({ files: [], apps: infos, instances: [] }).map((one) => ({
    app: one,
    instance: undefined,
    isNamed,
  }));
  return runPlan(verb, wishes, targets)
    .map((request) => [request.verb, ...request.targets.map((id) => id.slice(2))].join(' '))
    .join(', ');
}

test('a start leaves what runs as wished to itself', () => {
  assert.equal(plan('start', {}, [{ name: 'web' }, { name: 'api', ...down }]), 'start web api');
  assert.equal(plan('start', { dev: true }, [{ name: 'web', runMode: 'dev' }]), 'start web');
  assert.equal(plan('start', { profile: 'production' }, [{ profile: 'production' }]), 'start web');
});

test('a start restarts what runs in another mode, or with another profile', () => {
  assert.equal(
    plan('start', { dev: true }, [
      { name: 'web' },
      { name: 'api', ...down },
      { name: 'dev', runMode: 'dev' },
    ]),
    'start api dev, restart web',
  );
  assert.equal(plan('start', { dev: false }, [{ runMode: 'dev' }]), 'restart web');
  assert.equal(plan('start', { profile: 'production' }, [{ profile: null }]), 'restart web');
  assert.equal(plan('start', { profile: null }, [{ profile: 'production' }]), 'restart web');
});

test('a mode that is left to the environment restarts nothing', () => {
  assert.equal(plan('start', { dev: null }, [{ runMode: 'dev' }]), 'start web');
});

test('apps that do not start by themselves are meant by their names only', () => {
  const apps = [
    { name: 'web', ...down },
    { name: 'once', autostart: false, ...down },
  ];
  assert.equal(plan('start', {}, apps, false), 'start web');
  assert.equal(plan('restart', {}, apps, false), 'restart web');
  assert.equal(plan('start', {}, apps), 'start web once');
  assert.equal(plan('restart', {}, [{ autostart: false }], false), 'restart web');
});

test('a stop is for everything that is named', () => {
  assert.equal(
    plan('stop', {}, [{ name: 'web' }, { name: 'once', autostart: false }], false),
    'stop web once',
  );
});

test('nothing is asked for where nothing is meant', () => {
  assert.equal(plan('start', {}, [{ autostart: false, ...down }], false), '');
});
