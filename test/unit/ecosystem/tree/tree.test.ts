import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appsOf } from '../../../../src/ecosystem/tree/appsOf.ts';
import { nodeAtPath, nodeOf, placeAt, places } from '../../../../src/ecosystem/tree/locate.ts';
import type { Node, ObjectNode, PropertyNode } from '../../../../src/ecosystem/tree/node.ts';
import { plainValue } from '../../../../src/ecosystem/tree/plainValue.ts';

const text = (value: string, start: number): Node => ({
  kind: 'string',
  value,
  start,
  end: start + value.length,
});

function property(name: string, value: Node | null, start: number): PropertyNode {
  const key = { kind: 'string', value: name, start, end: start + name.length } as const;
  return { kind: 'property', key, value, separator: key.end, start, end: value?.end ?? key.end };
}

function object(properties: readonly PropertyNode[], start: number, end: number): ObjectNode {
  return { kind: 'object', properties, isOpen: false, start, end };
}

const list = (items: readonly Node[], start: number, end: number): Node => ({
  kind: 'array',
  items,
  isOpen: false,
  start,
  end,
});

const unknown = (start: number, end: number, parts: readonly Node[] = []): Node => ({
  kind: 'unknown',
  start,
  end,
  parts,
});

test('a place is the smallest node that holds an offset, with its path', () => {
  const script = property('script', text('a.js', 20), 10);
  const root = list([object([script], 5, 30)], 0, 40);
  const place = placeAt(root, 22);
  assert.deepEqual(place?.path, [0, 'script']);
  assert.equal(place && nodeOf(place), script.value);
  assert.deepEqual(
    place?.chain.map(({ kind }) => kind),
    ['array', 'object', 'property', 'string'],
  );
  const end = placeAt(root, 24);
  assert.equal(end && nodeOf(end), script.value);
  assert.equal(placeAt(root, 41), undefined);
});

test('what stands elsewhere is found there, once, by its first owner', () => {
  const shared = property('cwd', text('/srv', 7), 1);
  const root = list([object([shared], 100, 110), object([shared], 120, 130)], 90, 140);
  assert.deepEqual(placeAt(root, 8)?.path, [0, 'cwd']);
  assert.equal([...places(root)].filter((place) => nodeOf(place) === shared).length, 1);
});

test('parts of what only a run decides have the path of their owner', () => {
  const part = object([property('name', text('web', 12), 6)], 5, 20);
  const root = list([unknown(0, 30, [part])], 0, 31);
  assert.deepEqual(placeAt(root, 13)?.path, [0, 'name']);
});

test('nodes are found by path; the last of equal keys counts', () => {
  const root = object([property('a', text('one', 4), 1), property('a', text('two', 14), 11)], 0, 20);
  assert.equal(nodeAtPath(root, ['a'])?.property, root.properties[1]);
  assert.equal(nodeAtPath(root, ['b']), undefined);
  assert.equal(nodeAtPath(root, ['a', 'b']), undefined);
  assert.equal(nodeAtPath(root, [])?.node, root);
});

test('unknown and unwritten values are undefined, and keep their place in lists', () => {
  const root = object(
    [property('list', list([unknown(0, 0), text('b', 1)], 0, 2), 0), property('late', null, 3)],
    0,
    9,
  );
  assert.deepEqual(plainValue(root), { list: [undefined, 'b'], late: undefined });
  assert.deepEqual(Object.keys(plainValue(object([property('__proto__', null, 0)], 0, 9)) ?? {}), [
    '__proto__',
  ]);
});

test('apps are found in every form of a file, with their names', () => {
  const app = (name: string | null): ObjectNode =>
    object(
      [
        ...(name === null ? [] : [property('name', text(name, 1), 0)]),
        property('script', text('a.js', 20), 10),
      ],
      0,
      30,
    );
  const names = (root: Node): (string | null)[] => appsOf(root).map(({ name }) => name?.value ?? null);
  const wrapped = (key: string, value: Node): Node => object([property(key, value, 0)], 0, 50);
  assert.deepEqual(names(list([app('a'), app(null)], 0, 50)), ['a', null]);
  assert.deepEqual(names(wrapped('apps', list([app('a')], 0, 50))), ['a']);
  assert.deepEqual(names(wrapped('apps', app(null))), [null]);
  assert.deepEqual(names(wrapped('default', wrapped('apps', app(null)))), [null]);
  assert.deepEqual(names(wrapped('apps', wrapped('web', app(null)))), ['web']);
  assert.deepEqual(names(wrapped('apps', wrapped('web', app('site')))), ['site']);
  assert.deepEqual(names(app('alone')), ['alone']);
  assert.deepEqual(names(list([unknown(0, 1), app('a')], 0, 50)), ['a']);
  assert.deepEqual(names(unknown(0, 1)), []);
});
