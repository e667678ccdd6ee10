import type { Figure } from '../figures.ts';
import type { Row } from '../row.ts';
import { clock } from './beacon.ts';
import type { Case } from './cases.ts';
import { caseTable } from './cases.ts';
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
  /** Reloads that failed. */
  broken: number;
}

export const reload: Row = {
  name: 'reload',
  title: 'Reload',
  about:
    'A cluster is reloaded while 300 requests a second come, on new connections and on kept ones: milliseconds until ' +
    'the last of the new instances listens, how many requests failed, and how many reloads. The floor replaces all at ' +
    'once and sees to nothing. Drover has each successor live for 250 ms before it gives up what serves, as a program may ' +
    'listen first and find then that its database is not there; the first one does so alone, the others together.',
  rounds: 5,
  run: async ({ rounds }) => {
    const { contenders, absent } = present(all);
    const able = contenders.filter(({ hasCluster }) => hasCluster);
    const tallies = new Map(
      able.map(({ name }): [string, Tally] => [name, { asked: 0, failed: 0, broken: 0 }]),
    );
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
        header: [...table.header, 'failed requests', 'failed reloads'],
        rows: table.rows.map((cells) => {
          const { failed = 0, asked = 0, broken = 0 } = tallies.get(cells[0] ?? '') ?? {};
          return [...cells, `${failed} of ${asked}`, String(broken)];
        }),
      },
      // How long it takes is no limit: most of it is caution.
      exceeded: lost > 0 ? [`Drover fails ${lost} requests during reloads.`] : [],
      absent,
      raw: { cases, requests: Object.fromEntries(tallies) },
    };
  },
};

/** Undefined when the reload itself fails, as PM2's sometimes does; the app is then started anew. */
async function reloadUnderLoad(
  { manager, site }: Running,
  app: BenchApp,
  tally: Tally | undefined,
): Promise<number | undefined> {
  if (manager.reload === undefined || tally === undefined) throw new Error('it cannot reload');
  const requests = new Requests(site.port);
  const since = clock();
  const isDone = manager.reload(app).then(
    () => true,
    () => false,
  );
  const last = site.beacon.listening(app.instances, since).then(
    (seen) => seen.at(-1)?.at,
    () => undefined,
  );
  const at = (await isDone) ? await last : undefined;
  await requests.end();
  tally.asked += requests.asked;
  tally.failed += requests.failed;
  if (at !== undefined) return at - since;
  tally.broken += 1;
  await last;
  await manager.stop(app);
  const again = clock();
  await manager.start(app);
  await site.beacon.listening(app.instances, again);
  return undefined;
}
