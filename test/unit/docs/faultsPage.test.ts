import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { faultsPage } from '../../../scripts/docs/faultsPage.ts';
import { root } from '../../../scripts/install/paths.ts';
import { faultSummary } from '../../../scripts/testing/faultSummary.ts';
import { during } from '../../faults/table/during.ts';
import type { FaultId } from '../../faults/table/faults.ts';
import { faults } from '../../faults/table/faults.ts';

test('docs/faults.md says what the table of faults has ("npm run docs")', () => {
  assert.equal(readFileSync(`${root}/docs/faults.md`, 'utf8'), faultsPage());
});

test('every fault of the table is injected by a test', () => {
  const sources = globSync('test/{faults,ui}/*.test.ts', { cwd: root }).map((path) =>
    readFileSync(`${root}/${path}`, 'utf8'),
  );
  // Those are named by what is killed, and during what.
  assert.ok(sources.some((source) => source.includes('fault(duringId(victim, operation)')));
  for (const id of Object.keys(faults)) {
    if (id in during) continue;
    assert.ok(
      sources.some((source) => source.includes(`'${id}'`)),
      `no test injects "${id}"`,
    );
  }
});

test('the summary counts a fault by its last attempt, and names those that were lost or not injected', () => {
  const id: FaultId = 'instance killed';
  const text = faultSummary([
    { id, outcome: 'lost', checked: 1 },
    { id, outcome: 'survived', checked: 6 },
    { id: 'supervisor killed', outcome: 'lost', checked: 2 },
    { id: 'inotify exhausted', outcome: 'skipped', checked: 0, reason: 'no namespaces' },
  ]);
  assert.match(text, /^All +\d+ +2 +1 +8$/m);
  assert.match(text, /^LOST: The supervisor is killed\.$/m);
  assert.match(text, /^Not injected: No folder can be watched any more\. \(no namespaces\)$/m);
});
