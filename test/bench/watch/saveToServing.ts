import { setTimeout as pause } from 'node:timers/promises';
import type { Figure } from '../figures.ts';
import { floorOf, median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import { timeTable } from '../timeTable.ts';
import type { Contender } from './contenders.ts';
import { nodeContenders, present, pythonContenders } from './contenders.ts';
import type { Source } from './project.ts';
import { Project, nodeServer, pythonServer } from './project.ts';

const warmUp = 3;
const patienceMs = 20_000;
/** Longer than any of them waits for more changes, and never the same: nothing may count on the rhythm. */
const restMs = { least: 300, spread: 200 };
/** DESIGN section 9: a save may take this much longer than the floor, and less than each of these. */
const overFloorMs = 60;
const slower = ['node --watch', 'nodemon', 'tsx watch'];

const about =
  'From the save of a file of the server until a poller (a new connection every 2 ms) gets the answer of the new version, ' +
  'one contender after the other in each round.';

export const saveToServing: Row = {
  name: 'save',
  title: 'Save to serving',
  about,
  rounds: 30,
  run: (options) => run(nodeServer, nodeContenders, options),
};

export const saveToServingPython: Row = {
  name: 'save-python',
  title: 'Save to serving: uvicorn',
  about,
  rounds: 30,
  run: (options) => run(pythonServer, pythonContenders, options),
};

interface Running {
  readonly contender: Contender;
  readonly project: Project;
  readonly program: AsyncDisposable;
  readonly samples: number[];
}

async function run(source: Source, all: readonly Contender[], { rounds }: RunOptions): Promise<Outcome> {
  const { contenders, absent } = present(all);
  const running: Running[] = [];
  try {
    for (const contender of contenders) running.push(await start(contender, source));
    for (let round = 0; round < rounds + warmUp; round += 1) {
      for (const one of running) {
        const took = await saveAndWait(one);
        if (round >= warmUp) one.samples.push(took);
      }
    }
  } finally {
    for (const { program, project } of running) {
      await program[Symbol.asyncDispose]();
      project[Symbol.dispose]();
    }
  }
  const figures = running.map(({ contender: { name, role }, samples }): Figure => ({ name, role, samples }));
  return { table: timeTable(figures), exceeded: exceededBy(figures), absent, raw: figures };
}

async function start(contender: Contender, source: Source): Promise<Running> {
  const project = await Project.create(source);
  const program = await contender.start(project);
  try {
    await project.served(contender.name);
    return { contender, project, program, samples: [] };
  } catch (error) {
    await program[Symbol.asyncDispose]();
    throw error;
  }
}

/** Milliseconds from a save to its first answer. */
async function saveAndWait({ contender, project }: Running): Promise<number> {
  await pause(restMs.least + Math.random() * restMs.spread);
  const start = performance.now();
  const version = project.save();
  if (await project.serves(version, patienceMs)) return performance.now() - start;
  throw new Error(`${contender.name} lost a save`);
}

function exceededBy(figures: readonly Figure[]): readonly string[] {
  const floor = floorOf(figures);
  const ours = figures.filter(({ role }) => role === 'drover');
  return ours.flatMap(({ name, samples }) => {
    const own = median(samples);
    const over = floor === undefined ? 0 : own - median(floor.samples);
    const faster = figures.filter((peer) => slower.includes(peer.name) && median(peer.samples) <= own);
    return [
      ...(over > overFloorMs ? [`${name} takes ${Math.round(over)} ms longer than the floor.`] : []),
      ...faster.map((peer) => `${name} is not ahead of ${peer.name}.`),
    ];
  });
}
