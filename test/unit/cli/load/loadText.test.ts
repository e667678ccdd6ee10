import assert from 'node:assert/strict';
import { test } from 'node:test';
import { barText, latencyText, loadLines, sharesText } from '../../../../src/cli/load/loadText.ts';
import { loadWarnings } from '../../../../src/cli/load/loadWarnings.ts';
import { progressText } from '../../../../src/cli/load/progress.ts';
import { describeProblem } from '../../../../src/protocol/problems.ts';
import { loadRow } from '../../loadRow.ts';

const plain = (_colour: string, text: string): string => text;

test('a report is a table and a bar for each row, within 80 columns', () => {
  const rows = [loadRow(1, { perSecond: 1000 }), loadRow(2, { perSecond: 1900, factor: 1.9 })];
  assert.deepEqual(loadLines({ rows }, { width: 80, paint: plain }), [
    'instances  requests/s   vs 1     p50  p97.5    p99    max  cpu  share of each',
    '        1       1,000  1.00×  2.0 ms  10 ms  12 ms  1.5 s  99%  100%',
    '        2       1,900  1.90×  2.0 ms  10 ms  12 ms  1.5 s  99%  50%',
    '',
    ` 1 instance  ${'█'.repeat(26)}▍ 1,000/s`,
    `2 instances  ${'█'.repeat(50)} 1,900/s`,
  ]);
});

test('what went wrong has a column of its own, and a narrow terminal loses what matters least', () => {
  const lines = loadLines({ rows: [loadRow(4, { errors: 1234, non2xx: 7 })] }, { width: 60, paint: plain });
  assert.match(lines[0] ?? '', /^instances {2}requests\/s .* errors {2}non-2xx/);
  assert.match(lines[1] ?? '', / 1,234 +7/);
  assert.ok(
    lines.every(({ length }) => length <= 60),
    lines.join('\n'),
  );
});

test('amounts read well', () => {
  assert.deepEqual(
    [0.04, 9.94, 10.4, 999.4, 1500].map((ms) => latencyText(ms)),
    ['0.04 ms', '9.9 ms', '10 ms', '999 ms', '1.5 s'],
  );
  assert.equal(latencyText(undefined), '–');
  assert.deepEqual([barText(0, 10), barText(0.5, 10), barText(0.51, 10)], ['', '█████', '█████▏']);
  const shares = (parts: readonly number[], sharesOf: 'requests' | 'cpu'): string =>
    sharesText({ sharesOf, shares: parts.map((share) => ({ name: '', requests: null, share })) });
  assert.equal(shares([0.24, 0.26, 0.25, 0.25], 'requests'), '24–26%');
  assert.equal(shares([0.4, 0.6], 'cpu'), '40–60% of CPU');
  assert.equal(shares([], 'requests'), '–');
});

test('progress says what is under way', () => {
  const at = { instances: 2, step: 1, steps: 3 };
  assert.equal(
    progressText({ ...at, phase: 'measuring' }, 'web', 10),
    '2/3  2 instances: measuring for 10 s …',
  );
  assert.equal(
    progressText({ ...at, instances: 1, phase: 'scaling' }, 'web', 10),
    '2/3  web gets 1 instance …',
  );
});

const machine = { cores: 8, generators: 4, connections: 50 };
const codes = (report: Parameters<typeof loadWarnings>[0]): string[] =>
  loadWarnings(report).map(({ code }) => code);

test('figures that mean what they say come without a warning', () => {
  assert.deepEqual(codes({ ...machine, rows: [loadRow(1), loadRow(2), loadRow(4)] }), []);
});

test('figures that mean less are told, with the rows that are concerned', () => {
  const warned = loadWarnings({
    ...machine,
    cores: 2,
    generators: 1,
    rows: [loadRow(1), loadRow(2), loadRow(4)],
  });
  assert.deepEqual(warned, [
    { code: 'load-cores', severity: 'warning', data: { instances: '2, 4', cores: '2' } },
  ]);
  assert.match(warned.map((one) => describeProblem(one)).join(), /shared 2 cores .*\(instances: 2, 4\)/);
  const only = (row: ReturnType<typeof loadRow>): string[] => codes({ ...machine, rows: [row] });
  assert.deepEqual(only(loadRow(1, { errors: 3 })), ['load-errors']);
  assert.deepEqual(only(loadRow(1, { exits: 1 })), ['load-died']);
  assert.deepEqual(only(loadRow(1, { non2xx: 1 })), ['load-non-2xx']);
  assert.deepEqual(only(loadRow(1, { generatorBusy: 0.99 })), ['load-client']);
  assert.deepEqual(only(loadRow(1, { othersCpu: 250 })), ['load-others']);
  const uneven = [0.95, 0.05].map((share, index) => ({ name: `web-${index}`, requests: 1, share }));
  const [one] = loadWarnings({ ...machine, rows: [loadRow(2, { shares: uneven })] });
  assert.deepEqual([one?.code, one?.data['name']], ['load-one-instance', 'web-0']);
  assert.deepEqual(codes({ ...machine, connections: 1, rows: [loadRow(2)] }), ['load-connections']);
});
