import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AppSpec } from '../../../src/ecosystem/appSpec.ts';
import { normaliseEcosystem } from '../../../src/ecosystem/normalise.ts';
import { parseCron } from '../../../src/ecosystem/parseCron.ts';
import { describeProblem } from '../../../src/protocol/problems.ts';

const good = [
  '* * * * *',
  '*/5 * * * * *',
  '0 3 * * MON-FRI',
  '0 3 1,15 jan,JUL *',
  '0 0 L * *',
  '0 0 * * fri#2',
  '0 0 * * 7',
  '30 2 29 2 *',
  '  0   3 * * * ',
  '0/15 * * * *',
  '/15 * * * *',
  '@daily',
  '@HOURLY',
  '@weekly',
  '@monthly',
  '@yearly',
  '2030-01-31T03:00:00',
  '2001-01-31T03:00:00',
  '1950-01-31T03:00:00',
];
for (const pattern of good) {
  test(`the cron pattern "${pattern}" is fine`, () => assert.deepEqual(parseCron(pattern), { ok: true }));
}

const bad: readonly [pattern: string, reason: string][] = [
  ['', 'it must have five or six fields'],
  ['often', 'it must have five or six fields'],
  ['* * *', 'it must have five or six fields'],
  ['* * * * * * * *', 'it must have five or six fields'],
  ['61 * * * *', '"61" is no minute'],
  ['0 25 * * *', '"25" is no hour'],
  ['0 0 3 13 *', '"13" is no month'],
  ['0 0 32 1 *', '"32" is no day'],
  ['0 0 * * someday', '"someday" is no weekday'],
  ['60 0 0 * * *', '"60" is no second'],
  ['*/0 * * * *', '"*/0" is no minute'],
  ['5-1 * * * *', '"5-1" is no minute'],
  ['0 0 30 2 *', 'no day fits it'],
  ['@reboot', 'only @hourly, @daily, @weekly, @monthly and @yearly are known'],
  ['12:30', 'there is no such date'],
  ['2030-13-01T00:00:00', 'there is no such date'],
];
for (const [pattern, reason] of bad) {
  test(`the cron pattern "${pattern}" is refused: ${reason}`, () =>
    assert.deepEqual(parseCron(pattern), { ok: false, reason }));
}

test('whatever is written, it is an answer and never an exception', () => {
  const parts = [
    '*',
    '0',
    '59',
    '/',
    '-',
    ',',
    'L',
    'W',
    '#',
    '?',
    '+',
    '@',
    ':',
    'mon',
    'T',
    ' ',
    ' ',
    ' ',
    '9',
    '\n',
  ];
  let seed = 1;
  const next = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below;
  for (let round = 0; round < 20_000; round++) {
    const pattern = Array.from({ length: next(24) }, () => parts[next(parts.length)]).join('');
    assert.equal(typeof parseCron(pattern).ok, 'boolean', pattern);
  }
});

function load(options: Record<string, unknown>): { app: AppSpec | undefined; messages: string[] } {
  const { apps, problems } = normaliseEcosystem(
    { apps: [{ name: 'web', script: 'server.js', ...options }] },
    { path: '/srv/ecosystem.json', dialect: 'pm2' },
  );
  return {
    app: apps[0],
    messages: problems.map((problem) => `${problem.code}: ${describeProblem(problem)}`),
  };
}

for (const option of ['cron_restart', 'cron', 'cronRestart']) {
  test(`a bad pattern of "${option}" is a diagnostic, and the app is loaded without it`, () => {
    const { app, messages } = load({ [option]: '0 25 * * *' });
    assert.equal(app?.cron, null);
    assert.deepEqual(messages, [
      `option-type: "${option}" must be a cron pattern such as "0 3 * * *" or "@daily" ("25" is no hour), but it is "0 25 * * *".`,
    ]);
  });
}

test('a value that is no text is a diagnostic too', () => {
  for (const value of [true, 5, [], ['* * * * *'], { at: 1 }]) {
    const { app, messages } = load({ cron: value });
    assert.equal(app?.cron, null);
    assert.equal(messages.length, 1, JSON.stringify(value));
    assert.match(messages[0] ?? '', /^option-type: "cron" must be a cron pattern/);
  }
});

for (const value of [0, '0', false, '', ' ', null]) {
  test(`cron_restart: ${JSON.stringify(value)} is none`, () => {
    assert.deepEqual(load({ cron_restart: value }).messages, []);
    assert.equal(load({ cron_restart: value }).app?.cron, null);
  });
}

test('a good pattern is kept without the blanks around it', () => {
  const { app, messages } = load({ cron: ' @daily ' });
  assert.equal(app?.cron, '@daily');
  assert.deepEqual(messages, []);
});
