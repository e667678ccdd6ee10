import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findOption, optionTable } from '../../../src/ecosystem/optionTable.ts';
import { devRows } from './devRows.ts';
import { environmentRows } from './environmentRows.ts';
import { instanceRows } from './instanceRows.ts';
import { interpreterRows } from './interpreterRows.ts';
import { lifecycleRows } from './lifecycleRows.ts';
import { limitRows } from './limitRows.ts';
import { logRows } from './logRows.ts';
import { portRows } from './portRows.ts';
import { programRows } from './programRows.ts';
import { readinessRows } from './readinessRows.ts';
import type { Rows } from './row.ts';
import { runRows } from './runRows.ts';
import { stopRows } from './stopRows.ts';
import { watchRows } from './watchRows.ts';

const groups: Readonly<Record<string, Rows>> = {
  program: programRows,
  interpreter: interpreterRows,
  instances: instanceRows,
  environment: environmentRows,
  ports: portRows,
  lifecycle: lifecycleRows,
  readiness: readinessRows,
  stop: stopRows,
  logs: logRows,
  'limits and times': limitRows,
  watching: watchRows,
  DEV_MODE: devRows,
};

/** Options whose effect cannot be seen here, and why. */
const unseen: Readonly<Record<string, string>> = {
  windowsHide: 'console windows are of Windows',
  kill_retry_time: 'it only says how often the system is asked',
};

for (const [title, rows] of Object.entries(groups)) runRows(title, rows);

test('every option that is acted on is shown at work', () => {
  const rows = Object.values(groups).flat();
  for (const { option } of rows)
    assert.ok(findOption(option)?.name === option, `there is no option ${option}`);
  const isShown = (name: string): boolean => {
    const own = rows.filter(({ option }) => option === name);
    return own.length > 0 && own.every((row) => row.notYet === undefined);
  };
  const actedOn = optionTable.filter(({ effect }) => effect === 'acted on').map(({ name }) => name);
  assert.deepEqual(actedOn.filter((name) => !isShown(name)).sort(), Object.keys(unseen).sort());
});
