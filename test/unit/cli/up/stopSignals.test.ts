import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SignalHistory, UpSignal } from '../../../../src/cli/up/stopSignals.ts';
import { answerSignal, noSignals } from '../../../../src/cli/up/stopSignals.ts';

function play(...signals: readonly (readonly [UpSignal, number])[]): string[] {
  let history: SignalHistory = noSignals;
  return signals.map(([signal, at]) => {
    const answer = answerSignal(history, signal, at);
    history = answer.history;
    return answer.act;
  });
}

test('the first signal stops, another one hurries', () => {
  assert.deepEqual(play(['SIGTERM', 0], ['SIGINT', 1]), ['stop', 'hurry']);
  assert.deepEqual(play(['SIGTERM', 0], ['SIGTERM', 500], ['SIGTERM', 1000]), ['stop', 'hurry', 'hurry']);
});

test('one press that arrives twice counts once', () => {
  assert.deepEqual(play(['SIGINT', 0], ['SIGINT', 499], ['SIGINT', 501]), ['stop', 'none', 'hurry']);
});

test('SIGUSR2 reloads until something stops', () => {
  assert.deepEqual(play(['SIGUSR2', 0], ['SIGUSR2', 1], ['SIGQUIT', 2], ['SIGUSR2', 900]), [
    'reload',
    'reload',
    'stop',
    'none',
  ]);
});
