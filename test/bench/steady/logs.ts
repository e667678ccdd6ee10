import { closeSync, existsSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clock } from '../processes/beacon.ts';
import type { Role } from '../figures.ts';
import { median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import { cpuMs, residentMb } from './processFigures.ts';
import type { Runner } from './runner.ts';
import { Job, eventually, present, startAll } from './runner.ts';
import { runners as all } from './runners.ts';

const many = 1_000_000;
const fewer = 100_000;
const lineBytes = 100;
/** DESIGN section 9: how many times as long as through the floor's plain pipe. */
const mostRatio = 1.15;
/** Whoever has still to write does so within this. */
const quietMs = 500;

/** Writes its lines once, however often it is started, and says when it began and was done. */
const writer = (lines: number, atEnd: string): string => `
const { existsSync, writeFileSync } = require('node:fs');
const idle = () => setInterval(() => undefined, 1e6);
if (process.env.BLOCKING === '1') process.stdout._handle.setBlocking(true);
if (existsSync('began')) idle();
else {
  writeFileSync('began', String(process.hrtime.bigint()));
  const rest = 'x'.repeat(${lineBytes - 10});
  for (let line = 0; line < ${lines}; line += 1) process.stdout.write(String(line).padStart(9, '0') + rest + '\\n');
  writeFileSync('wrote', String(process.hrtime.bigint()));
  ${atEnd}
}
`;

interface Flood {
  /** From the first line until the app has written the last, and until that is in the file; milliseconds. */
  readonly wroteIn: number;
  readonly completeIn: number;
  readonly daemonCpuMs: number;
  readonly daemonPeakMb: number;
  readonly appPeakMb: number;
  readonly lost: number;
}

interface Contender {
  readonly name: string;
  readonly runner: Runner;
  /** For the app: the runner sees to it that it writes in a way that loses nothing, or leaves it to the app. */
  readonly env: Readonly<Record<string, string>>;
}

interface Measured {
  readonly name: string;
  readonly role: Role;
  readonly floods: Flood[];
  readonly lostAtExit: number[];
}

/** Whose app waits until what it writes is taken: nothing is left in it when it ends, nor in its memory meanwhile. */
const lossless = 'floor that loses nothing';

export const logs: Row = {
  name: 'logs',
  title: 'A million lines of output',
  about:
    `One instance writes ${many.toLocaleString('en')} lines of ${lineBytes} bytes as fast as it can: until it has written ` +
    'the last, until that is in its log file, CPU and most memory of the process that keeps the log and of the app, and ' +
    `lines missing among those that the rotation keeps. Last: how many of ${fewer.toLocaleString('en')} are missing when ` +
    'it calls `process.exit()` after them. Whoever leaves the output of a Node app as Node makes it is done sooner, because ' +
    'the app keeps in its own memory what nobody has read yet, and loses that when it exits. Who loses nothing has the app ' +
    'wait, which the second floor does as well: Drover is held to that one, and compared with peers that lose nothing.',
  rounds: 5,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const { runners, absent } = present(all);
  const contenders = runners.flatMap((runner): Contender[] => {
    const plain = { name: runner.name, runner, env: {} };
    return runner.role === 'floor' ? [plain, { name: lossless, runner, env: { BLOCKING: '1' } }] : [plain];
  });
  const measured = contenders.map(({ name, runner: { role } }): Measured => ({
    name,
    role,
    floods: [],
    lostAtExit: [],
  }));
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, contender] of contenders.entries()) {
      measured[index]?.floods.push(await flood(contender));
      measured[index]?.lostAtExit.push(await loseAtExit(contender));
    }
  }
  return {
    table: {
      header: [
        '',
        'x floor',
        'x lossless floor',
        'file complete ms',
        'app done ms',
        'CPU ms',
        'most MiB',
        'app most MiB',
        'lost',
        'lost at exit',
      ],
      rows: measured.map((one) => cells(one, measured)),
    },
    exceeded: exceededBy(measured),
    absent,
    raw: measured,
  };
}

async function flood({ runner, env }: Contender): Promise<Flood> {
  using job = new Job(writer(many, 'idle();'), { env });
  await using running = await runner.open(job);
  const cpuBefore = cpuMs(running.daemon);
  const [app = NaN] = await startAll(running, job);
  await eventually('the last line is in the file', async () => endsWith(await running.logs(), many - 1));
  const completeAt = clock();
  await eventually('the app is done', () => existsSync(join(job.folder, 'wrote')));
  const began = at(job, 'began');
  const figures = {
    wroteIn: at(job, 'wrote') - began,
    completeIn: completeAt - began,
    daemonCpuMs: cpuMs(running.daemon) - cpuBefore,
    daemonPeakMb: residentMb(running.daemon, 'peak'),
    appPeakMb: residentMb(app, 'peak'),
    lost: missing(await running.logs(), many),
  };
  await running.stop();
  return figures;
}

async function loseAtExit({ runner, env }: Contender): Promise<number> {
  using job = new Job(writer(fewer, 'process.exit();'), { env });
  await using running = await runner.open(job);
  await running.start();
  await eventually('the app has written', () => existsSync(join(job.folder, 'wrote')));
  let before = -1;
  for (let bytes = 0; bytes !== before; bytes = sizeOf(await running.logs())) {
    before = bytes;
    await pause(quietMs);
  }
  const lost = missing(await running.logs(), fewer);
  await running.stop();
  return lost;
}

/** By the clock of `clock`. */
function at(job: Job, name: 'began' | 'wrote'): number {
  return Number(readFileSync(join(job.folder, name), 'utf8')) / 1e6;
}

function sizeOf(paths: readonly string[]): number {
  return paths.reduce((bytes, path) => bytes + (existsSync(path) ? statSync(path).size : 0), 0);
}

/** Asked again and again while the cores are busy with what is measured: reads the last line and no more. */
function endsWith(paths: readonly string[], line: number): boolean {
  const path = paths.at(-1);
  if (path === undefined || !existsSync(path)) return false;
  const fd = openSync(path, 'r');
  try {
    const last = Buffer.alloc(lineBytes);
    const bytes = readSync(fd, last, 0, lineBytes, Math.max(0, fstatSync(fd).size - lineBytes));
    return bytes === lineBytes && last.toString('latin1').startsWith(String(line).padStart(9, '0'));
  } finally {
    closeSync(fd);
  }
}

/** How many of the lines from the first that is kept to the last of `lines` are not there. */
function missing(paths: readonly string[], lines: number): number {
  const there = new Set<number>();
  for (const path of paths.filter((one) => existsSync(one))) {
    const text = readFileSync(path, 'latin1');
    for (let from = 0; from < text.length;) {
      const end = text.indexOf('\n', from);
      if (end === -1) break;
      if (end - from === lineBytes - 1) there.add(Number(text.slice(from, from + 9)));
      from = end + 1;
    }
  }
  const rotated = paths.length > 1;
  const first = rotated ? [...there].reduce((least, one) => Math.min(least, one), lines) : 0;
  return lines - first - there.size;
}

function cells(one: Measured, measured: readonly Measured[]): readonly string[] {
  const of = (key: keyof Flood, figures = one.floods): number => median(figures.map((each) => each[key]));
  const ratio = (floor: Measured | undefined): string => (time(one) / (floor ? time(floor) : NaN)).toFixed(2);
  return [
    one.name,
    ratio(measured.find(({ role }) => role === 'floor')),
    ratio(measured.find(({ name }) => name === lossless)),
    ...(['completeIn', 'wroteIn', 'daemonCpuMs', 'daemonPeakMb', 'appPeakMb'] as const).map((key) =>
      of(key).toFixed(0),
    ),
    Math.max(...one.floods.map(({ lost }) => lost)).toLocaleString('en'),
    Math.max(...one.lostAtExit).toLocaleString('en'),
  ];
}

function time({ floods }: Measured): number {
  return median(floods.map(({ completeIn }) => completeIn));
}

function losesLines({ floods, lostAtExit }: Measured): boolean {
  return floods.some(({ lost }) => lost > 0) || lostAtExit.some((lost) => lost > 0);
}

function exceededBy(measured: readonly Measured[]): readonly string[] {
  const floor = measured.find(({ name }) => name === lossless);
  const peers = measured.filter((one) => one.role === 'peer' && !losesLines(one));
  return measured
    .filter(({ role }) => role === 'drover')
    .flatMap((own) => {
      const ratio = floor === undefined ? 0 : time(own) / time(floor);
      return [
        ...(ratio > mostRatio
          ? [`A million lines take ${ratio.toFixed(2)}x the time of the ${lossless}, more than ${mostRatio}.`]
          : []),
        ...(losesLines(own) ? ['Lines are lost.'] : []),
        ...peers
          .filter((peer) => time(peer) < time(own))
          .map(({ name }) => `A million lines: Drover is behind ${name}.`),
      ];
    });
}
