import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format } from 'prettier';
import type { Figure } from '../../bench/figures.ts';
import { bestPeer, floorOf, median, quantile } from '../../bench/figures.ts';
import { markdownBlock, terminalTable, updatePage } from '../../bench/report.ts';
import { timeTable } from '../../bench/timeTable.ts';

const figures: readonly Figure[] = [
  { name: 'floor', role: 'floor', samples: [40, 38, 42] },
  { name: 'Drover', role: 'drover', samples: [60, 50, 58, 62] },
  { name: 'slow', role: 'peer', samples: [200, 210, 190] },
  { name: 'fast', role: 'peer', samples: [50, 49, 90] },
];

test('the median of an even number of samples lies between the middle two', () => {
  assert.equal(median([9, 1, 5]), 5);
  assert.equal(median([60, 50, 58, 62]), 59);
});

test('a quantile is a sample', () => {
  const samples = [10, 1, 2, 3, 4, 5, 6, 7, 8, 9];
  assert.equal(quantile(samples, 0.1), 1);
  assert.equal(quantile(samples, 0.9), 9);
  assert.equal(quantile([7], 0.1), 7);
});

test('the best peer is the one with the lowest median, and no floor', () => {
  assert.equal(bestPeer(figures)?.name, 'fast');
  assert.equal(floorOf(figures)?.name, 'floor');
});

test('a time stands beside its ratios to the floor and to the best peer', () => {
  assert.deepEqual(timeTable(figures).rows[1], ['Drover', '1.48', '1.18', '59', '50 to 62', '62']);
  assert.equal(timeTable(figures.slice(1, 2)).rows[0]?.[1], '–');
});

test('columns stand in line on a terminal', () => {
  const table = {
    header: ['', 'ms'],
    rows: [
      ['floor', '9'],
      ['Drover', '1000'],
    ],
  };
  assert.equal(terminalTable(table), '          ms\nfloor      9\nDrover  1000');
});

test('a measured row replaces its own block of the page and no other', () => {
  const first = updatePage(
    '# Page\n',
    new Map([
      ['a', 'old a'],
      ['b', 'old b'],
    ]),
  );
  const second = updatePage(first, new Map([['a', 'new a']]));
  assert.ok(second.startsWith('# Page\n'));
  assert.ok(second.includes('new a') && second.includes('old b'));
  assert.ok(!second.includes('old a'));
  assert.equal(updatePage(second, new Map([['a', 'new a']])), second);
});

test('what is written by hand stays behind a row that is measured for the first time', () => {
  const page = '# Page\n\n## Where the time goes\n\nHere.\n';
  const updated = updatePage(page, new Map([['a', 'new a']]));
  const blocks = '<!-- bench:a -->\n\nnew a\n\n<!-- /bench:a -->';
  assert.equal(updated, `# Page\n\n${blocks}\n\n## Where the time goes\n\nHere.\n`);
});

test('a written block is formatted as the rest of the repository', async () => {
  const table = {
    header: ['', 'x', 'a long header'],
    rows: [
      ['floor', '1.00', '–'],
      ['Drover', '0.9', '**no**'],
    ],
  };
  const outcome = { table, exceeded: ['Too slow.'], absent: ['pm2 did not take part.'], raw: null };
  const row = { name: 'save', title: 'Save', about: 'How long.' };
  const machine = { date: '2026-11-21', cores: 2, system: 'Linux', node: '24', load: 0 };
  const block = markdownBlock({ row, rounds: 3, outcome }, machine);
  const page = updatePage('# Page\n', new Map([['save', block]]));
  assert.equal(await format(page, { parser: 'markdown', printWidth: 110 }), page);
});
