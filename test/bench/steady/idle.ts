import { setTimeout as pause } from 'node:timers/promises';
import type { Role } from '../figures.ts';
import { median } from '../figures.ts';
import type { Outcome, Row, RunOptions } from '../row.ts';
import { cpuMs, privateMb, residentMb } from './processFigures.ts';
import type { Running } from './runner.ts';
import { Job, present, startAll } from './runner.ts';
import { runners as all } from './runners.ts';

/** What it took to start is over. */
const settleMs = 5000;
const watchMs = 15_000;
/** DESIGN section 9, with 64 instances. */
const limits = { residentMb: 65, cpuPercent: 0.3, addedMb: 0.5 };
const counts = [16, 64];

const app = 'setInterval(() => undefined, 1e6);';

interface Idle {
  /** Of the daemon; percent of one core. */
  readonly residentMb: number;
  readonly cpuPercent: number;
  /** Of one instance, and of all of them together. */
  readonly instanceMb: number;
  readonly instancesCpuPercent: number;
}

interface Measured {
  readonly name: string;
  readonly role: Role;
  readonly idles: Idle[];
}

export const idle: Row = {
  name: 'idle',
  title: 'Doing nothing',
  about:
    `Memory and CPU, over ${watchMs / 1000} s, of the process that keeps 16 and 64 instances that do nothing, with a client ` +
    'that is told of their CPU and memory each second (PM2 and supervisord: of what they measure by themselves), what one ' +
    'instance has of memory for itself, and the CPU of all instances together.',
  rounds: 1,
  run,
};

async function run({ rounds }: RunOptions): Promise<Outcome> {
  const { runners, absent } = present(all);
  const cases: { readonly count: number; readonly measured: readonly Measured[] }[] = [];
  for (const count of counts) {
    const measured = runners.map(({ name, role }): Measured => ({ name, role, idles: [] }));
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, runner] of runners.entries()) {
        using job = new Job(app, { instances: count });
        await using running = await runner.open(job);
        const pids = await startAll(running, job);
        measured[index]?.idles.push(await watch(running, pids));
        await running.stop();
      }
    }
    cases.push({ count, measured });
  }
  return {
    table: {
      header: ['', 'instances', 'MiB', 'CPU %', 'MiB of an instance', 'CPU % of all instances'],
      rows: cases.flatMap(({ count, measured }) =>
        measured.map((one) => [
          one.name,
          String(count),
          of(one, 'residentMb').toFixed(1),
          of(one, 'cpuPercent').toFixed(2),
          of(one, 'instanceMb').toFixed(1),
          of(one, 'instancesCpuPercent').toFixed(2),
        ]),
      ),
    },
    exceeded: exceededBy(cases.at(-1)?.measured ?? []),
    absent,
    raw: cases,
  };
}

async function watch({ daemon }: Running, pids: readonly number[]): Promise<Idle> {
  await pause(settleMs);
  const before = [daemon, ...pids].map(cpuMs);
  await pause(watchMs);
  const used = [daemon, ...pids].map((pid, index) => cpuMs(pid) - (before[index] ?? 0));
  const percent = (ms: number): number => (100 * ms) / watchMs;
  const [own = NaN, ...theirs] = used.map(percent);
  return {
    residentMb: residentMb(daemon),
    cpuPercent: own,
    instanceMb: median(pids.map(privateMb)),
    instancesCpuPercent: theirs.reduce((sum, each) => sum + each, 0),
  };
}

function of({ idles }: Measured, key: keyof Idle): number {
  return median(idles.map((one) => one[key]));
}

function exceededBy(measured: readonly Measured[]): readonly string[] {
  const floor = measured.find(({ role }) => role === 'floor');
  return measured
    .filter(({ role }) => role === 'drover')
    .flatMap((own) => {
      const [resident, cpu] = [of(own, 'residentMb'), of(own, 'cpuPercent')];
      const added = floor === undefined ? 0 : of(own, 'instanceMb') - of(floor, 'instanceMb');
      return [
        ...(resident > limits.residentMb
          ? [`The supervisor has ${resident.toFixed(1)} MiB, more than ${limits.residentMb}.`]
          : []),
        ...(cpu > limits.cpuPercent
          ? [`The supervisor takes ${cpu.toFixed(2)} % CPU, more than ${limits.cpuPercent}.`]
          : []),
        ...(added > limits.addedMb
          ? [`An instance has ${added.toFixed(2)} MiB more, more than ${limits.addedMb}.`]
          : []),
      ];
    });
}
