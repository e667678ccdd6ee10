import assert from 'node:assert/strict';
import { delimiter } from 'node:path';
import { test } from 'node:test';
import { searchPath, withFolderFirst, withPathLast } from '../../../src/supervisor/launch/searchPath.ts';

const path = (...folders: string[]): string => folders.join(delimiter);

test('a folder comes to the front and stands there once', () => {
  const env = { A: '1', PATH: path('/a', '/b', '/a') };
  assert.deepEqual(withFolderFirst(env, '/b'), { A: '1', PATH: path('/b', '/a', '/a') });
  assert.deepEqual(withFolderFirst({}, '/b'), { PATH: '/b' });
});

test('of another PATH only what is new is appended', () => {
  assert.deepEqual(withPathLast({ PATH: path('/a', '/b') }, path('/b', '', '/c')), {
    PATH: path('/a', '/b', '/c'),
  });
  assert.deepEqual(withPathLast({}, '/c'), { PATH: '/c' });
});

test('PATH keeps the spelling that it has', () => {
  assert.deepEqual(withFolderFirst({ Path: '/a' }, '/b'), { Path: path('/b', '/a') });
  assert.deepEqual(searchPath({ Path: path('/a', '', '/b') }), ['/a', '/b']);
  assert.deepEqual(searchPath({}), []);
});
