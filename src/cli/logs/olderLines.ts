import type { LogLine } from '../../protocol/model.ts';
import type { FileLine } from './fileLine.ts';
import type { LineFilter } from './lineFilter.ts';
import { accepts } from './lineFilter.ts';

/**
 * Where in a file, newest line first, that begins which is older than the lines in memory, newest first as well. The
 * file may lack some that are only in memory yet. Where the two do not meet (a format was changed, a line was shown
 * before it was whole), times decide, and where there are none, the number of lines.
 */
export function olderThanMemory(file: readonly FileLine[], memory: readonly LogLine[]): number {
  for (let missing = 0; missing < memory.length; missing++) {
    const count = Math.min(file.length, memory.length - missing);
    let same = 0;
    while (same < count && file[same]?.text === memory[same + missing]?.text) same++;
    if (same === count && count > 0) return count;
  }
  const begin = memory.at(-1)?.at;
  if (begin === undefined) return 0;
  const older = file.findIndex(({ at }) => at !== null && at < begin);
  return older >= 0 ? older : Math.min(file.length, memory.length);
}

export interface Older {
  /** Oldest first. A line without a time has that of the line above it; null where none above has one. */
  readonly lines: readonly FileLine[];
  /** Whether lines were left out because a time was asked for and theirs is not known. */
  readonly hasUntimed: boolean;
}

/** Chooses at most `limit` lines, the newest, of a file whose lines come newest first, in pieces. */
export async function takeOlder(
  pieces: AsyncIterable<readonly FileLine[]>,
  memory: readonly LogLine[],
  { filter, limit }: { readonly filter: LineFilter; readonly limit: number },
): Promise<Older> {
  const taken: FileLine[] = [];
  const needsTime = filter.since !== null || filter.until !== null;
  /** Newest first, and without a time so far. */
  let untimed: FileLine[] = [];
  /** The newest of the file, until there is as much as in memory. */
  let newest: FileLine[] | undefined = [];
  const isDone = (line: FileLine): boolean => {
    if (line.at === null) {
      untimed.push(line);
      if (!needsTime && accepts(filter, line)) taken.push(line);
      return taken.length >= limit;
    }
    for (const one of untimed) one.at = line.at;
    const known = needsTime ? [...untimed, line] : [line];
    untimed = [];
    taken.push(...known.filter((one) => accepts(filter, one)));
    return taken.length >= limit || (filter.since !== null && line.at < filter.since);
  };
  const isEnough = (lines: readonly FileLine[]): boolean => lines.some(isDone);
  let done = false;
  for await (const piece of pieces) {
    if (newest === undefined) done = isEnough(piece);
    else {
      newest.push(...piece);
      if (newest.length < memory.length) continue;
      done = isEnough(newest.slice(olderThanMemory(newest, memory)));
      newest = undefined;
    }
    if (done) break;
  }
  if (newest !== undefined) isEnough(newest.slice(olderThanMemory(newest, memory)));
  return { lines: taken.slice(0, limit).reverse(), hasUntimed: needsTime && untimed.length > 0 };
}
