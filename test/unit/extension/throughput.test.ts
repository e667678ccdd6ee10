import assert from 'node:assert/strict';
import { test } from 'node:test';
import { english } from '../../../src/ecosystem/translate.ts';
import {
  presentThroughput,
  throughputMarkdown,
} from '../../../src/extension/throughput/presentThroughput.ts';
import type { LoadReport } from '../../../src/protocol/load.ts';
import { loadRow } from '../loadRow.ts';

const report: LoadReport = {
  app: 'web',
  id: 'ecosystem.config.js#web',
  request: { method: 'GET', path: '/a|b' },
  connections: 50,
  seconds: 10,
  cores: 2,
  generators: 1,
  rows: [
    loadRow(1, { perSecond: 1234.5 }),
    loadRow(2, { perSecond: 2000, factor: 1.62, sharesOf: 'cpu', latency: null, cpu: null }),
  ],
  warnings: [{ code: 'load-cores', severity: 'warning', data: { instances: '2', cores: '2' } }],
  isPartial: false,
  before: 4,
  kept: false,
};

test('a measurement is shown in the language of the user, all of it also as tables', () => {
  const view = presentThroughput(report, 'de', english);
  assert.deepEqual(view.chart.points, [
    { instances: '1', perSecond: 1234.5, amount: '1.235' },
    { instances: '2', perSecond: 2000, amount: '2.000' },
  ]);
  assert.match(view.chart.label, /: 1\.235 \(instances: 1\), 2\.000 \(instances: 2\)$/);
  const [figures, shares] = view.tables;
  assert.deepEqual(figures?.rows, [
    ['1', '1.235', '1,00×', '2,0 ms', '10 ms', '12 ms', '1.500 ms', '0', '0', '99 %'],
    ['2', '2.000', '1,62×', '–', '–', '–', '–', '0', '0', '–'],
  ]);
  assert.deepEqual(shares?.rows, [
    ['1', 'web-0', '10.000', '100 %'],
    ['2', 'web-0', '5.000', '50 % of the CPU time'],
    ['2', 'web-1', '5.000', '50 % of the CPU time'],
  ]);
  assert.match(view.notices.join(), /shared 2 cores/);
  for (const { columns, rows } of view.tables) {
    assert.ok(rows.every(({ length }) => length === columns.length));
  }
});

test('as Markdown it has the same tables, and no cell breaks out of its column', () => {
  const view = presentThroughput({ ...report, rows: [loadRow(1)] }, 'en', english);
  const named = { ...view, tables: [{ title: 'T', columns: ['A', 'B'], rows: [['x|y', '1']] }] };
  assert.equal(
    throughputMarkdown({ ...named, notices: ['Mind this.'] }),
    [
      '## Throughput of web',
      view.description,
      '| A | B |\n| ---: | ---: |\n| x\\|y | 1 |',
      '> Mind this.\n',
    ].join('\n\n'),
  );
});
