import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Selectable } from '../../../src/protocol/selector.ts';
import { select } from '../../../src/protocol/selector.ts';

function app(file: string, name: string, instances: number, namespace = 'default'): Selectable {
  const id = `${file}#${name}`;
  return {
    id,
    name,
    spec: { name, namespace, file: `/w/${file}` },
    instances: Array.from({ length: instances }, (_, index) => ({ id: `${id}/${index}`, index })),
  };
}

const apps = [
  app('ecosystem.config.js', 'web', 4, 'front'),
  app('ecosystem.config.js', 'api', 1, 'back'),
  app('jobs/ecosystem.json', 'mail', 2, 'back'),
  app('jobs/ecosystem.json', 'api', 1, 'jobs'),
];

/** Ids of what was selected, or the refusal. */
function selected(...selectors: string[]): unknown {
  const selection = select(selectors, apps);
  if (!('targets' in selection)) return selection;
  return selection.targets.map((target) => target.instance?.id ?? target.app.id);
}

const table: [string, string[], unknown][] = [
  ['all means every app', ['all'], apps.map(({ id }) => id)],
  ['an app name', ['web'], ['ecosystem.config.js#web']],
  ['an instance name', ['web-2'], ['ecosystem.config.js#web/2']],
  ['an app id', ['jobs/ecosystem.json#api'], ['jobs/ecosystem.json#api']],
  ['an instance id', ['jobs/ecosystem.json#mail/1'], ['jobs/ecosystem.json#mail/1']],
  ['a namespace', ['back'], ['ecosystem.config.js#api', 'jobs/ecosystem.json#mail']],
  ['an ecosystem file', ['/w/jobs/ecosystem.json'], ['jobs/ecosystem.json#mail', 'jobs/ecosystem.json#api']],
  ['a pattern', ['/^(web|mail)$/'], ['ecosystem.config.js#web', 'jobs/ecosystem.json#mail']],
  ['several, each once', ['web', 'front'], ['ecosystem.config.js#web']],
  ['an instance of an app that is named as a whole', ['web-1', 'web'], ['ecosystem.config.js#web']],
  ['an unknown name', ['nope'], { noMatch: 'nope' }],
  ['a broken pattern', ['/(/'], { noMatch: '/(/' }],
  ['an index that is not there', ['web-4'], { noMatch: 'web-4' }],
  [
    'a name in two files',
    ['api'],
    { ambiguous: 'api', candidates: ['ecosystem.config.js#api', 'jobs/ecosystem.json#api'] },
  ],
];

for (const [name, selectors, expected] of table) {
  test(`${name}: ${selectors.join(' ')}`, () => assert.deepEqual(selected(...selectors), expected));
}

test('who is named is told apart from who is one of a group', () => {
  const selection = select(['back', 'mail'], apps);
  assert.deepEqual(
    'targets' in selection && selection.targets.map(({ app: { name }, isNamed }) => [name, isNamed]),
    [
      ['api', false],
      ['mail', true],
    ],
  );
});

test('an app that is shown with its profile answers to that name, too', () => {
  const [web] = [{ ...app('ecosystem.config.js', 'web', 2), name: 'web-production' }];
  for (const selector of ['web', 'web-production', 'web-1', 'web-production-1', '/^web$/', '/production/']) {
    const selection = select([selector], [web]);
    assert.equal('targets' in selection && selection.targets.length, 1, selector);
  }
});

test('the apps that a name fits are told in the same order whichever file was read first', () => {
  const backwards = select(['api'], apps.toReversed());
  assert.deepEqual(backwards, selected('api'));
});
