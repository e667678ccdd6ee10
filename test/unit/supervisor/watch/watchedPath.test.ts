import assert from 'node:assert/strict';
import { test } from 'node:test';
import { watchedPath } from '../../../../src/supervisor/watch/watchedPath.ts';

const exists = (path: string): boolean => path === '/p/pages/[id]';

const globs: readonly { path: string; root: string; fits: readonly string[]; others: readonly string[] }[] = [
  { path: '/p/*.js', root: '/p', fits: ['/p/a.js'], others: ['/p/lib/a.js', '/p/a.ts', '/q/a.js', '/p'] },
  { path: '/p/lib/**', root: '/p/lib', fits: ['/p/lib/a', '/p/lib/b/a'], others: ['/p/a'] },
  { path: '/p/**/*.{js,ts}', root: '/p', fits: ['/p/a.js', '/p/b/c/a.ts'], others: ['/p/a.css'] },
  {
    path: '/p/packages/*/src',
    root: '/p/packages',
    fits: ['/p/packages/a/src/b/c.js'],
    others: ['/p/packages/a/b.js'],
  },
  { path: '/p/a?.js', root: '/p', fits: ['/p/ab.js'], others: ['/p/a.js'] },
  { path: '/p/pages/[ab]/x.js', root: '/p/pages', fits: ['/p/pages/a/x.js'], others: ['/p/pages/[ab]/x.js'] },
  { path: '/*.js', root: '/', fits: ['/a.js'], others: ['/p/a.js'] },
];
for (const { path, root, fits, others } of globs) {
  test(`the glob ${path}`, () => {
    const watched = watchedPath(path, exists);
    assert.equal(watched.root, root);
    assert.deepEqual([...fits, ...others].filter(watched.accepts), fits);
    assert.deepEqual(watched.patterns, []);
  });
}

test('a plain path, or one that exists, is itself with all that is in it', () => {
  for (const path of ['/p/src', '/p/pages/[id]']) {
    const watched = watchedPath(path, exists);
    assert.equal(watched.root, path);
    assert.ok(watched.accepts(`${path}/a/b.js`) && watched.accepts(path));
  }
});

test('a hidden name in a glob is meant', () => {
  assert.deepEqual(watchedPath('/p/.env*', exists).patterns, ['!/p/.env*']);
  assert.deepEqual(watchedPath('/p/packages/*/.config/*.json', exists).patterns, ['!/p/packages/*/.config']);
  assert.deepEqual(watchedPath('/p/.config/*.json', exists).patterns, []);
});
