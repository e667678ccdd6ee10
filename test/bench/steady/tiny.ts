import type { Figure } from '../figures.ts';
import { median } from '../figures.ts';
import type { Case } from '../processes/cases.ts';
import { caseTable, exceededBy } from '../processes/cases.ts';
import { clock } from '../processes/beacon.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import { cpuMs, residentMb } from './processFigures.ts';
import type { Running } from './runner.ts';
import { Job, eventually, present, startAll } from './runner.ts';
import { runners as all } from './runners.ts';

const count = 200;
const lists = 20;

const kinds = ['start ms', 'CPU of the start ms', 'list ms', 'stop ms', 'MiB more'] as const;
type Kind = (typeof kinds)[number];

export const tiny: Row = {
  name: 'tiny',
  title: `${count} tiny instances`,
  about:
    `${count} instances of \`sleep\`: until all are there, the CPU of whoever starts them, how long a connected client ` +
    'waits for a list of them, until all are gone, and the memory that they add.',
  rounds: 3,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const { runners, absent } = present(all);
  const figures = new Map<Kind, (Figure & { readonly samples: number[] })[]>();
  for (const kind of kinds) {
    figures.set(
      kind,
      runners.map(({ name, role }) => ({ name, role, samples: [] })),
    );
  }
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, runner] of runners.entries()) {
      using job = new Job(['/bin/sleep', '1000000'], { instances: count });
      await using running = await runner.open(job);
      const measured = await measure(running, job);
      // The first round brings the programs into the system's cache.
      if (round > 0) for (const kind of kinds) figures.get(kind)?.[index]?.samples.push(measured[kind]);
    }
  }
  const cases = kinds.map((name): Case => ({ name, figures: figures.get(name) ?? [] }));
  // Memory is compared by the row of idle instances.
  const exceeded = exceededBy(cases.filter(({ name }) => name !== 'MiB more'));
  return { table: caseTable(cases), exceeded, absent, raw: cases };
}

async function measure(running: Running, job: Job): Promise<Readonly<Record<Kind, number>>> {
  const before = { mb: residentMb(running.daemon), cpu: cpuMs(running.daemon), at: clock() };
  const pids = await startAll(running, job);
  const started = { mb: residentMb(running.daemon), cpu: cpuMs(running.daemon), at: clock() };
  const listed: number[] = [];
  for (let list = 0; list < lists; list += 1) {
    const since = clock();
    await running.list();
    listed.push(clock() - since);
  }
  const since = clock();
  await running.stop();
  await eventually('all are gone', () => pids.every((pid) => !isAlive(pid)));
  return {
    'start ms': started.at - before.at,
    'CPU of the start ms': started.cpu - before.cpu,
    'list ms': median(listed),
    'stop ms': clock() - since,
    'MiB more': started.mb - before.mb,
  };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
