import { setTimeout as pause } from 'node:timers/promises';
import { clock } from '../processes/beacon.ts';
import type { Figure } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import { timeTable } from '../timeTable.ts';
import type { Runner } from './runner.ts';
import { Job, eventually, present, startAll } from './runner.ts';
import { runners as all } from './runners.ts';

const everyMs = 120;
/** Those that are said while a follower is still connecting are not counted. */
const warmUp = 5;
const linesPerRound = 50;

/** Says now and then what time it is, by the clock of `clock`. */
const speaker = `
setInterval(() => process.stdout.write('at ' + process.hrtime.bigint() + ' .\\n'), ${everyMs});
`;

export const follow: Row = {
  name: 'follow',
  title: 'Following output',
  about:
    `An instance writes a line every ${everyMs} ms: milliseconds until a client that follows its output has it. ` +
    'supervisord has its followers read the file again and again, and takes no part.',
  rounds: 2,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const { runners, absent } = present(all);
  const figures: (Figure & { readonly samples: number[] })[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const runner of runners) {
      const samples = await listen(runner);
      if (samples === undefined) continue;
      const known = figures.find(({ name }) => name === runner.name);
      if (known === undefined) figures.push({ name: runner.name, role: runner.role, samples });
      else known.samples.push(...samples);
    }
  }
  return { table: timeTable(figures), exceeded: [], absent, raw: figures };
}

/** undefined where nobody can follow. */
async function listen(runner: Runner): Promise<number[] | undefined> {
  using job = new Job(speaker);
  await using running = await runner.open(job);
  if (running.follow === undefined) return undefined;
  await startAll(running, job);
  const took: number[] = [];
  await running.follow((text) => {
    const now = clock();
    for (const [, at] of text.matchAll(/at (\d+) \./g)) took.push(now - Number(at) / 1e6);
  });
  await eventually('the lines come', async () => {
    await pause(everyMs);
    return took.length >= linesPerRound + warmUp;
  });
  await running.stop();
  return took.slice(warmUp, warmUp + linesPerRound);
}
