import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome, Row, RunOptions } from '../row.ts';
import type { Contender } from './contenders.ts';
import { nodeContenders, present } from './contenders.ts';
import { Project, nodeServer } from './project.ts';

const saves = 200;
const patienceMs = 5000;
/** Whoever still has a restart to make begins it within this time. */
const restMs = 2000;
/** The restart that serves the last one, and two more. */
const mostStarts = 3;
/** Milliseconds between two saves. */
const gaps = { 'at once': 0, 'over a second': 5 };

interface Burst {
  readonly isLastServed: boolean;
  readonly starts: number;
}

export const burst: Row = {
  name: 'burst',
  title: `A burst of ${saves} saves`,
  about: `${saves} saves of one file, at once and over a second: whether the last one is what is served in the end, and how often the server was started for it (the most of all rounds).`,
  rounds: 3,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const { contenders, absent } = present(nodeContenders);
  const measured = [];
  for (const contender of contenders) {
    const kinds = [];
    for (const gapMs of Object.values(gaps)) kinds.push(await measure(contender, gapMs, rounds));
    measured.push({ contender, kinds });
  }
  return {
    table: {
      header: ['', ...Object.keys(gaps).flatMap((gap) => [`last one served, ${gap}`, `starts, ${gap}`])],
      rows: measured.map(({ contender, kinds }) => [contender.name, ...kinds.flatMap(cells)]),
    },
    exceeded: measured
      .filter(({ contender }) => contender.role === 'drover')
      .flatMap(({ contender, kinds }) => kinds.flat().flatMap((one) => exceededBy(contender, one))),
    absent,
    raw: measured.map(({ contender: { name, role }, kinds }) => ({ name, role, kinds })),
  };
}

async function measure(contender: Contender, gapMs: number, rounds: number): Promise<readonly Burst[]> {
  const bursts: Burst[] = [];
  for (let round = 0; round < rounds; round += 1) {
    using project = await Project.create(nodeServer);
    await using _running = await contender.start(project);
    await project.served(contender.name);
    await pause(restMs);
    const before = project.starts().length;
    let last = '';
    for (let save = 0; save < saves; save += 1) {
      last = project.save();
      if (gapMs > 0) await pause(gapMs);
    }
    await project.serves(last, patienceMs);
    await pause(restMs);
    bursts.push({
      isLastServed: (await project.answer()) === last,
      starts: project.starts().length - before,
    });
  }
  return bursts;
}

function cells(bursts: readonly Burst[]): readonly string[] {
  const served = bursts.filter(({ isLastServed }) => isLastServed).length;
  const text = served === bursts.length ? 'yes' : served === 0 ? '**no**' : `${served} of ${bursts.length}`;
  return [text, String(Math.max(...bursts.map(({ starts }) => starts)))];
}

function exceededBy({ name }: Contender, { isLastServed, starts }: Burst): readonly string[] {
  return [
    ...(isLastServed ? [] : [`${name} does not serve the last save of a burst.`]),
    ...(starts <= mostStarts ? [] : [`${name} starts the server ${starts} times for a burst.`]),
  ];
}
