import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CancellationToken, ResponseError } from 'vscode-languageserver/node';
import { createGuard } from '../../../src/language/requestGuard.ts';

function guarded(work: (text: string) => string): {
  readonly answer: (token?: CancellationToken) => Promise<string>;
  readonly log: readonly string[];
} {
  const log: string[] = [];
  const handle = createGuard({ error: (line) => log.push(line) })('hover', 'nothing', work);
  return { log, answer: (token = CancellationToken.None) => handle('text', token) };
}

test('a request is answered by its work', async () => {
  const { answer, log } = guarded((text) => `about ${text}`);
  assert.equal(await answer(), 'about text');
  assert.deepEqual(log, []);
});

test('work that fails is answered with nothing, and logged', async () => {
  const { answer, log } = guarded(() => {
    throw new RangeError('too deep');
  });
  assert.equal(await answer(), 'nothing');
  assert.match(log.join('\n'), /^hover: RangeError: too deep/);
});

test('work is not begun for a request that was given up', async () => {
  const { answer } = guarded(() => assert.fail('begun'));
  assert.equal(await answer(CancellationToken.Cancelled), 'nothing');
});

test('what is meant for the user reaches the editor', async () => {
  const { answer, log } = guarded(() => {
    throw new ResponseError(1, 'Another app has this name.');
  });
  await assert.rejects(answer(), /Another app has this name/);
  assert.deepEqual(log, []);
});
