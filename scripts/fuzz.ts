// Usage: npm run fuzz [-- --seed n] [--minutes m] [--only target]. Exits with 1 when a property does not hold.
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import type { FuzzResult, FuzzTask } from '../test/fuzz/fuzzThread.ts';
import { keepCase } from '../test/fuzz/keptCases.ts';
import { Random } from '../test/fuzz/random.ts';
import { targets } from '../test/fuzz/targets.ts';

const usage = `npm run fuzz [-- options]
  --seed <n>       the first case of each target; another one each time, unless given
  --minutes <m>    for all targets together; 5 unless given
  --only <target>  only this one; may be given more than once: ${targets.map(({ name }) => name).join(', ')}`;

/** A case that takes longer hangs: none of them does anything that takes a second on an idle machine. */
const hangMs = 30_000;
/** Old space of a thread. What is fed in is small, so whoever needs more has no bound. */
const memoryMb = 1024;

interface Options {
  readonly seed: number;
  readonly minutes: number;
  readonly names: readonly string[];
}

/** Reads the command line; undefined when only help was asked for. Throws a sentence about a wrong option. */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: '5' },
      only: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const unknown = values.only.filter((name) => !targets.some((target) => target.name === name));
  if (unknown.length > 0) throw new Error(`There is no target ${unknown.join(', ')}.\n${usage}`);
  const seed = values.seed === undefined ? Date.now() % 1_000_000_000 : Number(values.seed);
  const minutes = Number(values.minutes);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new Error('--seed needs a whole number.');
  if (!(minutes > 0)) throw new Error('--minutes needs a number above 0.');
  const names = targets.map(({ name }) => name);
  return { seed, minutes, names: values.only.length === 0 ? names : values.only };
}

interface Verdict {
  readonly cases: number;
  readonly slowest: FuzzResult['slowest'] | undefined;
  /** Why the property does not hold; undefined when it does. */
  readonly complaint: string | undefined;
}

async function fuzz(target: string, seed: number, milliseconds: number): Promise<Verdict> {
  const current = new Int32Array(new SharedArrayBuffer(8));
  const task: FuzzTask = { target, seed, milliseconds, current };
  const worker = new Worker(new URL('../test/fuzz/fuzzThread.ts', import.meta.url), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  });
  let result: FuzzResult | undefined;
  let death: string | undefined;
  worker.on('message', (message: FuzzResult) => (result = message));
  worker.on('error', (error) => (death = error.stack ?? error.message));
  const watch = watchProgress(current, () => {
    death = `It has been at one case for ${hangMs / 1000} s.`;
    void worker.terminate();
  });
  await new Promise((resolve) => worker.on('exit', resolve));
  clearInterval(watch);
  const [at = seed, cases = 0] = current;
  if (result === undefined) {
    const reason = death ?? 'It ended by itself.';
    const path = keepCase({ target, seed: at, simplest: caseOf(target, at) });
    return { cases, slowest: undefined, complaint: `seed ${at}: ${reason}\nThe case is kept in ${path}.` };
  }
  const { failure, slowest } = result;
  if (failure === undefined) return { cases, slowest, complaint: undefined };
  const path = keepCase(failure);
  return {
    cases,
    slowest,
    complaint: `seed ${failure.seed}: ${failure.message}\nThe case, made simpler, is kept in ${path}.`,
  };
}

/** Calls `hangs` when the thread is at the same case for too long. */
function watchProgress(current: Int32Array, hangs: () => void): NodeJS.Timeout {
  let before = -1;
  let since = Date.now();
  return setInterval(() => {
    const count = Atomics.load(current, 1);
    if (count !== before) {
      before = count;
      since = Date.now();
    } else if (Date.now() - since > hangMs) hangs();
  }, 1000);
}

function caseOf(name: string, seed: number): unknown {
  return targets.find((target) => target.name === name)?.make(new Random(seed));
}

try {
  const options = readOptions();
  if (options === undefined) {
    console.log(usage);
  } else {
    const { seed, minutes, names } = options;
    console.log(`Seed ${seed}, ${minutes} min for ${names.length} targets.`);
    let broken = 0;
    for (const name of names) {
      const { cases, slowest, complaint } = await fuzz(name, seed, (minutes * 60_000) / names.length);
      if (complaint !== undefined) broken += 1;
      const slow =
        slowest === undefined ? '' : `, slowest ${Math.round(slowest.ms)} ms (seed ${slowest.seed})`;
      console.log(`${complaint === undefined ? '✔' : '✖'} ${name}: ${cases} cases${slow}`);
      console.log(`  ${targets.find((target) => target.name === name)?.property ?? ''}`);
      if (complaint !== undefined) console.log(complaint.replaceAll(/^/gm, '  '));
    }
    console.log(
      broken === 0 ? 'Every property holds.' : `${broken} of ${names.length} properties do not hold.`,
    );
    process.exitCode = broken === 0 ? 0 : 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
