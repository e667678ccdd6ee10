import type { AST } from 'toml-eslint-parser';
import type { Node, PropertyNode, Span, StringNode } from '../tree/node.ts';
import { TomlArray, TomlObject } from './tomlNodes.ts';
import type { TomlNode } from './tomlNodes.ts';

type Key = AST.TOMLBare | AST.TOMLQuoted;

/** Adds the table of a header, with those on the way to it. Returns it, for the pairs below the header. */
export function addTable(
  root: TomlObject,
  { key, resolvedKey, range: [start, end] }: AST.TOMLTable,
): TomlObject {
  const names = [...key.keys];
  const span = { start, end };
  let node: TomlNode = root;
  for (const [index, step] of resolvedKey.entries()) {
    const isLast = index === resolvedKey.length - 1;
    const next = (): TomlObject | TomlArray =>
      isLast || typeof resolvedKey[index + 1] === 'string' ? new TomlObject(span) : new TomlArray(span);
    if (typeof step === 'number' && node instanceof TomlArray) {
      node = node.items[step] ??= next();
    } else if (node instanceof TomlObject) {
      const name = names.shift();
      const known: TomlNode | null | undefined = node.properties.get(String(step))?.value;
      const value: TomlNode = known ?? next();
      if (known === undefined && name !== undefined)
        node.add({ key: nameOf(name), value, separator: null, ...span });
      node = value;
    }
  }
  return node instanceof TomlObject ? node : new TomlObject(span);
}

/** Adds `key = value` pairs; those with dots make tables on their way. */
export function addPairs(object: TomlObject, pairs: readonly AST.TOMLKeyValue[], text: string): void {
  for (const { key, value, range } of pairs) {
    let table = object;
    for (const [index, name] of key.keys.entries()) {
      const start = name.range[0];
      const known = table.properties.get(nameOf(name).value)?.value;
      if (index === key.keys.length - 1) {
        const separator = text.indexOf('=', key.range[1]);
        table.add({ key: nameOf(name), value: valueOf(value, text), separator, start, end: range[1] });
      } else if (known instanceof TomlObject) {
        table = known;
      } else {
        const made = new TomlObject({ start: key.keys[index + 1]?.range[0] ?? start, end: range[1] });
        table.add({ key: nameOf(name), value: made, separator: null, start, end: range[1] });
        table = made;
      }
    }
  }
}

function nameOf(key: Key): StringNode {
  const [start, end] = key.range;
  return { kind: 'string', value: key.type === 'TOMLBare' ? key.name : key.value, start, end };
}

function valueOf(value: AST.TOMLContentNode, text: string): TomlNode {
  const [start, end] = value.range;
  switch (value.type) {
    case 'TOMLArray': {
      const array = new TomlArray({ start, end });
      array.items.push(...value.elements.map((element) => valueOf(element, text)));
      return array;
    }
    case 'TOMLInlineTable': {
      const object = new TomlObject({ start, end });
      addPairs(object, value.body, text);
      return object;
    }
    case 'TOMLValue':
      return scalar(value, { start, end });
  }
}

function scalar(value: AST.TOMLValue, span: Span): Node {
  switch (value.kind) {
    case 'string':
      return { kind: 'string', value: value.value, ...span };
    case 'boolean':
      return { kind: 'boolean', value: value.value, ...span };
    case 'integer':
    case 'float':
      return { kind: 'number', value: value.value, ...span };
    default:
      return { kind: 'string', value: value.value.toISOString(), ...span };
  }
}

/** What can be said of a line that is hidden from the parser: the name on it, and whether a value follows. */
export function unfinishedPair(text: string, { start, end }: Span): PropertyNode | null {
  const found = /^(\s*)([\w-]+|"[^"\n]*"|'[^'\n]*')([ \t]*)(=?)([ \t]*)([^#\n]*)/.exec(
    text.slice(start, end),
  );
  if (found === null) return null;
  const [, indentation = '', name = '', gap = '', equals = '', after = '', rest = ''] = found;
  if (equals === '' && rest !== '') return null;
  const from = start + indentation.length;
  const key: StringNode = {
    kind: 'string',
    value: name.replace(/^(["'])(.*)\1$/, '$2'),
    start: from,
    end: from + name.length,
  };
  const separator = equals === '' ? null : key.end + gap.length;
  const content = rest.trimEnd();
  const valueStart = (separator ?? key.end) + 1 + after.length;
  const value: Node | null =
    content === '' || separator === null
      ? null
      : { kind: 'unknown', start: valueStart, end: valueStart + content.length };
  return {
    kind: 'property',
    key,
    value,
    separator,
    start: from,
    end: value?.end ?? (separator ?? key.end - 1) + 1,
  };
}
