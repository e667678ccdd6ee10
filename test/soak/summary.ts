import type { Point } from './lineFit.ts';
import { slopeOf } from './lineFit.ts';
import type { RestReport } from './rest.ts';
import type { SoakResult } from './soak.ts';

/**
 * MiB of heap an hour, at rest and without garbage. An hour is some 7,000 operations, kills and looks, more than a month
 * of work: by this limit each could leave 1 KiB behind. Less is not told from what goes on filling up to its bounds, such
 * as the histories of 64 instances.
 */
const heapLimit = 8;
/** MiB resident an hour, at rest: what the allocator keeps goes up and down by several MiB from rest to rest. */
const residentLimit = 40;
/** By fewer rests a slope says nothing; before them comes a third of the run in which histories and rings fill. */
const restsForSlopes = 4;

export interface Slopes {
  /** MiB an hour, at rest, without garbage and with everything stopped. */
  readonly heap: number;
  readonly resident: number;
  /** MiB an hour, of all samples. */
  readonly atWork: number;
}

/** How memory grows in the last two thirds; undefined when they are too short. */
export function slopesOf({ rests, memory }: Pick<SoakResult, 'rests' | 'memory'>): Slopes | undefined {
  const late = rests.slice(Math.floor(rests.length / 3));
  if (late.length < restsForSlopes) return undefined;
  const points = (y: (report: RestReport) => number): Point[] =>
    late.map((report) => ({ x: report.minutes / 60, y: y(report) }));
  const heap = slopeOf(points(({ heapMiB }) => heapMiB));
  const resident = slopeOf(points(({ residentMiB }) => residentMiB));
  return { heap, resident, atWork: slopeOf(memory.slice(Math.floor(memory.length / 3))) };
}

/** All that was wrong; nothing when the soak was passed. */
export function verdict(result: SoakResult): string[] {
  const slopes = slopesOf(result);
  const grows = (what: string, slope: number, limit: number): string[] =>
    slope > limit ? [`The ${what} grows by ${slope.toFixed(1)} MiB an hour, more than ${limit}.`] : [];
  return [
    ...result.journal.failures,
    ...(slopes === undefined ? [] : grows('heap', slopes.heap, heapLimit)),
    ...(slopes === undefined ? [] : grows('resident memory', slopes.resident, residentLimit)),
  ];
}

/** One line about a rest. */
export function restLine(report: RestReport, result: SoakResult, minutes: number): string {
  const { baseline } = result;
  const state = report.failures.length === 0 ? 'all as it must be' : `${report.failures.length} WRONG`;
  return [
    `${report.minutes.toFixed(1)} of ${minutes} min: ${done(result)}`,
    `  ${state}; heap ${report.heapMiB.toFixed(1)} MiB (at first ${baseline.heapMiB.toFixed(1)}), ` +
      `resident ${report.residentMiB.toFixed(0)} (${baseline.residentMiB.toFixed(0)}), ` +
      `file descriptors ${descriptors(report.stopped)} (${descriptors(baseline.stopped)}) with everything stopped`,
    ...report.failures.map((text) => `  ${text}`),
  ].join('\n');
}

/** The end, for a terminal. */
export function finalText(result: SoakResult): string {
  const wrong = verdict(result);
  return [
    ...facts(result),
    ...(wrong.length === 0
      ? ['Passed.']
      : [`FAILED: ${wrong.length} wrong.`, ...wrong.map((text) => `- ${text}`)]),
  ].join('\n');
}

/** The end, for docs/performance.md. */
export function markdownText(result: SoakResult, machine: string): string {
  const wrong = verdict(result);
  return [
    '## Soak',
    '',
    `What \`npm run soak -- --minutes ${Math.round(result.minutes)}\` found: 64 instances by files, in every way to share a port, and apps without a file; two windows, the command line, visitors that come and go and somebody who kills instances and cluster hosts, all at once and at random. ${machine}`,
    '',
    'Every five minutes all of them rest. Then each app must be what a model of all that was asked says it is, and answer with the version that was saved last; then everything is run as at first, then stopped, and what the supervisor holds is compared with the first rest: file descriptors, inotify watches, children, threads, files, handles, listeners, and memory after a full collection of garbage.',
    '',
    ...facts(result).map((fact) => `- ${fact}`),
    wrong.length === 0
      ? `- At each of ${result.rests.length} rests every state was right, no process was left over, and no port, file descriptor, timer, listener, watcher or file was more than at the beginning.`
      : `- **Wrong:** ${wrong.join(' ')}`,
  ].join('\n');
}

function facts(result: SoakResult): string[] {
  const slopes = slopesOf(result);
  const { baseline, rests, memory } = result;
  const last = rests.at(-1);
  const peak = Math.max(0, ...memory.map(({ y }) => y));
  return [
    `${result.minutes.toFixed(1)} minutes at work, seed ${result.seed}: ${done(result)}.`,
    ...(last === undefined
      ? []
      : [
          `Memory of the supervisor at rest, at first and at last: heap ${mib(baseline.heapMiB)} and ${mib(last.heapMiB)}, resident ${mib(baseline.residentMiB)} and ${mib(last.residentMiB)}; resident at work at most ${mib(peak)}.`,
        ]),
    slopes === undefined
      ? 'Too short for a slope of its memory.'
      : `By least squares the heap grows by ${slopes.heap.toFixed(1)} MiB an hour (limit ${heapLimit}) and resident memory by ${slopes.resident.toFixed(1)} (limit ${residentLimit}) at rest, and by ${slopes.atWork.toFixed(1)} at work.`,
    `CPU: ${result.supervisorCpuSeconds.toFixed(0)} s of the supervisor, ${result.ownCpuSeconds.toFixed(0)} s of the soak itself.`,
  ];
}

function done({ journal }: SoakResult): string {
  const looks = journal.total((kind) => kind.startsWith('look'));
  const kills = journal.total((kind) => kind.startsWith('kill'));
  const comings = journal.total((kind) => kind.startsWith('window') || kind === 'visitor');
  const operations = journal.total() - looks - kills - comings;
  return `${operations} operations and saves, ${kills} kills, ${looks} looks, ${comings} comings and goings of clients`;
}

function descriptors(counts: Readonly<Record<string, number>>): number {
  return Object.entries(counts).reduce((sum, [what, count]) => sum + (what.startsWith('fd ') ? count : 0), 0);
}

function mib(value: number): string {
  return `${value.toFixed(1)} MiB`;
}
