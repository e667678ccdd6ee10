// Usage: npm run bench [-- --only <row>] [--rounds <n>] [--json]. Exits with 1 when a limit is exceeded.
import { readFileSync, writeFileSync } from 'node:fs';
import { arch, availableParallelism, loadavg, release, type } from 'node:os';
import { parseArgs } from 'node:util';
import type { Machine, Measured } from '../test/bench/report.ts';
import { machineLine, markdownBlock, terminalTable, updatePage } from '../test/bench/report.ts';
import type { Row } from '../test/bench/row.ts';
import { rows } from '../test/bench/rows.ts';
import { buildAll } from './buildAll.ts';
import { root } from './install/paths.ts';
import { installPeers } from './install/peers.ts';
import { installTsx } from './install/tsx.ts';

const usage = `npm run bench [-- options]
  --only <row>   only this row; may be given more than once: ${rows.map(({ name }) => name).join(', ')}
  --rounds <n>   how often each contender is measured
  --json         print one JSON document with the raw samples, and leave docs/performance.md as it is`;
const pagePath = `${root}/docs/performance.md`;

interface BenchOptions {
  readonly selected: readonly Row[];
  readonly rounds: number | undefined;
  readonly json: boolean;
}

/** Reads the command line; undefined when only help was asked for. Throws a sentence about a wrong option. */
function readOptions(): BenchOptions | undefined {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const unknown = values.only.filter((name) => !rows.some((row) => row.name === name));
  if (unknown.length > 0) throw new Error(`No row is called ${unknown.join(', ')}.\n${usage}`);
  const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
  if (rounds !== undefined && !(Number.isInteger(rounds) && rounds > 0)) {
    throw new Error(`--rounds needs a whole number from 1, not "${values.rounds ?? ''}".`);
  }
  const selected = rows.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  return { selected, rounds, json: values.json };
}

function thisMachine(): Machine {
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: availableParallelism(),
    system: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    load: loadavg()[0] ?? 0,
  };
}

async function measure({ selected, rounds: wished, json }: BenchOptions): Promise<readonly Measured[]> {
  const measured: Measured[] = [];
  for (const row of selected) {
    const rounds = wished ?? row.rounds;
    if (!json) console.log(`\n== ${row.title} ==\n${row.about} Rounds: ${rounds}.\n`);
    const outcome = await row.run({ rounds });
    measured.push({ row, rounds, outcome });
    if (json) continue;
    console.log(terminalTable(outcome.table));
    for (const line of [...outcome.absent, ...outcome.exceeded.map((text) => `Limit exceeded: ${text}`)]) {
      console.log(line);
    }
  }
  return measured;
}

function writePage(measured: readonly Measured[], machine: Machine): void {
  const blocks = new Map(measured.map((one) => [one.row.name, markdownBlock(one, machine)]));
  writeFileSync(pagePath, updatePage(readFileSync(pagePath, 'utf8'), blocks));
}

try {
  const options = readOptions();
  if (options === undefined) {
    console.log(usage);
  } else {
    // What is said on the way must not get into the document.
    if (options.json) console.log = console.error;
    const machine = thisMachine();
    await installTsx();
    await installPeers();
    await buildAll();
    const measured = await measure(options);
    if (options.json) {
      const figures = measured.map(({ row, rounds, outcome }) => ({ name: row.name, rounds, ...outcome }));
      process.stdout.write(`${JSON.stringify({ machine, rows: figures }, null, 2)}\n`);
    } else {
      writePage(measured, machine);
      console.log(`\n${machineLine(machine)} Written to docs/performance.md.`);
    }
    if (measured.some(({ outcome }) => outcome.exceeded.length > 0)) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
