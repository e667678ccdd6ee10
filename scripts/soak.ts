// Usage: npm run soak [-- --minutes <n>] [--seed <n>]. Exits with 1 when anything was wrong.
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg, release, type } from 'node:os';
import { parseArgs } from 'node:util';
import { updatePage } from '../test/bench/report.ts';
import { soak } from '../test/soak/soak.ts';
import { finalText, markdownText, restLine, verdict } from '../test/soak/summary.ts';
import { buildAll } from './buildAll.ts';
import { root } from './install/paths.ts';

const usage = `npm run soak [-- options]
  --minutes <n>  how long (default: 30), besides the rests; from 30 on the summary is written to docs/performance.md
  --seed <n>     the same choices again`;
const pagePath = `${root}/docs/performance.md`;
/** A shorter run has no slope to show. */
const writtenFrom = 30;
const minutesBetweenRests = 5;

interface Options {
  readonly minutes: number;
  readonly seed: number;
}

/** Reads the command line; undefined when only help was asked for. Throws a sentence about a wrong option. */
function readOptions(): Options | undefined {
  const { values } = parseArgs({
    options: {
      minutes: { type: 'string', default: '30' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!(minutes > 0)) throw new Error(`--minutes needs a number above 0, not "${values.minutes}".`);
  if (!Number.isInteger(seed)) throw new Error(`--seed needs a whole number, not "${values.seed}".`);
  return { minutes, seed };
}

async function run({ minutes, seed }: Options): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  const load = loadavg()[0] ?? 0;
  await buildAll();
  const journalPath = `${root}/test-results/soak-${seed}.log`;
  console.log(`Soak of ${minutes} minutes, seed ${seed}. Everything is written to ${journalPath}.`);
  const result = await soak({
    minutes,
    minutesBetweenRests,
    warmUpSeconds: 30,
    seed,
    journalPath,
    signal: stop.signal,
    onBegun: ({ supervisor, instances }) =>
      console.log(`${instances} instances run under supervisor ${supervisor}.`),
    onRest: (report, soFar) => console.log(restLine(report, soFar, minutes)),
  });
  console.log(`\n${finalText(result)}`);
  if (stop.signal.aborted) console.log(`It was ended before ${minutes} minutes were over.`);
  if (verdict(result).length > 0 || stop.signal.aborted) process.exitCode = 1;
  if (result.minutes < writtenFrom) return;
  const day = new Date().toISOString().slice(0, 10);
  const machine = `Measured ${day} on ${availableParallelism()} cores, ${type()} ${release()}, Node ${process.versions.node}, with a load of ${load.toFixed(1)} before it began.`;
  const page = readFileSync(pagePath, 'utf8');
  writeFileSync(pagePath, updatePage(page, new Map([['soak', markdownText(result, machine)]])));
}

try {
  const options = readOptions();
  if (options === undefined) console.log(usage);
  else await run(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
