import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KnownFolder } from '../../../src/extension/apps/chooseApps.ts';
import { chooseApps } from '../../../src/extension/apps/chooseApps.ts';
import { app, instance } from './records.ts';

function folder(path: string, ...names: string[]): KnownFolder {
  const apps = names.map((name) =>
    app({ id: `ecosystem.config.js#${name}`, name, file: `${path}/ecosystem.config.js` }),
  );
  const instances = apps.flatMap(({ id }) => [0, 1].map((index) => instance({ app: id, index })));
  return { folder: path, snapshot: { files: [], apps, instances } };
}

const shop = folder('/shop', 'web', 'api');
const blog = folder('/blog', 'web', 'worker');

/** `/shop: web api-1`, or the code of the problem with its facts. */
function chosen(
  folders: readonly KnownFolder[],
  selectors: readonly string[],
  file?: string,
): readonly string[] {
  const result = chooseApps(folders, selectors, file);
  if ('problem' in result) return [result.problem.code, ...Object.values(result.problem.data)];
  return result.choices.map(({ folder: place, targets }) => {
    const names = targets.map(({ app: one, instance: of }) =>
      of === undefined ? one.name : `${one.name}-${of.index}`,
    );
    return `${place}: ${names.join(' ')}`;
  });
}

test('all means the apps of every folder', () => {
  assert.deepEqual(chosen([shop, blog], ['all']), ['/shop: web api', '/blog: web worker']);
});

test('names mean apps and instances, wherever they are', () => {
  assert.deepEqual(chosen([shop, blog], ['worker', 'api-1']), ['/shop: api-1', '/blog: worker']);
});

test('a name that fits in several folders is refused with its places', () => {
  assert.deepEqual(chosen([shop, blog], ['web']), [
    'ambiguous',
    'web',
    '"/shop: ecosystem.config.js#web", "/blog: ecosystem.config.js#web"',
  ]);
  assert.deepEqual(chosen([shop], ['web']), ['/shop: web']);
});

test('a pattern or a namespace may mean apps of several folders', () => {
  assert.deepEqual(chosen([shop, blog], ['/^w/']), ['/shop: web', '/blog: web worker']);
  assert.deepEqual(chosen([shop, blog], ['default']), ['/shop: web api', '/blog: web worker']);
});

test('the apps of one file are those of its folder', () => {
  assert.deepEqual(chosen([shop, blog], ['all'], '/blog/ecosystem.config.js'), ['/blog: web worker']);
  assert.deepEqual(chosen([shop, blog], ['web'], '/blog/ecosystem.config.js'), ['/blog: web']);
});

test('what fits nothing is quoted', () => {
  assert.deepEqual(chosen([shop, blog], ['api', 'wbe']), ['no-match', 'wbe']);
  assert.deepEqual(chosen([], ['all']), ['no-apps']);
});

test('several names of a file that fit one app mean it once', () => {
  assert.deepEqual(chosen([shop], ['web', 'web-0', 'ecosystem.config.js#web']), ['/shop: web']);
});
