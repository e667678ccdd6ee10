import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Case } from '../../bench/processes/cases.ts';
import { caseTable, exceededBy } from '../../bench/processes/cases.ts';

const four: Case = {
  name: '4 instances',
  limit: 1.15,
  figures: [
    { name: 'floor', role: 'floor', samples: [100, 90, 110] },
    { name: 'Drover', role: 'drover', samples: [130, 120, 110] },
    { name: 'pm2', role: 'peer', samples: [119] },
  ],
};
const one: Case = {
  name: '1 instance',
  figures: [
    { name: 'Drover', role: 'drover', samples: [9.04] },
    { name: 'supervisord', role: 'peer', samples: [12] },
  ],
};

test('each contender has a line, each case a column, with the ratio to the floor where there is one', () => {
  assert.deepEqual(caseTable([four, one]), {
    header: ['', '4 instances', '1 instance'],
    rows: [
      ['floor', '100', '–'],
      ['Drover', '120 (1.20x)', '9.0'],
      ['pm2', '119 (1.19x)', '–'],
      ['supervisord', '–', '12'],
    ],
  });
});

test('more than the limit, and any peer that is faster, is said', () => {
  assert.deepEqual(exceededBy([four, one]), [
    "4 instances: Drover takes 1.20x the floor's time, more than 1.15.",
    '4 instances: Drover is behind pm2.',
  ]);
  assert.deepEqual(exceededBy([{ ...four, limit: 1.2, figures: four.figures.slice(0, 2) }]), []);
});
