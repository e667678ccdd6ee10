import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../figures.ts';
import { median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import { residentMb } from './processFigures.ts';
import type { Runner } from './runner.ts';
import { Job, eventually, present, startAll } from './runner.ts';
import { runners as all } from './runners.ts';

const lineBytes = 120;
const linesPerTurn = 300;
const everyMs = 10;
/** The memory of a flood that somebody reads is there by then. */
const warmUp = 60_000;
const whileStopped = 300_000;

/** Says how many lines it has written each time it has written some. */
const flood = `
const { writeFileSync } = require('node:fs');
let line = 0;
setInterval(() => {
  let text = '';
  for (let count = 0; count < ${linesPerTurn}; count += 1) text += 'line ' + String(line++).padStart(${lineBytes - 6}, '0') + '\\n';
  process.stdout.write(text);
  writeFileSync('lines', String(line));
}, ${everyMs});
`;

interface Stall {
  readonly beforeMb: number;
  readonly mostMb: number;
  /** Lines that the follower never printed, between the first and the last that it did. */
  readonly missed: number;
  /** How many of them it told of. */
  readonly told: number;
}

interface Measured {
  readonly name: string;
  readonly role: Role;
  readonly stalls: Stall[];
}

export const stalled: Row = {
  name: 'stalled',
  title: 'A follower that is stopped',
  about:
    `An instance writes ${((linesPerTurn * lineBytes) / everyMs / 1000).toFixed(1)} MB a second, and the command that follows its ` +
    `output is stopped by a signal for ${whileStopped.toLocaleString('en')} lines: memory of the process that keeps the log ` +
    'before, and the most that it has had in the end, how many of the lines the command does not print once it goes on, and how many it ' +
    'says that it has left out. Its output is read all the time.',
  rounds: 2,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const { runners, absent } = present(all.filter(({ role }) => role !== 'floor'));
  const measured: Measured[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const runner of runners) {
      const stall = await measure(runner);
      if (stall === undefined) continue;
      const known = measured.find(({ name }) => name === runner.name);
      if (known === undefined) measured.push({ name: runner.name, role: runner.role, stalls: [stall] });
      else known.stalls.push(stall);
    }
  }
  const of = ({ stalls }: Measured, key: keyof Stall): number => median(stalls.map((one) => one[key]));
  return {
    table: {
      header: ['', 'MiB before', 'most MiB', 'lines not printed', 'lines told of'],
      rows: measured.map((one) => [
        one.name,
        of(one, 'beforeMb').toFixed(0),
        of(one, 'mostMb').toFixed(0),
        of(one, 'missed').toLocaleString('en'),
        of(one, 'told').toLocaleString('en'),
      ]),
    },
    exceeded: measured
      .filter((one) => one.role === 'drover' && of(one, 'missed') !== of(one, 'told'))
      .map(({ name }) => `${name} tells of another number of lines than are missing.`),
    absent,
    raw: measured,
  };
}

/** undefined where no command is told what is written. */
async function measure(runner: Runner): Promise<Stall | undefined> {
  using job = new Job(flood);
  await using running = await runner.open(job);
  if (running.followingCommand === undefined) return undefined;
  await startAll(running, job);
  const command = running.followingCommand();
  const ended = once(command, 'exit');
  const printed = new Printed(command);
  await eventually('lines are printed', () => printed.count >= warmUp);
  const beforeMb = residentMb(running.daemon);
  command.kill('SIGSTOP');
  const from = written(job);
  await eventually('lines are written', () => written(job) >= from + whileStopped);
  const last = written(job);
  command.kill('SIGCONT');
  await eventually('it prints what is new', () => printed.last >= last);
  const mostMb = residentMb(running.daemon, 'peak');
  command.kill('SIGINT');
  await ended;
  await running.stop();
  const missed = printed.last - printed.first + 1 - printed.count;
  return { beforeMb, mostMb, missed, told: printed.told };
}

function written(job: Job): number {
  return Number(readFileSync(join(job.folder, 'lines'), 'latin1'));
}

/** Counts what a command prints. */
class Printed {
  count = 0;
  first = NaN;
  last = NaN;
  told = 0;
  #rest = '';

  constructor({ stdout, stderr }: ChildProcessWithoutNullStreams) {
    stdout.setEncoding('latin1').on('data', (text: string) => this.#take(text));
    stderr.setEncoding('utf8').on('data', (text: string) => {
      for (const [, number = ''] of text.matchAll(/(\d[\d,]*) lines/g))
        this.told += Number(number.replaceAll(',', ''));
    });
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, number] = /^line (\d+)$/.exec(line) ?? [];
      if (number === undefined) continue;
      this.count += 1;
      this.last = Number(number);
      if (this.count === 1) this.first = this.last;
    }
  }
}
