import { getStaticTOMLValue, ParseError, parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { Position, ValuePath } from '../report.ts';
import { positionAt } from '../textPosition.ts';
import type { ParsedText } from './parsedText.ts';

/** Parses TOML. Dates become ISO strings. */
export function parseToml(source: string): ParsedText {
  const text = source.replace(/^\uFEFF/, '');
  let tree: AST.TOMLProgram;
  try {
    tree = parseTOML(text);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return {
      kind: 'error',
      message: error.message,
      position: positionAt(text, offsetOf(error, text)),
    };
  }
  const value: unknown = plain(getStaticTOMLValue(tree));
  if (tree.body[0].body.length === 0) return { kind: 'empty' };
  const positions = positionsOf(tree);
  return { kind: 'value', value, locate: (path) => positions.get(JSON.stringify(path)) };
}

/** A missing value is noticed on a later line only. */
function offsetOf({ index, message }: ParseError, text: string): number {
  const isLate = /^Unspecified/.test(message) || text.slice(index).trim() === '';
  return isLate ? text.slice(0, index).trimEnd().length : index;
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

/** Where each table and key stands, by the JSON of its path. */
function positionsOf(tree: AST.TOMLProgram): ReadonlyMap<string, Position> {
  const positions = new Map<string, Position>();
  const add = (path: ValuePath, node: AST.TOMLNode): void => {
    const key = JSON.stringify(path);
    const { line, column } = node.loc.start;
    if (!positions.has(key)) positions.set(key, { line, column: column + 1 });
  };
  const addPairs = (base: ValuePath, body: readonly AST.TOMLNode[]): void => {
    for (const node of body) {
      if (node.type !== 'TOMLKeyValue') continue;
      let path = base;
      for (const key of node.key.keys) {
        path = [...path, key.type === 'TOMLBare' ? key.name : key.value];
        add(path, node);
      }
      addValue(path, node.value);
    }
  };
  const addValue = (path: ValuePath, value: AST.TOMLContentNode): void => {
    if (value.type === 'TOMLInlineTable') addPairs(path, value.body);
    if (value.type !== 'TOMLArray') return;
    for (const [index, element] of value.elements.entries()) {
      add([...path, index], element);
      addValue([...path, index], element);
    }
  };
  for (const node of tree.body[0].body) {
    if (node.type === 'TOMLTable') {
      add(node.resolvedKey, node);
      addPairs(node.resolvedKey, node.body);
    } else addPairs([], [node]);
  }
  return positions;
}
