/**
 * What the readers of options accept, as regular expressions without flags and with the spaces around that are
 * trimmed. A JSON Schema can hold them.
 */

/** `5s`, `500ms`, `1.5 h`; as `parseDuration`. */
export const durationPattern = String.raw`^\s*(?:\d+(?:\.\d+)?|\.\d+)\s*(?:[mM]?[sS]|[mMhHdD])?\s*$`;

/** `512M`, `1.5GB`, `64KiB`; as `parseSize`. */
export const sizePattern = String.raw`^\s*(?:\d+(?:\.\d+)?|\.\d+)\s*[kKmMgGtT]?(?:[iI]?[bB])?\s*$`;

export const wholePattern = String.raw`^\s*[-+]?\d+\s*$`;

export const countPattern = String.raw`^\s*\+?\d+\s*$`;

/** A number of any kind, or `max`; as `readInstances`. */
export const instancesPattern = String.raw`^\s*(?:[-+]?(?:\d+(?:\.\d*)?|\.\d+)|[mM][aA][xX])\s*$`;

/** `SIGTERM`, `term`; as the reader of `kill_signal`. */
export const signalPattern = String.raw`^\s*(?:[sS][iI][gG])?(?![sS][iI][gG])[a-zA-Z][a-zA-Z0-9]+\s*$`;

export const exitCodesPattern = String.raw`^[-+]?\d+(?:[\s,]+[-+]?\d+)*$`;

const portNumber = String.raw`0*(?:6553[0-5]|655[0-2]\d|65[0-4]\d{2}|6[0-4]\d{3}|[1-5]\d{4}|\d{1,4})`;

/** `3000`, `3000-3002`, `auto:8000-8100`. That a range ends after it begins no expression can say. */
export const portPattern = String.raw`^\s*(?:[aA][uU][tT][oO]\s*:)?\s*${portNumber}\s*(?:(?:-|\.\.)\s*${portNumber})?\s*$`;

/** Any of some words, whatever their case. */
export function wordsPattern(words: readonly string[]): string {
  return String.raw`^\s*(?:${anyCase(words)})\s*$`;
}

/** As `wordsPattern`, without blanks around. */
export function bareWordsPattern(words: readonly string[]): string {
  return `^(?:${anyCase(words)})$`;
}

function anyCase(words: readonly string[]): string {
  const bothCases = (letter: string): string => `[${letter.toLowerCase()}${letter.toUpperCase()}]`;
  return words.map((word) => word.replace(/[a-z]/gi, bothCases)).join('|');
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const days = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const nicknames = 'hourly daily midnight weekly monthly yearly annually'.split(' ');

const minute = cronField(String.raw`[0-5]?\d`);
const hour = cronField(String.raw`(?:[01]?\d|2[0-3])`);
const day = cronField(String.raw`(?:(?:0?[1-9]|[12]\d|3[01])[wW]?|[lL][wW]?)`);
const month = cronField(names(String.raw`0?[1-9]|1[0-2]`, months));
const weekday = cronField(String.raw`${names('0?[0-7]', days)}(?:#[1-5lL]|[lL])?|[lL]`);

/**
 * `0 4 * * *`, with seconds, `@daily` or a date; empty and `0` for none. A little more than croner takes: that no
 * day fits, and that a range runs backwards, no expression can say.
 */
export const cronPattern = String.raw`^\s*(?:0?|(?:(?:${minute}\s+)?${minute}\s+${hour}\s+${day}\s+${month}\s+${weekday})|@(?:${anyCase(nicknames)})|\d{4}-\d{1,2}-\d{1,2}[T ]\d{1,2}:\d{1,2}:\d{1,2}Z?)\s*$`;

function names(numbers: string, words: readonly string[]): string {
  return `(?:${numbers}|${anyCase(words)})`;
}

/** A list of values, ranges and steps of one field. */
function cronField(value: string): string {
  const part = String.raw`(?:(?:[*?]|(?:${value})(?:-(?:${value}))?)?(?:/\d+)?)`;
  return String.raw`(?:(?=[^\s,])${part}(?:,(?=[^\s,])${part})*)`;
}
