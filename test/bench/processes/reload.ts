import type { Figure } from '../figures.ts';
import type { Row } from '../row.ts';
import { clock } from './beacon.ts';
import type { Case } from './cases.ts';
import { caseTable, exceededBy } from './cases.ts';
import { present } from './contender.ts';
import { contenders as all } from './contenders.ts';
import type { Running } from './opened.ts';
import { interleaved, withRunning } from './opened.ts';
import { Requests } from './requests.ts';
import type { BenchApp } from './site.ts';
import { benchApp } from './site.ts';

const counts = [4, 16];

/** Of all reloads of one contender. */
interface Tally {
  asked: number;
  failed: number;
}

export const reload: Row = {
  name: 'reload',
  title: 'Reload',
  about:
    'A cluster is reloaded while 300 requests a second come, on new connections and on kept ones: milliseconds until ' +
    'the last of the new instances listens, and how many requests failed. The floor replaces all at once and sees to ' +
    'nothing.',
  rounds: 8,
  run: async ({ rounds }) => {
    const { contenders, absent } = present(all);
    const able = contenders.filter(({ hasCluster }) => hasCluster);
    const tallies = new Map(able.map(({ name }): [string, Tally] => [name, { asked: 0, failed: 0 }]));
    const cases: Case[] = [];
    for (const count of counts) {
      const app = benchApp('cluster', count);
      const figures: readonly Figure[] = await withRunning(able, app, (running) =>
        interleaved(running, rounds, (one) => reloadUnderLoad(one, app, tallies.get(one.contender.name))),
      );
      cases.push({ name: `${count} instances`, figures });
    }
    const table = caseTable(cases);
    const lost = tallies.get('Drover')?.failed ?? 0;
    return {
      table: {
        header: [...table.header, 'failed'],
        rows: table.rows.map((cells) => {
          const { failed = 0, asked = 0 } = tallies.get(cells[0] ?? '') ?? {};
          return [...cells, `${failed} of ${asked}`];
        }),
      },
      exceeded: [
        ...exceededBy(cases),
        ...(lost > 0 ? [`Drover fails ${lost} requests during reloads.`] : []),
      ],
      absent,
      raw: { cases, requests: Object.fromEntries(tallies) },
    };
  },
};

async function reloadUnderLoad(
  { manager, site }: Running,
  app: BenchApp,
  tally: Tally | undefined,
): Promise<number> {
  if (manager.reload === undefined || tally === undefined) throw new Error('it cannot reload');
  const requests = new Requests(site.port);
  const since = clock();
  const answered = manager.reload(app);
  const seen = await site.beacon.listening(app.instances, since);
  await answered;
  await requests.end();
  tally.asked += requests.asked;
  tally.failed += requests.failed;
  return (seen.at(-1)?.at ?? NaN) - since;
}
