import { setTimeout as pause } from 'node:timers/promises';
import type { Outcome, Row, RunOptions } from '../row.ts';
import type { Contender } from './contenders.ts';
import { nodeContenders, present } from './contenders.ts';
import { Project, nodeServer } from './project.ts';

/** The server listens, and says that it is ready, this long after its start. */
const bootMs = 300;
const patienceMs = 5000;
const restMs = 300;

interface Lost {
  readonly name: string;
  readonly role: Contender['role'];
  readonly tries: number;
  readonly lost: number;
}

export const startUp: Row = {
  name: 'start-up',
  title: 'A save during the start-up',
  about: `The server takes ${bootMs} ms to start and then says that it is ready. It is saved, and at a random moment of the start that follows saved again: how often that second save is never served (within ${patienceMs / 1000} s).`,
  rounds: 30,
  run,
};

/** All contenders at the same time: nothing is timed, and the servers mostly wait. */
async function run({ rounds }: RunOptions): Promise<Outcome> {
  const { contenders, absent } = present(nodeContenders);
  const measured = await Promise.all(contenders.map((contender) => measure(contender, rounds)));
  return {
    table: {
      header: ['', 'lost for good'],
      rows: measured.map(({ name, lost, tries }) => [name, `${Math.round((100 * lost) / tries)} %`]),
    },
    exceeded: measured
      .filter(({ role, lost }) => role === 'drover' && lost > 0)
      .map(({ name, lost, tries }) => `${name} lost ${lost} of ${tries} saves during a start-up.`),
    absent,
    raw: measured,
  };
}

async function measure(contender: Contender, tries: number): Promise<Lost> {
  using project = await Project.create(nodeServer, { bootMs });
  await using _running = await contender.start(project);
  await project.served(contender.name);
  let lost = 0;
  for (let round = 0; round < tries; round += 1) {
    await pause(restMs);
    const first = project.save();
    await started(project, first);
    await pause(Math.random() * bootMs);
    if (!(await project.serves(project.save(), patienceMs))) lost += 1;
  }
  return { name: contender.name, role: contender.role, tries, lost };
}

/** Until a process by this version has begun; that none does is not what is measured. */
async function started(project: Project, version: string): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!project.starts().includes(version) && performance.now() < end) await pause(5);
}
