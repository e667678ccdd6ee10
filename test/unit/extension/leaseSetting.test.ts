import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { leaseSeconds } from '../../../src/extension/leaseSetting.ts';

const cases = [
  ['stop with the window', 0],
  ['keep running', null],
  ['30 s', 30],
  ['5 min', 300],
  ['1 h', 3600],
  ['45', 45],
  [90, 90],
  [-1, null],
  ['soon', undefined],
  [true, undefined],
] as const;

for (const [setting, seconds] of cases) {
  test(`the lease ${JSON.stringify(setting)} means ${String(seconds)}`, () => {
    assert.equal(leaseSeconds(setting), seconds);
  });
}

test('every lease that the settings offer is understood', async () => {
  const manifest: unknown = JSON.parse(
    await readFile(new URL('../../../package.json', import.meta.url), 'utf8'),
  );
  const offered = (
    manifest as { contributes: { configuration: { properties: Record<string, { enum?: string[] }> }[] } }
  ).contributes.configuration.flatMap(({ properties }) => properties['drover.lease']?.enum ?? []);
  assert.ok(offered !== undefined && offered.length > 0);
  for (const one of offered) assert.notEqual(leaseSeconds(one), undefined, one);
});
