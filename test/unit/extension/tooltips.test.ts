import assert from 'node:assert/strict';
import { test } from 'node:test';
import { channelName } from '../../../src/extension/logs/channelName.ts';
import { appTooltip, fileTooltip, instanceTooltip } from '../../../src/extension/tree/tooltips.ts';
import { english } from '../../../src/ecosystem/translate.ts';
import { app, instance } from './records.ts';

const evil =
  '[x](command:rm) ![y](http://e/i.png) <img src=x> $(zap) www.e.com me@e.com `` ~~~ | - 1. \u202e \u001b]52;c;x\u0007\n# h\r\n* l';
const t = english;

/** What is not escaped and not ours. */
function live(markdown: string): string {
  return markdown.replace(/(`{3,})text\n[\s\S]*\n\1$/, '').replace(/\\[!-/:-@[-`{-~]/g, '');
}

test('nothing of a file or program is Markdown in a tooltip, nor an address that is linked by itself', () => {
  const problem = { code: 'script-missing', severity: 'error', data: { script: evil, base: evil } } as const;
  const pending = [{ kind: 'changed', option: `env ${evil}`, from: evil, to: 'b' }] as const;
  const facts = { folder: '/w', fileProblems: [problem], t };
  const of = { name: evil, script: evil, args: [evil], cwd: `/w/${evil}`, interpreter: evil, profile: evil };
  const all = [
    appTooltip(
      app({ ...of, namespace: evil, port: evil, dependsOn: [evil], pending, problems: [problem] }),
      facts,
    ),
    fileTooltip(problem, t),
    instanceTooltip(instance({ name: evil, problem }), { now: 0, changedFile: evil, lastLines: [], t }),
  ];
  for (const markdown of all) {
    const rest = live(markdown);
    // Icons of our own stand before problems and changes.
    assert.doesNotMatch(
      rest.replace(/\$\((?:error|diff-modified)\)/g, ''),
      /[[\]()<>`~@]|\$|:\/\/|www\./,
      rest,
    );
    assert.doesNotMatch(markdown, /[\u0000-\u0009\u000b-\u001f\u202e]/, 'and nothing acts unseen');
    assert.doesNotMatch(rest, /^(?:#|\* |1\.)/m);
  }
});

test('the last lines of a crash stay in their block', () => {
  const line = { at: 0, stream: 'err', text: '```` [x](command:rm)\u202e' } as const;
  const markdown = instanceTooltip(instance(), { now: 0, changedFile: null, lastLines: [line], t });
  assert.match(markdown, /`````text\n```` \[x\]\(command:rm\)\\u202e\n`````$/);
});

test('secrets among the arguments are masked', () => {
  const args = ['--token', 'abc', '--db=postgres://me:abc@host/x'];
  const markdown = appTooltip(app({ args }), { folder: '/w', fileProblems: [], t });
  assert.doesNotMatch(markdown, /abc/);
});

test('channels and terminals are named by what can be seen', () => {
  const one = instance({ name: 'web\u202e\n\u001b[2J' });
  const name = channelName({ kind: 'instance', instance: one.id }, { apps: [], instances: [one] }, null);
  assert.equal(name, 'web\\u202e␊␛[2J');
});
