import type { WriteStyle } from './style.ts';

type Scalar = string | number | boolean | null;

/**
 * A text, number, true, false or null in a language. TOML has no null, for which its writers leave the property out;
 * by itself it becomes an empty text. Numbers that are none become null.
 */
export function printScalar(value: Scalar, style: WriteStyle, isInFlow = false): string {
  if (typeof value === 'string') return printText(value, style, isInFlow);
  if (typeof value === 'boolean') return String(value);
  if (value === null || !Number.isFinite(value)) return style.language === 'toml' ? '""' : 'null';
  return String(value);
}

/** The name of a property, in quotes where it needs them. */
export function printKey(key: string, style: WriteStyle, isInFlow = false): string {
  switch (style.language) {
    case 'json':
      return JSON.stringify(key);
    case 'toml':
      return /^[\w-]+$/.test(key) ? key : tomlText(key);
    case 'yaml':
      return isPlainYaml(key, isInFlow) && key.length < 100 ? key : yamlText(key, style.quote);
    case 'javascript':
    case 'typescript':
      // Without brackets it would be the prototype.
      if (key === '__proto__') return `[${scriptText(key, style.quote)}]`;
      return /^[A-Za-z_$][\w$]*$/.test(key) && !style.quotesKeys
        ? key
        : scriptText(key, keyQuote(style.quote));
  }
}

/** A text between the quotes of the style, or without any where YAML needs none. */
export function printText(text: string, style: WriteStyle, isInFlow = false): string {
  switch (style.language) {
    case 'json':
      return JSON.stringify(text);
    case 'toml':
      return style.quote === "'" && /^[^'\p{Cc}]*$/u.test(text) ? `'${text}'` : tomlText(text);
    case 'yaml':
      return style.quote === '' && isPlainYaml(text, isInFlow) ? text : yamlText(text, style.quote);
    case 'javascript':
    case 'typescript':
      return scriptText(text, style.quote);
  }
}

/** A template cannot be the name of a property. */
function keyQuote(quote: WriteStyle['quote']): WriteStyle['quote'] {
  return quote === '`' ? "'" : quote;
}

/** What JSON would write, with the escapes of another quote. */
function scriptText(text: string, quote: WriteStyle['quote']): string {
  const json = JSON.stringify(text).replace(/[\u2028\u2029]/g, escapeCode);
  if (quote === '"' || quote === '') return json;
  const special = quote === '`' ? /\\.|`|\$(?=\{)/g : /\\.|'/g;
  const inner = json.slice(1, -1).replace(special, (found) => {
    if (found === '\\"') return '"';
    return found.startsWith('\\') ? found : `\\${found}`;
  });
  return `${quote}${inner}${quote}`;
}

/** TOML wants the character 127 escaped as well. */
function tomlText(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', escapeCode);
}

function yamlText(text: string, quote: WriteStyle['quote']): string {
  if (quote === "'" && /^[^\p{Cc}\u2028\u2029\ufeff]*$/u.test(text)) return `'${text.replaceAll("'", "''")}'`;
  return JSON.stringify(text).replace(/[\u007f-\u009f\u2028\u2029\ufeff]/g, escapeCode);
}

function escapeCode(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const reserved = /^(?:~|null|true|false|yes|no|on|off|y|n|<<|=)$/i;
/** Indicators, and what a number, a date or a document mark begins with in YAML 1.1 or 1.2. */
const badStart = /^(?:[-?:,[\]{}#&*!|>'"%@`\s\d+]|\.(?:\d|inf|nan)|\.{3}|$)/i;

/**
 * Whether YAML 1.1 and 1.2 both read a text as itself without quotes. Arguments such as `--port` begin with a dash and
 * are; a dash before a blank or a number is not.
 */
function isPlainYaml(text: string, isInFlow: boolean): boolean {
  if (reserved.test(text) || (badStart.test(text) && !/^--?[a-z]/i.test(text))) return false;
  if (/[^\x20-\x7e\u00a1-\ud7ff\ue000-\ufefe\u{10000}-\u{10ffff}]|[\u2028\u2029]/u.test(text)) return false;
  if (/:(?:\s|$)|\s#|\s$/.test(text)) return false;
  return !isInFlow || !/[[\]{},:]/.test(text);
}
