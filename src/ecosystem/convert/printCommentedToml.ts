import { printKey } from '../write/printScalar.ts';
import { tomlHeader } from '../write/printToml.ts';
import { printValue } from '../write/printValue.ts';
import type { WriteStyle } from '../write/style.ts';
import type {
  CommentedItem,
  CommentedList,
  CommentedObject,
  CommentedProperty,
  CommentedValue,
} from './commentedValue.ts';
import { plainOf, silent } from './commentedValue.ts';
import { comment, commented } from './printCommented.ts';

/**
 * The lines of a file: what is set at its root first, then its tables. A list of apps stands under `apps`. What
 * the root ends with is left out: it would stand above the first table.
 */
export function tomlLines(root: CommentedValue, style: WriteStyle): readonly string[] {
  const table: CommentedObject =
    root.kind === 'object'
      ? root
      : { kind: 'object', properties: [{ key: 'apps', value: root, ...silent }], tail: [] };
  return tableLines({ ...table, tail: [] }, style, []);
}

function tableLines(
  { properties, tail }: CommentedObject,
  style: WriteStyle,
  path: readonly string[],
): readonly string[] {
  const written = properties.filter(({ value }) => value.kind !== 'scalar' || value.value !== null);
  const isBelow = (value: CommentedValue): boolean => value.kind === 'object' || tablesOf(value) !== null;
  const own = written.filter(({ value }) => !isBelow(value));
  const below = written.filter(({ value }) => isBelow(value));
  return [
    ...own.flatMap((property) => pairLines(property, style)),
    ...tail.map((line) => comment(line, style)),
    ...below.flatMap(({ key, value, ...remarks }) => {
      const inner = [...path, key];
      const list = tablesOf(value);
      if (list !== null) return itemsLines(list, remarks, { style, path: inner });
      if (value.kind !== 'object') return [];
      const header = headerLines(tomlHeader(inner, style), [remarks], style);
      return ['', ...header, ...tableLines(value, style, inner)];
    }),
  ];
}

function itemsLines(
  list: TableList,
  remarks: Pick<CommentedItem, 'before' | 'beside'>,
  { style, path }: { style: WriteStyle; path: readonly string[] },
): readonly string[] {
  const all = list.items.flatMap((item, index) => {
    const said = index === 0 ? [remarks, item] : [item];
    const header = headerLines(tomlHeader(path, style, true), said, style);
    return ['', ...header, ...tableLines(item.value, style, path)];
  });
  const tail = list.tail.map((line) => comment(line, style));
  return [...all, ...(tail.length > 0 ? ['', ...tail] : [])];
}

/** What is said beside a table is about all of it. */
function headerLines(
  header: string,
  said: readonly Pick<CommentedItem, 'before' | 'beside'>[],
  style: WriteStyle,
): readonly string[] {
  const lines = said.flatMap(({ before, beside }) => [...before, ...(beside === '' ? [] : [beside])]);
  return [...lines.map((line) => comment(line, style)), header];
}

/** A list may span lines, and then hold comments; its tables may not. */
function pairLines({ key, value, ...remarks }: CommentedProperty, style: WriteStyle): readonly string[] {
  const name = `${printKey(key, style)} = `;
  if (value.kind === 'list' && (value.tail.length > 0 || value.items.some(hasRemarks))) {
    const items = value.items.filter((item) => item.value.kind !== 'scalar' || item.value.value !== null);
    const lines = items.flatMap((item) =>
      commented([`${printValue(plainOf(item.value), style, inline)},`], item, style),
    );
    const tail = value.tail.map((line) => comment(line, style));
    const body = [...lines, ...tail].map((line) => style.indentUnit + line);
    return commented([`${name}[`, ...body, ']'], remarks, style);
  }
  return commented([`${name}${printValue(plainOf(value), style, inline)}`], remarks, style);
}

const inline = { indentation: '', isInline: true };

const hasRemarks = ({ before, beside }: CommentedItem): boolean => before.length > 0 || beside !== '';

interface TableItem extends CommentedItem {
  readonly value: CommentedObject;
}

type TableList = Omit<CommentedList, 'items'> & { readonly items: readonly TableItem[] };

function tablesOf(value: CommentedValue): TableList | null {
  if (value.kind !== 'list' || value.items.length === 0) return null;
  const items = value.items.flatMap((item): readonly TableItem[] =>
    item.value.kind === 'object' ? [{ ...item, value: item.value }] : [],
  );
  return items.length < value.items.length ? null : { ...value, items };
}
