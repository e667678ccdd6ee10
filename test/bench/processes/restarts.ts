import type { Row } from '../row.ts';
import { clock } from './beacon.ts';
import type { Case } from './cases.ts';
import { outcomeOf } from './cases.ts';
import { present } from './contender.ts';
import { contenders as all } from './contenders.ts';
import type { Opened } from './opened.ts';
import { interleaved, withRunning } from './opened.ts';
import type { BenchApp } from './site.ts';
import { benchApp } from './site.ts';

const tasks = [
  { which: 'first', instances: 4, name: '1 of 4' },
  { which: 'all', instances: 16, name: 'all 16' },
] as const;

export const restarts: Row = {
  name: 'restart',
  title: 'Restart',
  about:
    'Milliseconds from the request of a client that is connected until the last of the new instances listens. ' +
    '"Cluster": all share one port.',
  rounds: 7,
  run: async ({ rounds }) => {
    const { contenders, absent } = present(all);
    const cases: Case[] = [];
    for (const kind of ['fork', 'cluster'] as const) {
      for (const { which, instances, name } of tasks) {
        const app = benchApp(kind, instances);
        const figures = await withRunning(contenders, app, (running) =>
          interleaved(running, rounds, (one) => restart(one, app, which)),
        );
        cases.push({ name: kind === 'fork' ? name : `${name}, cluster`, figures });
      }
    }
    return outcomeOf(cases, absent);
  },
};

async function restart({ manager, site }: Opened, app: BenchApp, which: 'first' | 'all'): Promise<number> {
  const since = clock();
  const answered = manager.restart(app, which);
  const seen = await site.beacon.listening(which === 'first' ? 1 : app.instances, since);
  await answered;
  return (seen.at(-1)?.at ?? NaN) - since;
}
