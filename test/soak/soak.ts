import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { isPortFree } from '../../src/supervisor/ports.ts';
import { AppModel } from './appModel.ts';
import { Bustle } from './bustle.ts';
import { Dice } from './dice.ts';
import { Journal } from './journal.ts';
import type { Point } from './lineFit.ts';
import type { Possessions, RestReport } from './rest.ts';
import { Rest } from './rest.ts';
import { portCount, soakApps } from './soakApps.ts';
import { SoakFolder } from './soakFolder.ts';
import { subjectsOf } from './subject.ts';
import { cpuSeconds, residentMiB } from './supervisorHoldings.ts';

export interface SoakOptions {
  /** How long everybody is at work, in minutes, less the rests. */
  readonly minutes: number;
  /** From one look at everything to the next. */
  readonly minutesBetweenRests: number;
  /** At work before the first look, by which the others are judged. */
  readonly warmUpSeconds: number;
  readonly seed: number;
  /** Where everything that is done is written down. */
  readonly journalPath: string;
  /** Told of the beginning, and of every rest. */
  readonly onBegun: (facts: { readonly supervisor: number; readonly instances: number }) => void;
  readonly onRest: (report: RestReport, result: SoakResult) => void;
  /** Ends it early. */
  readonly signal: AbortSignal;
}

export interface SoakResult {
  readonly seed: number;
  /** How long everybody was at work. */
  readonly minutes: number;
  readonly journal: Journal;
  readonly baseline: Possessions;
  readonly rests: readonly RestReport[];
  /** MiB resident over the hours since the beginning. */
  readonly memory: readonly Point[];
  readonly supervisorCpuSeconds: number;
  /** Of the soak itself, without the commands that it runs. */
  readonly ownCpuSeconds: number;
}

/** How often the memory of the supervisor is looked at. */
const sampleMs = 5000;
const minuteMs = 60_000;

/** Runs the soak; whatever is wrong is in the journal's failures, and the folder is kept then. */
export async function soak(options: SoakOptions): Promise<SoakResult> {
  const { seed, minutes } = options;
  mkdirSync(dirname(options.journalPath), { recursive: true });
  const journal = new Journal(options.journalPath);
  const port = await freeBlock(new Dice(seed, 'ports'));
  const apps = soakApps(port);
  await using folder = new SoakFolder(apps);
  const models = apps.map((app) => new AppModel(app, `${app.file ?? ''}#${app.name}`));
  const subjects = subjectsOf(models);
  const observer = await folder.connect('test');
  const { pid } = observer.supervisor;
  const gone = new AbortController();
  observer.onDidClose(() => gone.abort());
  const signal = AbortSignal.any([options.signal, gone.signal]);
  const rest = new Rest({ folder, models, observer, journal, port });
  const bustle = new Bustle({ seed, folder, subjects, observer, journal });
  const rests: RestReport[] = [];
  const memory: Point[] = [];
  const sampling = setInterval(() => {
    const resident = residentMiB(pid);
    if (resident > 0) memory.push({ x: journal.seconds / 3600, y: resident });
  }, sampleMs);
  let atWorkMs = 0;
  try {
    await rest.begin();
    options.onBegun({ supervisor: pid, instances: observer.snapshot.instances.length });
    await bustle.run(options.warmUpSeconds * 1000, signal);
    const baseline = await rest.asBaseline();
    const result = (): SoakResult => ({
      seed,
      minutes: atWorkMs / minuteMs,
      journal,
      baseline,
      rests,
      memory,
      supervisorCpuSeconds: cpuSeconds(pid),
      ownCpuSeconds: cpuSeconds(process.pid),
    });
    while (atWorkMs < minutes * minuteMs && !signal.aborted) {
      const begun = performance.now();
      await bustle.run(
        Math.min(options.minutesBetweenRests * minuteMs, minutes * minuteMs - atWorkMs),
        signal,
      );
      atWorkMs += performance.now() - begun;
      if (gone.signal.aborted)
        throw new Error(`The supervisor has ended; ${options.journalPath}.supervisor is its log.`);
      const report = await rest.look(atWorkMs / minuteMs);
      rests.push(report);
      options.onRest(report, result());
    }
    const last = result();
    clearInterval(sampling);
    await rest.end();
    return last;
  } finally {
    clearInterval(sampling);
    folder.keepLog(`${options.journalPath}.supervisor`);
    observer.dispose();
    await journal.close();
  }
}

/** The first of so many ports that nobody has, below those that systems give away and those of debuggers. */
async function freeBlock(dice: Dice): Promise<number> {
  for (;;) {
    const first = dice.between(11_000, 19_000);
    const ports = Array.from({ length: portCount }, (_, index) => first + index);
    const isFree = await Promise.all(ports.map((port) => isPortFree(port)));
    if (!isFree.includes(false)) return first;
  }
}
