import assert from 'node:assert/strict';
import { test } from 'node:test';
import { appTooltip, instanceTooltip } from '../../../src/extension/tree/tooltips.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import type { AppInfo, Problem } from '../../../src/protocol/model.ts';
import { app, instance } from './records.ts';

/** The rows of the table in a tooltip that are about watching, as text. */
function rows(of: Partial<AppInfo>, fileProblems: readonly Problem[] = []): string[] {
  const text = appTooltip(app(of), { folder: '/w', fileProblems, t: english }).replaceAll('\\', '');
  return text.split('\n').filter((line) => /Watched|Not watched|Quiet|Restarted|warning/.test(line));
}

const watched = { paths: ['/w'], ignore: [], gitignore: true, delayMs: null };

test('the tooltip of a watched app says what is watched, what is not, how long it waits, and the cause', () => {
  assert.deepEqual(rows({ watch: true, watched, changedFile: 'lib/a.js' }), [
    '| Watched | the whole folder |',
    '| Not watched | what .gitignore names |',
    '| Quiet for | 30 to 150 ms |',
    '| Restarted for | lib/a.js |',
  ]);
  const some = { paths: ['/w/src', '/w/conf/*.json'], ignore: ['*.md'], gitignore: false, delayMs: 500 };
  assert.deepEqual(rows({ watch: true, watched: some, watchByHand: true }), [
    '| Watched | src, conf/*.json, switched on by hand |',
    '| Not watched | *.md |',
    '| Quiet for | 500 ms |',
  ]);
});

test('of an app that is not watched the tooltip tells only what was done by hand', () => {
  assert.deepEqual(rows({}), []);
  assert.deepEqual(rows({ watchByHand: true }), ['| Watched | no, switched off by hand |']);
});

test('the tooltip of an app has the problems of its file that are about it', () => {
  const problem: Problem = {
    code: 'option-type',
    severity: 'warning',
    app: 'web',
    data: { option: 'watch_options.interval', expected: 'a number', value: '"x"' },
  };
  assert.deepEqual(rows({}, [problem]), [
    '$(warning) "watch_options.interval" must be a number, but it is "x".',
  ]);
});

test('the tooltip of an instance names the file it was restarted for', () => {
  const text = instanceTooltip(instance(), { now: 0, changedFile: 'a.js', lastLines: [], t: english });
  assert.match(text, /\| Restarted for \| a\\\.js \|/);
});
