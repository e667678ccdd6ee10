import { printKey, printScalar } from './printScalar.ts';
import { isList, isObject } from './style.ts';
import type { Layout, PlainValue, WriteStyle } from './style.ts';
import { printYamlBlock } from './printYamlBlock.ts';

/** Lists of words longer than this get a line for each. */
const widest = 80;

const start: Layout = { indentation: '', isInline: false };

/**
 * A value in a language. What spans lines starts at the cursor; a block of YAML starts on the next line, indented by
 * one step: `key:` goes before it without a blank. TOML gets lists and inline tables; see `printToml` for tables.
 */
export function printValue(value: PlainValue, style: WriteStyle, layout: Layout = start): string {
  if (!isList(value) && !isObject(value)) return printScalar(value, style, layout.isInline);
  if (style.language === 'yaml' && !layout.isInline) return printYamlBlock(value, style, layout.indentation);
  return isList(value) ? printList(value, style, layout) : printObject(value, style, layout);
}

/** `key: value`, `key = value`, or a key with a block of YAML below it. */
export function printProperty(
  key: string,
  value: PlainValue,
  style: WriteStyle,
  layout: Layout = start,
): string {
  const text = printValue(value, style, layout);
  return `${printKey(key, style, layout.isInline)}${separator(text, style)}${text}`;
}

function separator(text: string, { language }: WriteStyle): string {
  if (language === 'toml') return ' = ';
  return /^[\r\n]/.test(text) ? ':' : ': ';
}

function printList(list: readonly PlainValue[], style: WriteStyle, layout: Layout): string {
  const items = style.language === 'toml' ? list.filter((item) => item !== null) : list;
  if (items.length === 0) return '[]';
  const inLine = `[${items.map((item) => printValue(item, style, inline(layout))).join(', ')}]`;
  const isShort = items.every((item) => !isObject(item)) && inLine.length <= widest;
  if (layout.isInline || isShort) return inLine;
  const next = deeper(layout, style);
  // An inline table of TOML may not span lines.
  const itemLayout = style.language === 'toml' ? inline(next) : next;
  return lines(
    '[]',
    items.map((item) => printValue(item, style, itemLayout)),
    style,
    layout,
  );
}

function printObject(
  value: { readonly [key: string]: PlainValue },
  style: WriteStyle,
  layout: Layout,
): string {
  const isToml = style.language === 'toml';
  const isInline = layout.isInline || isToml;
  const inner: Layout = isInline ? inline(layout) : deeper(layout, style);
  const entries = Object.entries(value)
    .filter(([, item]) => !isToml || item !== null)
    .map(([key, item]) => printProperty(key, item, style, inner));
  if (entries.length === 0) return '{}';
  return isInline ? `{ ${entries.join(', ')} }` : lines('{}', entries, style, layout);
}

function lines(brackets: '[]' | '{}', entries: readonly string[], style: WriteStyle, layout: Layout): string {
  const { newline, language } = style;
  const { indentation } = deeper(layout, style);
  const comma = style.trailingComma && language !== 'json' ? ',' : '';
  const body = entries.map((entry) => `${indentation}${entry}`).join(`,${newline}`);
  return `${brackets[0] ?? ''}${newline}${body}${comma}${newline}${layout.indentation}${brackets[1] ?? ''}`;
}

const inline = (layout: Layout): Layout => ({ ...layout, isInline: true });

function deeper(layout: Layout, { indentUnit }: WriteStyle): Layout {
  return { ...layout, indentation: layout.indentation + indentUnit };
}
