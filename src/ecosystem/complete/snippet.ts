import { printKey, printScalar } from '../write/printScalar.ts';
import { printProperty, printValue } from '../write/printValue.ts';
import { yamlLines } from '../write/printYamlBlock.ts';
import { isList, isObject } from '../write/style.ts';
import type { Layout, PlainValue, WriteStyle } from '../write/style.ts';

/**
 * A value with stops: `${1:web}` is where the cursor goes first, and "web" what stands there. What reads as JSON is
 * that value, so `${2:4}` is a number. Names of properties may be stops as well, with something before them.
 */
export type Template = PlainValue;

type Properties = Readonly<Record<string, Template>>;

const stop = /^([^$]*)\$\{(\d+):(.*)\}$/s;
/** Characters of no language, which stand for stops while a template is printed. */
const mark = '\uE000';
const printedMark = /(["'`]?)\uE000([kv])(\d+)\uE000\1/g;

/** Text that an editor inserts as it is. */
export function literal(text: string): string {
  return text.replace(/[\\$]/g, String.raw`\$&`);
}

/** A stop of which one of several texts is chosen; the first one stands there before. */
export function choice(texts: readonly string[], index = 1): string {
  if (texts.length < 2) return placeholder(texts[0] ?? '', index);
  return `\${${index}|${texts.map((text) => text.replace(/[\\,|]/g, String.raw`\$&`)).join(',')}|}`;
}

export function placeholder(text: string, index = 1): string {
  return text === '' ? `\${${index}}` : `\${${index}:${text.replace(/[\\$}]/g, String.raw`\$&`)}}`;
}

/** A text in quotes with the cursor between them, or just the cursor where YAML needs none. */
export function emptyText(style: WriteStyle, index = 1): string {
  return printScalar('', style).length === 2 && style.quote !== ''
    ? `${style.quote}\${${index}}${style.quote}`
    : style.language === 'yaml'
      ? `\${${index}}`
      : `"\${${index}}"`;
}

/** A template where a value stands behind its key. */
export function valueSnippet(value: Template, style: WriteStyle, layout: Layout): string {
  return withStops(value, style, (marked) => printValue(marked, style, layout));
}

/** A template where a block of YAML may begin. */
export function blockSnippet(value: Template, style: WriteStyle, indentation: string): string {
  return withStops(value, style, (marked) => yamlLines(marked, style).join(style.newline + indentation));
}

/** The properties of an object, one below the other or on one line. */
export function propertiesSnippet(properties: Properties, style: WriteStyle, layout: Layout): string {
  return withStops(properties, style, (marked) =>
    Object.entries(isObject(marked) ? marked : {})
      .map(([key, value]) => printProperty(key, value, style, layout))
      .join(separatorOf(style, layout)),
  );
}

/** What stands between two properties of an object. */
function separatorOf({ language, newline }: WriteStyle, { isInline, indentation }: Layout): string {
  if (isInline) return ', ';
  const comma = language === 'yaml' || language === 'toml' ? '' : ',';
  return `${comma}${newline}${indentation}`;
}

/** Prints with marks in the place of stops, and puts the stops in afterwards, inside of their quotes. */
export function withStops(
  template: Template,
  style: WriteStyle,
  print: (marked: PlainValue) => string,
): string {
  const found: string[] = [];
  const take = (text: string, kind: 'k' | 'v'): string =>
    stop.test(text) ? `${mark}${kind}${found.push(text) - 1}${mark}` : text;
  const marked = (value: Template): PlainValue => {
    if (typeof value === 'string') return take(value, 'v');
    if (isList(value)) return value.map(marked);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [take(key, 'k'), marked(item)]));
  };
  const printed = print(marked(template));
  return literal(printed).replace(printedMark, (_, _quote, kind: string, index: string) =>
    printStop(found[Number(index)] ?? '', kind === 'k', style),
  );
}

function printStop(text: string, isKey: boolean, style: WriteStyle): string {
  const [, before = '', index = '1', content = ''] = stop.exec(text) ?? [];
  const value = isKey || before !== '' ? before + content : parsed(content);
  const printed = isKey ? printKey(String(value), style) : printScalar(value, style);
  const inner = literal(String(value)).slice(literal(before).length);
  const at = literal(printed).lastIndexOf(inner);
  const whole = literal(printed);
  return at === -1
    ? placeholder(printed, Number(index))
    : whole.slice(0, at) +
        placeholder(String(value).slice(before.length), Number(index)) +
        whole.slice(at + inner.length);
}

function parsed(content: string): string | number | boolean | null {
  try {
    const value: unknown = JSON.parse(content);
    return typeof value === 'number' || typeof value === 'boolean' || typeof value === 'string'
      ? value
      : content;
  } catch {
    // Plain words are no JSON.
    return content;
  }
}
