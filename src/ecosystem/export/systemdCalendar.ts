const words: Readonly<Record<string, string>> = {
  '@hourly': 'hourly',
  '@daily': 'daily',
  '@midnight': 'daily',
  '@weekly': 'Sun *-*-* 00:00:00',
  '@monthly': 'monthly',
  '@yearly': 'yearly',
  '@annually': 'yearly',
};

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['', 'JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/**
 * A cron pattern as values of `OnCalendar=`, which count together: cron takes the day of the month or of the week
 * where both are named, and systemd takes both. null for a pattern with something that only Drover knows.
 */
export function systemdCalendar(pattern: string): readonly string[] | null {
  const written = pattern.trim();
  const word = words[written.toLowerCase()];
  if (word !== undefined) return [word];
  const fields = written.split(/\s+/);
  const [second, minute, hour, day, month, weekday] = fields.length === 5 ? ['0', ...fields] : fields;
  const parts = [second, minute, hour].map((field) => component(field, 0));
  const date = component(day, 1);
  const ofYear = component(withNumbers(month, months), 1);
  const ofWeek = weekdays(weekday);
  const [ss, mm, hh] = parts;
  if (!ss || !mm || !hh || date === null || ofYear === null || ofWeek === null) return null;
  const time = `${hh}:${mm}:${ss}`;
  const onDate = `*-${ofYear}-${date} ${time}`;
  const onDay = `${ofWeek} *-${ofYear}-* ${time}`;
  if (ofWeek === '*') return [onDate];
  return date === '*' ? [onDay] : [onDay, onDate];
}

/** `*`, `1,3`, `1..5`, `0/15`; steps of `*` begin at `first`. */
function component(field: string | undefined, first: number): string | null {
  const parts = (field ?? '').split(',').map((part) => {
    const match = /^(?:(\*)|(\d+)(?:-(\d+))?)?(?:\/(\d+))?$/.exec(part);
    if (match === null || part === '') return null;
    const [, all, from = String(first), to, step] = match;
    if (step === undefined) return all ?? (to === undefined ? from : `${from}..${to}`);
    return `${from}${to === undefined ? '' : `..${to}`}/${step}`;
  });
  return parts.includes(null) ? null : parts.includes('*') ? '*' : parts.join(',');
}

/** `*`, or names in a row: systemd knows no numbers and no steps. */
function weekdays(field: string | undefined): string | null {
  const numbered = withNumbers(field, days);
  if (numbered === '*' || numbered === '?') return '*';
  const chosen = (numbered ?? '').split(',').map((part) => {
    const match = /^(?:\*|(\d)(?:-(\d))?)(?:\/(\d))?$/.exec(part);
    if (match === null) return null;
    const [, from = '0', to = match[3] === undefined ? (match[1] ?? '6') : '6', step = '1'] = match;
    const all = days.map((_, index) => Number(from) + index * Math.max(1, Number(step)));
    return all.filter((day) => day <= Math.max(Number(to), Number(from))).map((day) => days[day % 7]);
  });
  return chosen.includes(null) ? null : [...new Set(chosen.flat())].join(',');
}

function withNumbers(field: string | undefined, names: readonly string[]): string | undefined {
  return field?.replace(/[A-Za-z]{3}/g, (name) => {
    const index = names.findIndex((known) => known.toUpperCase() === name.toUpperCase());
    return index === -1 ? name : String(index);
  });
}
