import type { Figure } from '../figures.ts';
import { floorOf, median } from '../figures.ts';
import type { Row } from '../row.ts';
import { clock } from './beacon.ts';
import type { Case } from './cases.ts';
import { caseTable, exceededBy } from './cases.ts';
import { present } from './contender.ts';
import { contenders as all } from './contenders.ts';
import { fitting, interleaved, withOpened } from './opened.ts';
import { benchApp } from './site.ts';

/** DESIGN section 9: what the preload shim may cost; measured with the channel to whoever runs the instance. */
const shimMs = 3;

export const bootCost: Row = {
  name: 'boot-cpu',
  title: 'What an instance pays for being run',
  about:
    'Milliseconds of CPU that an instance itself has used when it listens. What runs in it besides the program makes ' +
    'the difference to the floor.',
  rounds: 120,
  run: async ({ rounds }) => {
    const { contenders, absent } = present(all);
    const apps = [benchApp('fork', 1), benchApp('cluster', 1)];
    return await withOpened(contenders, apps, async (opened) => {
      const cases: Case[] = [];
      for (const app of apps) {
        const figures = await interleaved(fitting(opened, app), rounds, async ({ manager, site }) => {
          const answered = manager.start(app);
          const [seen] = await site.beacon.listening(1, clock() - 1);
          await answered;
          await manager.stop(app);
          return seen?.cpuMs ?? NaN;
        });
        cases.push({ name: app.isCluster ? 'in a cluster' : 'alone', figures });
      }
      const exceeded = [...cases.flatMap(overShim), ...exceededBy(cases)];
      return { table: caseTable(cases), exceeded, absent, raw: cases };
    });
  },
};

function overShim({
  name,
  figures,
}: {
  readonly name: string;
  readonly figures: readonly Figure[];
}): string[] {
  const floor = floorOf(figures);
  return figures
    .filter(({ role }) => role === 'drover')
    .flatMap(({ samples }) => {
      const cost = floor === undefined ? 0 : median(samples) - median(floor.samples);
      return cost > shimMs
        ? [
            `Being run costs an instance ${cost.toFixed(1)} ms ${name}, more than the ${shimMs} of the preload shim.`,
          ]
        : [];
    });
}
