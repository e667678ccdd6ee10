/** What the tokens of `compileDateFormat` look like in a text, longer ones first where one begins another. */
const tokens: Readonly<Record<string, string>> = {
  YYYY: '\\d{4}',
  YY: '\\d\\d',
  MMMM: '[A-Z][a-z]+',
  MMM: '[A-Z][a-z]{2}',
  MM: '\\d\\d',
  M: '\\d{1,2}',
  DD: '\\d\\d',
  D: '\\d{1,2}',
  dddd: '[A-Z][a-z]+',
  ddd: '[A-Z][a-z]{2}',
  dd: '[A-Z][a-z]',
  d: '\\d',
  HH: '\\d\\d',
  H: '\\d{1,2}',
  hh: '\\d\\d',
  h: '\\d{1,2}',
  mm: '\\d\\d',
  m: '\\d{1,2}',
  ss: '\\d\\d',
  s: '\\d{1,2}',
  SSS: '\\d{3}',
  A: '[AP]M',
  a: '[ap]m',
  ZZ: '[+-]\\d{4}',
  Z: '[+-]\\d\\d:\\d\\d',
  X: '\\d+',
  x: '\\d+',
};

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time at the beginning of a text: epoch milliseconds, and how many characters it takes. */
export interface ReadDate {
  readonly at: number;
  readonly length: number;
}

/**
 * The other way round than `compileDateFormat`: reads a time that a format wrote at the beginning of a text.
 * Undefined for a format that does not tell the day.
 */
export function compileDateReader(format: string): ((text: string) => ReadDate | undefined) | undefined {
  const names: string[] = [];
  const parts = new RegExp(`\\[([^\\]]*)\\]|(${Object.keys(tokens).join('|')})|([^])`, 'g');
  const source = format.replace(parts, (_all, literal?: string, token?: string, other?: string) => {
    if (token === undefined) return escape(literal ?? other ?? '');
    names.push(token);
    return `(${tokens[token] ?? ''})`;
  });
  const has = (...some: readonly string[]): boolean => some.some((name) => names.includes(name));
  const tellsDay = has('X', 'x') || (has('YYYY', 'YY') && has('MMMM', 'MMM', 'MM', 'M') && has('DD', 'D'));
  if (!tellsDay) return undefined;
  const pattern = new RegExp(`^${source}`);
  return (text) => {
    const match = pattern.exec(text);
    if (match === null) return undefined;
    return {
      at: timeOf(new Map(names.map((name, index) => [name, match[index + 1] ?? '']))),
      length: match[0].length,
    };
  };
}

function timeOf(values: ReadonlyMap<string, string>): number {
  const first = (...names: readonly string[]): string | undefined =>
    names.map((name) => values.get(name)).find((value) => value !== undefined);
  const number = (...names: readonly string[]): number => Number(first(...names) ?? 0);
  if (values.has('x')) return number('x');
  if (values.has('X')) return number('X') * 1000;
  const name = first('MMMM', 'MMM');
  const month = name === undefined ? number('MM', 'M') - 1 : months.indexOf(name.slice(0, 3));
  const year = values.has('YYYY') ? number('YYYY') : 2000 + number('YY');
  const half = first('A', 'a')?.toUpperCase();
  const hours =
    half === undefined ? number('HH', 'H', 'hh', 'h') : (number('hh', 'h') % 12) + (half === 'PM' ? 12 : 0);
  const rest = [number('DD', 'D'), hours, number('mm', 'm'), number('ss', 's'), number('SSS')] as const;
  const zone = first('Z', 'ZZ')?.replace(':', '');
  if (zone === undefined) return new Date(year, month, ...rest).getTime();
  const offset = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3));
  return Date.UTC(year, month, ...rest) - (zone.startsWith('-') ? -offset : offset) * 60_000;
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
