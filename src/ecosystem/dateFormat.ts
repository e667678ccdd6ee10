type Part = (date: Date) => string;

const two = (value: number): string => String(value).padStart(2, '0');
const twelve = (date: Date): number => date.getHours() % 12 || 12;
/** Made when it is first needed: it is 7 MB, in every process that reads ecosystem files. */
const named = (options: Intl.DateTimeFormatOptions): Part => {
  let format: Intl.DateTimeFormat | undefined;
  return (date) => (format ??= new Intl.DateTimeFormat('en-US', options)).format(date);
};
const weekday = named({ weekday: 'short' });

/** The tokens of dayjs, which is what `log_date_format` is written for; longer ones first where one begins another. */
const parts: Readonly<Record<string, Part>> = {
  YYYY: (date) => String(date.getFullYear()).padStart(4, '0'),
  YY: (date) => two(date.getFullYear() % 100),
  MMMM: named({ month: 'long' }),
  MMM: named({ month: 'short' }),
  MM: (date) => two(date.getMonth() + 1),
  M: (date) => String(date.getMonth() + 1),
  DD: (date) => two(date.getDate()),
  D: (date) => String(date.getDate()),
  dddd: named({ weekday: 'long' }),
  ddd: weekday,
  dd: (date) => weekday(date).slice(0, 2),
  d: (date) => String(date.getDay()),
  HH: (date) => two(date.getHours()),
  H: (date) => String(date.getHours()),
  hh: (date) => two(twelve(date)),
  h: (date) => String(twelve(date)),
  mm: (date) => two(date.getMinutes()),
  m: (date) => String(date.getMinutes()),
  ss: (date) => two(date.getSeconds()),
  s: (date) => String(date.getSeconds()),
  SSS: (date) => String(date.getMilliseconds()).padStart(3, '0'),
  A: (date) => (date.getHours() < 12 ? 'AM' : 'PM'),
  a: (date) => (date.getHours() < 12 ? 'am' : 'pm'),
  ZZ: (date) => offset(date, ''),
  Z: (date) => offset(date, ':'),
  X: (date) => String(Math.floor(date.getTime() / 1000)),
  x: (date) => String(date.getTime()),
};

const tokens = new RegExp(`\\[([^\\]]*)\\]|${Object.keys(parts).join('|')}`, 'g');

/**
 * Makes a formatter of epoch milliseconds, in local time, from a format such as `YYYY-MM-DD HH:mm:ss.SSS Z`.
 * Text in square brackets stays as it is. The last answer is kept, since lines come in bursts.
 */
export function compileDateFormat(format: string): (at: number) => string {
  let lastAt: number | undefined;
  let lastText = '';
  return (at) => {
    if (at !== lastAt) {
      const date = new Date(at);
      lastText = format.replace(
        tokens,
        (token, literal?: string) => literal ?? parts[token]?.(date) ?? token,
      );
      lastAt = at;
    }
    return lastText;
  };
}

function offset(date: Date, separator: string): string {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${separator}${two(size % 60)}`;
}
