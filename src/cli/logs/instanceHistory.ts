import type { SupervisorClient } from '../../client/supervisorClient.ts';
import type { LogLine, LogOutput } from '../../protocol/model.ts';
import type { FileLine } from './fileLine.ts';
import { compileLineReader } from './fileLine.ts';
import type { LineFilter } from './lineFilter.ts';
import { accepts, choosesAll } from './lineFilter.ts';
import type { OpenLog } from './linesBackwards.ts';
import { openLog } from './linesBackwards.ts';
import { mergeByTime } from './mergeByTime.ts';
import { takeOlder } from './olderLines.ts';

/** The supervisor keeps no more than this many lines of an instance. */
export const ringLines = 5000;

export interface HistoryRequest {
  readonly filter: LineFilter;
  /** The newest lines that are wanted of each instance; Infinity for all. */
  readonly limit: number;
  /** The last `count` lines in memory, oldest first. */
  readonly readMemory: (count: number) => Promise<readonly LogLine[]>;
}

export interface History {
  /** Oldest first; `at` is null where nothing tells it. */
  readonly lines: readonly FileLine[];
  /** Log files with lines that could not be chosen from, since they tell no time. */
  readonly untimed: readonly string[];
  /** Log files that were left alone, since they do not tell which instance wrote what. */
  readonly merged: readonly string[];
}

/**
 * The last lines of an instance that fit: from the supervisor's memory, and where those are too few, from the log files.
 * These are opened first, so that memory has every line that they lack, and none is told twice or left out.
 */
export async function instanceHistory(
  client: SupervisorClient,
  instance: string,
  request: HistoryRequest,
): Promise<History> {
  const { filter, limit, readMemory } = request;
  if (limit === 0) {
    await readMemory(0);
    return { lines: [], untimed: [], merged: [] };
  }
  const { outputs = [] } = await client.request('logs/read', { instance, lines: 0 });
  const open: OpenOutput[] = [];
  try {
    for (const output of chooseOutputs(outputs, filter.stream)) {
      const log = output.merged ? null : await openLog(output.path);
      if (log !== null) open.push({ output, log });
    }
    // Fewer than these are all that there are.
    const memory = await readMemory(choosesAll(filter) ? Math.min(limit, ringLines) : ringLines);
    const recent = memory.filter((line) => accepts(filter, line));
    const begin = memory[0]?.at;
    const reachesBack = filter.since !== null && begin !== undefined && begin < filter.since;
    if (recent.length >= limit || reachesBack) {
      return { lines: newest(recent, limit), untimed: [], merged: [] };
    }
    const older = await Promise.all(
      open.map((one) => readOlder(one, memory, { filter, limit: limit - recent.length })),
    );
    return {
      lines: newest([...mergeByTime(older.map(({ lines }) => lines)), ...recent], limit),
      untimed: older.flatMap(({ untimed }) => untimed),
      merged: outputs.filter(({ merged }) => merged).map(({ path }) => path),
    };
  } finally {
    await Promise.all(open.map(({ log }) => log.close()));
  }
}

interface OpenOutput {
  readonly output: LogOutput;
  readonly log: OpenLog;
}

async function readOlder(
  { output, log }: OpenOutput,
  memory: readonly LogLine[],
  request: Pick<HistoryRequest, 'filter' | 'limit'>,
): Promise<Pick<History, 'lines' | 'untimed'>> {
  const own = memory.filter(({ stream }) => output.streams.includes(stream)).reverse();
  const pieces = linesIn(log, output, request.filter.since);
  const { lines, hasUntimed } = await takeOlder(pieces, own, request);
  return { lines, untimed: hasUntimed ? [output.path] : [] };
}

function newest(lines: readonly FileLine[], limit: number): readonly FileLine[] {
  return limit === Infinity ? lines : lines.slice(-limit);
}

/** Those that have everything once: a file of each stream, or else the one of both. */
function chooseOutputs(outputs: readonly LogOutput[], stream: LineFilter['stream']): readonly LogOutput[] {
  const chosen: LogOutput[] = [];
  for (const one of stream === null ? (['out', 'err'] as const) : [stream]) {
    const having = outputs.filter(({ streams }) => streams.includes(one));
    const best = having.find(({ streams }) => streams.length === 1) ?? having[0];
    if (best !== undefined && best.streams.length > 1) return [best];
    if (best !== undefined) chosen.push(best);
  }
  return chosen;
}

async function* linesIn(
  log: OpenLog,
  output: LogOutput,
  since: number | null,
): AsyncGenerator<readonly FileLine[]> {
  const readLine = compileLineReader(output);
  for await (const piece of log.lines(since)) yield piece.map(readLine);
}
