import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  chokidarOptions,
  ignoredPatterns,
  respectsGitignore,
} from '../../../../src/supervisor/watch/watchOptions.ts';

test('known options are passed on by the names they have now', () => {
  const awaitWriteFinish = { stabilityThreshold: 200, pollInterval: 50 };
  const options = { usePolling: true, interval: 250, followSymlinks: false, depth: 0, awaitWriteFinish };
  assert.deepEqual(chokidarOptions({ ...options, ignored: ['a'], gitignore: false }), {
    usePolling: true,
    pollingInterval: 250,
    followSymlinks: false,
    depth: 0,
    awaitWriteFinish,
  });
});

test("chokidar's ignored becomes patterns", () => {
  assert.deepEqual(ignoredPatterns({ ignored: ['a', 're:/b/i'] }), ['a', 're:/b/i']);
  assert.deepEqual(ignoredPatterns({}), []);
});

test('gitignore of the file counts more than the setting', () => {
  assert.equal(respectsGitignore({ gitignore: false }, true), false);
  assert.equal(respectsGitignore({ gitignore: true }, false), true);
  assert.equal(respectsGitignore({}, false), false);
});
