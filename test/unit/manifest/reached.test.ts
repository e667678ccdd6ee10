import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { root } from '../../../scripts/install/paths.ts';
import { contributions } from './contributions.ts';
import { readTestCases, testCasesOf } from './testCases.ts';

/**
 * What no test in VS Code can reach here, with the test elsewhere that looks at its effect. Python is debugged by an
 * extension that is not part of the VS Code that tests run in.
 */
const elsewhere: Readonly<Record<string, { readonly file: string; readonly title: string }>> = {
  'setting drover.debug.justMyCode': {
    file: 'test/unit/extension/debugConfiguration.test.ts',
    title: 'a Python program is debugged by debugpy with the setting drover.debug.justMyCode',
  },
};

const tests = await readTestCases();
const all = await contributions();

describe('what the manifest adds to VS Code is reached by a test inside VS Code or in the browser', () => {
  for (const contribution of all) {
    test(contribution.name, () => {
      const reaching = tests.filter((one) => contribution.isReachedBy(one));
      const other = elsewhere[contribution.name];
      if (other === undefined) {
        assert.ok(
          reaching.length > 0,
          'No test in test/host or test/ui does it and looks at what comes of it.',
        );
        return;
      }
      assert.deepEqual(reaching, [], 'It needs no exception any more.');
      const text = readFileSync(`${root}/${other.file}`, 'utf8');
      assert.ok(testCasesOf(other.file, text).some(({ title }) => title === `${other.file}: ${other.title}`));
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
