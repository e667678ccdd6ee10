import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseMoment } from '../../../../src/cli/logs/parseMoment.ts';

const now = new Date(2026, 10, 21, 14, 5, 30, 500).getTime();

for (const [text, expected] of [
  ['10m', now - 600_000],
  ['1h30m', now - 5_400_000],
  ['1.5s', now - 1500],
  ['2d', now - 2 * 86_400_000],
  ['14:05', new Date(2026, 10, 21, 14, 5).getTime()],
  ['14:05:31', new Date(2026, 10, 21, 14, 5, 31).getTime() - 86_400_000],
  ['9:00', new Date(2026, 10, 21, 9).getTime()],
  ['2026-11-20', new Date(2026, 10, 20).getTime()],
  ['2026-11-20 08:00', new Date(2026, 10, 20, 8).getTime()],
  ['2026-11-20T08:00:01.250Z', Date.UTC(2026, 10, 20, 8, 0, 1, 250)],
  ['2026-11-20 08:00:00 +02:00', Date.UTC(2026, 10, 20, 6)],
  ['1763733600', 1_763_733_600_000],
] as const) {
  test(`${text} is a moment`, () => assert.equal(parseMoment(text, now), expected));
}

for (const text of ['', '10', 'yesterday', '25:00', '2026-13-01', '10m ago', '-5m']) {
  test(`"${text}" is none`, () => assert.equal(parseMoment(text, now), undefined));
}
