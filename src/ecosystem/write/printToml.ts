import { printKey } from './printScalar.ts';
import { printProperty } from './printValue.ts';
import { isList, isObject } from './style.ts';
import type { PlainValue, WriteStyle } from './style.ts';

type Table = { readonly [key: string]: PlainValue };

/** The lines of a table: its scalars and lists first, then a table for each object and for each item of a list. */
export function tomlLines(table: Table, style: WriteStyle, path: readonly string[] = []): readonly string[] {
  const entries = Object.entries(table).filter(([, value]) => value !== null);
  const own = entries.filter(([, value]) => !isTable(value) && !isListOfTables(value));
  const below = entries.flatMap(([key, value]) => {
    const inner = [...path, key];
    if (isTable(value)) return ['', tomlHeader(inner, style), ...tomlLines(value, style, inner)];
    if (!isListOfTables(value)) return [];
    return value.flatMap((item) => ['', tomlHeader(inner, style, true), ...tomlLines(item, style, inner)]);
  });
  return [...own.map(([key, value]) => printProperty(key, value, style)), ...below];
}

/** `[apps.env]`, or `[[apps]]` for the next item of a list. */
export function tomlHeader(path: readonly string[], style: WriteStyle, isItem = false): string {
  const name = path.map((key) => printKey(key, style)).join('.');
  return isItem ? `[[${name}]]` : `[${name}]`;
}

function isTable(value: PlainValue): value is Table {
  return isObject(value);
}

function isListOfTables(value: PlainValue): value is readonly Table[] {
  return isList(value) && value.length > 0 && value.every(isObject);
}
