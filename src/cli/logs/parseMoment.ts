import { parseDuration } from '../../ecosystem/parseDuration.ts';

const dayMs = 86_400_000;

/**
 * A time as people write it, in epoch milliseconds: `10m` or `1h30m` ago, `14:05` (the last one that was), `2026-11-21`,
 * an ISO time (local unless it names a zone), or seconds since 1970. Undefined for anything else.
 */
export function parseMoment(text: string, now: number): number | undefined {
  const written = text.trim();
  const pieces = written.match(/\d+(?:\.\d+)?(?:ms|[smhd])/gi);
  if (pieces !== null && pieces.join('') === written) {
    return now - pieces.reduce((sum, piece) => sum + (parseDuration(piece) ?? 0), 0);
  }
  if (/^\d{9,}(\.\d+)?$/.test(written)) return Number(written) * 1000;
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(written);
  if (clock !== null) {
    const at = new Date(now).setHours(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), 0);
    return at > now ? at - dayMs : at;
  }
  const date = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d\S*(?: [+-]\S+)?))?$/.exec(written);
  // By itself a date would be taken as midnight in Greenwich.
  const at = date === null ? NaN : Date.parse(`${date[1] ?? ''}T${(date[2] ?? '00:00').replace(' ', '')}`);
  return Number.isNaN(at) ? undefined : at;
}
