import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWatchOptions } from '../../../../src/supervisor/watch/watchOptions.ts';

test('known options are passed on by the names they have now', () => {
  const awaitWriteFinish = { stabilityThreshold: 200, pollInterval: 50 };
  const options = { usePolling: true, interval: 250, followSymlinks: false, depth: 0, awaitWriteFinish };
  assert.deepEqual(readWatchOptions(options).chokidar, {
    usePolling: true,
    pollingInterval: 250,
    followSymlinks: false,
    depth: 0,
    awaitWriteFinish,
  });
});

test('what Drover decides is left out, what is of the wrong kind is named', () => {
  const options = { persistent: true, cwd: '/x', interval: 0, depth: 1.5, usePolling: 'yes', ignored: 5 };
  const read = readWatchOptions(options);
  assert.deepEqual(read.chokidar, {});
  assert.deepEqual([...read.unusable].sort(), ['depth', 'ignored', 'interval', 'usePolling']);
  assert.deepEqual(readWatchOptions({ awaitWriteFinish: { pollInterval: 0 } }).unusable, [
    'awaitWriteFinish',
  ]);
});

test("chokidar's ignored becomes patterns, gitignore switches the project's own off", () => {
  const expression = { $regexp: '\\.md$', $flags: 'i' };
  assert.deepEqual(readWatchOptions({ ignored: ['a', expression] }).ignored, ['a', 're:/\\.md$/i']);
  assert.deepEqual(readWatchOptions({ ignored: 'a' }).ignored, ['a']);
  assert.equal(readWatchOptions({ gitignore: false }).gitignore, false);
  assert.equal(readWatchOptions({}).gitignore, true);
});
