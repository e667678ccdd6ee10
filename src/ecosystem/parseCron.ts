import { Cron } from 'croner';

/** How patterns are read everywhere: `5/15` and `/15` are accepted, since PM2 does so. */
export const cronOptions = { sloppyRanges: true } as const;

const fieldNames = ['second', 'minute', 'hour', 'day', 'month', 'weekday', 'year'] as const;

/** The reason is put in words that fit into brackets: `"25" is no hour`. */
export type CronCheck = { readonly ok: true } | { readonly ok: false; readonly reason: string };

/**
 * Whether a pattern can be run: five fields or six with seconds first (`0 3 * * MON-FRI`, `L`, `W`, `#`), a word
 * such as `@daily`, or a local date such as `2030-01-31T03:00:00`. A date in the past is fine, and never due; a
 * pattern that no day fits (30 February) is not. Never throws.
 */
export function parseCron(pattern: string): CronCheck {
  const cron = read(pattern);
  if (cron === undefined) return { ok: false, reason: reasonFor(pattern) };
  // The answer must not change with the day on which it is asked for.
  const fits = cron.getOnce() !== null || cron.nextRun(new Date(0)) !== null;
  return fits ? { ok: true } : { ok: false, reason: 'no day fits it' };
}

function read(pattern: string): Cron | undefined {
  try {
    return new Cron(pattern, { ...cronOptions });
  } catch {
    // By an exception croner tells that it does not take the pattern.
    return undefined;
  }
}

function reasonFor(pattern: string): string {
  const fields = pattern.trim().split(/\s+/);
  if (pattern.includes(':')) return 'there is no such date';
  if (pattern.trim().startsWith('@')) return 'only @hourly, @daily, @weekly, @monthly and @yearly are known';
  if (fields.length < 5 || fields.length > 7) return 'it must have five or six fields';
  const names = fields.length === 5 ? fieldNames.slice(1) : fieldNames;
  const wrong = fields.findIndex(
    (field, index) => read(fields.map((_, other) => (other === index ? field : '*')).join(' ')) === undefined,
  );
  return `"${fields[wrong] ?? pattern}" is no ${names[wrong] ?? 'pattern'}`;
}
