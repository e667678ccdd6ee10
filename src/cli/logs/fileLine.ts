import { compileDateReader } from '../../ecosystem/dateReader.ts';
import type { LogOutput } from '../../protocol/model.ts';

/** A line of a log file. */
export interface FileLine {
  /** Epoch milliseconds, where the line tells it. */
  at: number | null;
  readonly stream: 'out' | 'err';
  readonly text: string;
}

/** Reads the lines of a log file: their times by the app's format, else an ISO time that a program wrote itself. */
export function compileLineReader({
  streams,
  dateFormat,
  json,
}: Pick<LogOutput, 'streams' | 'dateFormat' | 'json'>): (raw: string) => FileLine {
  const stream = streams.length === 1 ? (streams[0] ?? 'out') : 'out';
  const readDate = dateFormat === null ? undefined : compileDateReader(dateFormat);
  const plain = (raw: string): FileLine => ({ at: ownTime(raw), stream, text: raw });
  if (json) {
    return (raw) => {
      const record = parseRecord(raw);
      if (record === undefined) return plain(raw);
      const { message, timestamp, type } = record;
      const at = readDate?.(timestamp)?.at ?? Date.parse(timestamp);
      return { at: Number.isNaN(at) ? null : at, stream: type === 'err' ? 'err' : 'out', text: message };
    };
  }
  if (readDate === undefined) return plain;
  return (raw) => {
    const date = readDate(raw);
    // Lines from before the format was set.
    if (date === undefined || !raw.startsWith(': ', date.length)) return plain(raw);
    return { at: date.at, stream, text: raw.slice(date.length + 2) };
  };
}

function parseRecord(raw: string): { message: string; timestamp: string; type: string } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    // A line from before `log_type` was set.
    return undefined;
  }
  const { message, timestamp, type } = (value ?? {}) as Record<string, unknown>;
  if (typeof message !== 'string' || typeof timestamp !== 'string' || typeof type !== 'string')
    return undefined;
  return { message, timestamp, type };
}

const isoTime =
  /^\[?(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:[.,](\d{1,3})\d*)?\s?(Z|[+-]\d\d:?\d\d)?(?=\W|$)/;

function ownTime(text: string): number | null {
  const [, date, time, fraction = '0', zone = ''] = isoTime.exec(text) ?? [];
  if (date === undefined || time === undefined) return null;
  const at = Date.parse(`${date}T${time}.${fraction.padEnd(3, '0')}${zone}`);
  return Number.isNaN(at) ? null : at;
}
