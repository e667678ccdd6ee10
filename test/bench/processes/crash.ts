import { setTimeout as pause } from 'node:timers/promises';
import type { Row } from '../row.ts';
import { clock } from './beacon.ts';
import type { Case } from './cases.ts';
import { outcomeOf } from './cases.ts';
import { present } from './contender.ts';
import { contenders as all } from './contenders.ts';
import { interleaved, withRunning } from './opened.ts';
import { benchApp } from './site.ts';

/** DESIGN section 9. */
const limit = 1.15;
/** One that has not run for a second counts as unstable, with PM2 too. */
const stableMs = 1200;

export const crash: Row = {
  name: 'crash',
  title: 'A crash',
  about:
    'Milliseconds from the SIGKILL of one instance of four, which has run for more than a second, until its successor ' +
    'listens. "Cluster": all share one port.',
  rounds: 10,
  run: async ({ rounds }) => {
    const { contenders, absent } = present(all);
    const cases: Case[] = [];
    for (const kind of ['fork', 'cluster'] as const) {
      const app = benchApp(kind, 4);
      const figures = await withRunning(contenders, app, (running) =>
        interleaved(running, rounds, async (one) => {
          const victim = one.pids.shift() ?? NaN;
          await pause(stableMs / running.length);
          const since = clock();
          process.kill(victim, 'SIGKILL');
          const [successor] = await one.site.beacon.listening(1, since);
          one.pids.push(successor?.pid ?? NaN);
          return (successor?.at ?? NaN) - since;
        }),
      );
      cases.push({ name: kind, figures, limit });
    }
    return outcomeOf(cases, absent);
  },
};
