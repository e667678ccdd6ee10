import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/ecosystem/translate.ts';
import { taskName, taskRequest } from '../../../src/extension/tasks/taskRequest.ts';

function request(definition: Readonly<Record<string, unknown>>) {
  return taskRequest({ type: 'drover', ...definition }, english);
}

test('a task without an app is about all of them', () => {
  assert.deepEqual(request({ task: 'stop' }), {
    task: 'stop',
    verb: 'stop',
    selectors: ['all'],
    file: undefined,
    wishes: {},
  });
});

test('"dev" starts in DEV_MODE, and "start" as the environment says', () => {
  assert.deepEqual(request({ task: 'dev', app: 'web' }), {
    task: 'dev',
    verb: 'start',
    selectors: ['web'],
    file: undefined,
    wishes: { dev: true },
  });
  assert.deepEqual(request({ task: 'start', app: ['web', 'api'], file: 'a.json', profile: 'production' }), {
    task: 'start',
    verb: 'start',
    selectors: ['web', 'api'],
    file: 'a.json',
    wishes: { dev: null, profile: 'production' },
  });
});

const wrong = [
  [{ task: 'strat' }, '"task" must be one of start, dev, stop, restart, reload, but it is "strat".'],
  [{}, '"task" must be one of start, dev, stop, restart, reload, but it is absent.'],
  [{ task: 'start', app: 3 }, '"app" must be the name of an app, a list of names, or "all", but it is 3.'],
  [{ task: 'start', app: [] }, '"app" must be the name of an app, a list of names, or "all", but it is [].'],
  [
    { task: 'start', app: ['web', null] },
    '"app" must be the name of an app, a list of names, or "all", but it is ["web",null].',
  ],
  [{ task: 'start', file: true }, '"file" must be the path of an ecosystem file, but it is true.'],
  [{ task: 'start', profile: 1 }, '"profile" must be the name of a profile, but it is 1.'],
] as const;

for (const [definition, error] of wrong) {
  test(`${JSON.stringify(definition)} is refused with what is wrong`, () => {
    assert.deepEqual(request(definition), { error });
  });
}

test('tasks are called by what they do, also where they are wrong', () => {
  assert.equal(taskName({ task: 'start', app: 'web' }), 'start web');
  assert.equal(taskName({ task: 'dev' }), 'dev all');
  assert.equal(taskName({ task: 'stop', app: ['web', 'api'] }), 'stop web, api');
  assert.equal(taskName({ task: 7, app: 8 }), '7 8');
});
