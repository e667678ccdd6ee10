import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Change } from '../../../src/protocol/changes.ts';
import { applyChanges } from '../../../src/protocol/changes.ts';
import type { Snapshot } from '../../../src/protocol/model.ts';
import { app, file, instance } from '../extension/records.ts';

const nothing: Snapshot = { files: [], apps: [], instances: [] };

/** A file at `path` with apps of two instances each, last things first. */
function inReverse(path: string, names: readonly string[]): Change[] {
  const ids = names.map((name) => `${path}#${name}`);
  const apps = ids.toReversed().flatMap((id): Change[] => [
    { kind: 'app', app: app({ id }) },
    { kind: 'instance', instance: instance({ app: id, id: `${id}-1`, index: 1 }) },
    { kind: 'instance', instance: instance({ app: id, id: `${id}-0`, index: 0 }) },
  ]);
  return [...apps, { kind: 'file', file: file({ path, apps: ids }) }];
}

test('apps and instances are in the order of their files, whatever order they came in', () => {
  const changes = [
    { kind: 'app', app: app({ id: '#b' }) } as const,
    { kind: 'app', app: app({ id: '#a' }) } as const,
    ...inReverse('b.json', ['z']),
    ...inReverse('a.json', ['y', 'x']),
  ];
  const { files, apps, instances } = applyChanges(nothing, changes);
  assert.deepEqual(
    files.map(({ path }) => path),
    ['a.json', 'b.json'],
  );
  assert.deepEqual(
    apps.map(({ id }) => id),
    ['a.json#y', 'a.json#x', 'b.json#z', '#b', '#a'],
    'what no file lists is last, in the order it came in',
  );
  assert.deepEqual(
    instances.map(({ id }) => id),
    ['a.json#y-0', 'a.json#y-1', 'a.json#x-0', 'a.json#x-1', 'b.json#z-0', 'b.json#z-1'],
  );
});

test('a file that lists its apps in another order moves them', () => {
  const before = applyChanges(nothing, inReverse('a.json', ['x', 'y']));
  const moved = file({ path: 'a.json', apps: ['a.json#y', 'a.json#x'] });
  const { apps, instances } = applyChanges(before, [{ kind: 'file', file: moved }]);
  assert.deepEqual(
    apps.map(({ id }) => id),
    ['a.json#y', 'a.json#x'],
  );
  assert.deepEqual(
    instances.map(({ app: owner }) => owner),
    ['a.json#y', 'a.json#y', 'a.json#x', 'a.json#x'],
  );
});
