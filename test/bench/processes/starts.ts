import type { Row, RunOptions } from '../row.ts';
import type { Case } from './cases.ts';
import { outcomeOf } from './cases.ts';
import { clock } from './beacon.ts';
import { present } from './contender.ts';
import { contenders as all } from './contenders.ts';
import type { Opened } from './opened.ts';
import { fitting, interleaved, withOpened } from './opened.ts';
import type { BenchApp } from './site.ts';
import { benchApp } from './site.ts';

const counts = [1, 4, 16, 64];
/** DESIGN section 9. */
const limit = 1.15;

const about =
  'Milliseconds from the request of a client that is connected until the last instance listens, by its own word. ' +
  'The app is a small HTTP server.';

export const startAlone: Row = {
  name: 'start-fork',
  title: 'Start of instances',
  about: `${about} Each instance has a port of its own.`,
  rounds: 6,
  run: (options) => run('fork', options),
};

export const startCluster: Row = {
  name: 'start-cluster',
  title: 'Start of a cluster',
  about: `${about} All share one port; as everywhere with \`node:cluster\`, the floor has a process for that.`,
  rounds: 6,
  run: (options) => run('cluster', options),
};

function run(kind: 'fork' | 'cluster', { rounds }: RunOptions) {
  const { contenders, absent } = present(all);
  const apps = counts.map((count) => benchApp(kind, count));
  return withOpened(contenders, apps, async (opened) => {
    const cases: Case[] = [];
    for (const app of apps) {
      const figures = await interleaved(fitting(opened, app), rounds, (one) => startAndStop(one, app));
      cases.push({ name: app.instances === 1 ? '1 instance' : String(app.instances), figures, limit });
    }
    return outcomeOf(cases, absent);
  });
}

async function startAndStop({ manager, site }: Opened, app: BenchApp): Promise<number> {
  const since = clock();
  const answered = manager.start(app);
  const seen = await site.beacon.listening(app.instances, since);
  await answered;
  await manager.stop(app);
  return (seen.at(-1)?.at ?? NaN) - since;
}
