import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { contributions } from './contributions.ts';
import { readTestCases, testCasesOf } from './testCases.ts';

const tests = await readTestCases();
const all = await contributions();

describe('what the manifest adds to VS Code is reached by a test inside VS Code or in the browser', () => {
  for (const contribution of all) {
    test(contribution.name, () => {
      const reaching = tests.filter((one) => contribution.isReachedBy(one));
      assert.ok(
        reaching.length > 0,
        'No test in test/host or test/ui does it and looks at what comes of it.',
      );
    });
  }
});

describe('a test reaches something', () => {
  const actsOf = (body: string): string[] =>
    testCasesOf('a.test.ts', `it('a', async () => { ${body} });`).flatMap(({ checked }) =>
      checked.flatMap(({ texts }) => texts),
    );

  test('when it does it and looks at what comes of it', () => {
    assert.deepEqual(actsOf(`await commands.executeCommand('drover.start'); assert.ok(x);`), [
      'drover.start',
    ]);
    assert.deepEqual(
      actsOf(`await row('web').clickMenu('Stop'); await row('web').waitForName('web, stopped');`),
      ['web', 'Stop'],
    );
  });

  test('not when it only names it', () => {
    assert.deepEqual(actsOf(`assert.ok(ids.includes('drover.start'));`), []);
  });

  test('not when nothing is looked at afterwards', () => {
    assert.deepEqual(actsOf(`assert.ok(x); await commands.executeCommand('drover.start');`), []);
  });
});
