import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeChange } from '../../../src/protocol/pendingChanges.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';
import { describeTimelineEvent } from '../../../src/protocol/timeline.ts';
import { unlinkedText } from '../../../src/protocol/unlinkedText.ts';
import { visibleLine, visibleText } from '../../../src/protocol/visibleText.ts';

const clipboard = '\u001b]52;c;cm0gLXJm\u0007';

test('what would act is seen instead', () => {
  assert.equal(visibleText(`web${clipboard}`), 'web␛]52;c;cm0gLXJm␇');
  assert.equal(visibleText('\u009b2J\u007f\r'), '\\u009b2J␡␍');
  assert.equal(visibleText('txt\u202excod.exe\u2066'), 'txt\\u202excod.exe\\u2066');
  assert.equal(visibleText('we\u200bb'), 'we\\u200bb');
});

test('text of any language, emoji, lines and tabs stay', () => {
  for (const text of ['größe', 'שלום', '日本語', '👩‍💻 up', 'a\tb\nc', 'e\u0301'])
    assert.equal(visibleText(text), text);
});

test('where there is one line, its end is seen, too', () => {
  assert.equal(visibleLine('a\tb\nc'), 'a␉b␊c');
});

test('sentences about problems, changes and events quote values that act as what they are', () => {
  const told = [
    describeProblem({ code: 'script-missing', data: { script: `a${clipboard}`, base: '/' } }),
    describeProblem({ code: 'unknown to this version', data: { script: clipboard } }),
    describeChange({ kind: 'changed', option: `env ${clipboard}`, from: clipboard, to: 'b' }),
    describeTimelineEvent({ event: 'message', data: { text: clipboard } }),
  ];
  for (const text of told) assert.doesNotMatch(text, /[\u0000-\u001f\u007f-\u009f]/);
});

test('a notification has no link, whatever it quotes', () => {
  // As VS Code finds links in messages.
  const link = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
  const script = '[Click](command:workbench.action.terminal.sendSequence?x)';
  const sentence = describeProblem({ code: 'script-missing', data: { script, base: '/' } });
  assert.match(sentence, link);
  assert.doesNotMatch(unlinkedText(sentence), link);
  assert.doesNotMatch(unlinkedText('[[a](b](https://x.y "z")'), link);
});
