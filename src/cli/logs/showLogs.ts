import { setTimeout as delay } from 'node:timers/promises';
import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { InstanceInfo, LogLine, Snapshot } from '../../protocol/model.ts';
import { describeProblem } from '../../protocol/problems.ts';
import { painterFor } from '../colours.ts';
import type { LoggedLine } from '../logPrinter.ts';
import { LogPrinter } from '../logPrinter.ts';
import { selectInstances } from '../selectInstances.ts';
import { targetsOf } from '../targets.ts';
import { UserError } from '../userError.ts';
import type { World } from '../world.ts';
import { Follower } from './follower.ts';
import { instanceHistory } from './instanceHistory.ts';
import type { LineFilter } from './lineFilter.ts';
import { accepts } from './lineFilter.ts';
import { mergeByTime } from './mergeByTime.ts';

/** What a reader that is slower than this far behind does not get, where writing does not wait for it. */
const unreadBytes = 4 * 1024 * 1024;

/** What is shown, and how. */
export interface LogsView {
  readonly world: World;
  readonly client: SupervisorClient;
  readonly targets: readonly string[];
  readonly filter: LineFilter;
  /** Lines of each instance that are shown first; Infinity for all. */
  readonly limit: number;
  /** Nobody asked for so many. */
  readonly isUsual: boolean;
  readonly json: boolean;
  readonly raw: boolean;
  readonly printer: LogPrinter;
}

/** Throws `UserError` for targets that name nothing. An app may have no instance yet: it is waited for. */
export function checkTargets({ world, client: { snapshot }, targets, json }: LogsView): void {
  const chosen = selectInstances(targetsOf(targets, snapshot, world.cwd), snapshot);
  if (!('problem' in chosen)) return;
  if (chosen.problem.code === 'no-apps' && snapshot.apps.length > 0) {
    if (!json) world.stderr.write('Nothing has been started yet.\n');
    return;
  }
  throw new UserError(describeProblem(chosen.problem));
}

/** The instances that the targets name now; one that names none any more is left out. */
function choose({ world, targets }: LogsView, snapshot: Snapshot): readonly InstanceInfo[] {
  const found = targetsOf(targets, snapshot, world.cwd).flatMap((target) => {
    const chosen = selectInstances([target], snapshot);
    return 'instances' in chosen ? chosen.instances : [];
  });
  return [...new Map(found.map((one) => [one.id, one])).values()];
}

/** Shows the last lines and ends. */
export async function showTail(view: LogsView): Promise<0> {
  const { world, client, json, printer } = view;
  const instances = choose(view, client.snapshot);
  printer.add(instances);
  const lines = await lastLines(view, instances, async (instance, count) => {
    const { lines: memory } = await client.request('logs/read', { instance, lines: count });
    return memory;
  });
  if (json) world.stdout.write(`${JSON.stringify(lines, undefined, 2)}\n`);
  else printer.print(lines);
  return 0;
}

async function lastLines(
  { world, client, filter, limit, isUsual }: LogsView,
  instances: readonly InstanceInfo[],
  readMemory: (instance: string, count: number) => Promise<readonly LogLine[]>,
): Promise<readonly LoggedLine[]> {
  const sources: LoggedLine[][] = [];
  const hints = new Set<string>();
  // One after another: each may have files open, and lines by the hundred thousand.
  for (const { id, app } of instances) {
    const history = await instanceHistory(client, id, {
      filter,
      limit,
      readMemory: (count) => readMemory(id, count),
    });
    sources.push(history.lines.map((line) => ({ instance: id, ...line })));
    for (const path of history.untimed) {
      hints.add(`${path} has older lines that do not tell their time; "log_date_format" makes them do so.`);
    }
    // Who asked for no number of lines misses none.
    for (const path of isUsual ? [] : history.merged) {
      hints.add(
        `What instances of ${app.slice(app.lastIndexOf('#') + 1)} wrote before is in ${path} together.`,
      );
    }
  }
  for (const hint of hints) world.stderr.write(`${hint}\n`);
  return mergeByTime(sources);
}

/** Shows the last lines and what comes, until the supervisor ends: 1, or `until` has come: 0. */
export async function follow(view: LogsView): Promise<0 | 1> {
  const { world, client, filter, printer, json, raw } = view;
  const paint = painterFor(world.stderr, world.env);
  const notes = new LogPrinter(world.stderr, paint);
  let unread = 0;
  const write = (lines: readonly LoggedLine[]): void => {
    if (!json) printer.print(lines);
    else for (const line of lines) world.stdout.write(`${JSON.stringify(line)}\n`);
  };
  const note = (instance: string, text: string): void => {
    world.stderr.write(`${notes.note(instance, text)}\n`);
  };
  const follower = new Follower(client, {
    choose: (snapshot) => choose(view, snapshot),
    begin: async (instances, subscribe) => {
      write(await lastLines(view, instances, subscribe));
    },
    add: (instances) => {
      printer.add(instances);
      notes.add(instances);
    },
    show: (lines) => {
      const shown = lines.filter((line) => accepts(filter, line));
      if ((world.stdout.writableLength ?? 0) > unreadBytes) {
        unread += shown.length;
        return;
      }
      if (unread > 0) world.stderr.write(`${unread} lines were left out here; the log files have them.\n`);
      unread = 0;
      write(shown);
    },
    note: (instance, text) => {
      // Whoever reads raw lines or JSON wants those alone.
      if (!raw && !json) note(instance, text);
    },
    lost: (instance, count) => note(instance, `${count} lines were left out here; the log file has them.`),
  });
  const end = new AbortController();
  const ended = await follower.follow(untilMoment(filter.until, world.now(), end.signal));
  end.abort();
  if (ended === 'until') return 0;
  world.stderr.write('The supervisor has ended.\n');
  return 1;
}

/** Resolves at a time, and never when there is none. */
async function untilMoment(until: number | null, now: number, signal: AbortSignal): Promise<void> {
  // What is longer than a timer can wait is as good as never.
  if (until === null || until - now > 2 ** 31 - 1) return new Promise(() => undefined);
  await delay(until - now, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
}
