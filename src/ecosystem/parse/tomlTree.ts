import type { AST } from 'toml-eslint-parser';
import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';
import { lostTable, parseMasked } from './maskToml.ts';
import { blank, maskMarkers } from './maskText.ts';
import { unreadable } from './nesting.ts';
import { readPlainToml } from './plainToml.ts';
import { finished, TomlObject } from './tomlNodes.ts';
import { addPairs, addTable, unfinishedPair } from './tomlTables.ts';

/** What a TOML text says. Made of any text; the tables of one app, however scattered, are parts of it. */
export function parseTomlTree(text: string): SourceTree {
  const root = readPlainToml(text);
  return root === null ? parseAnyToml(text) : { language: 'toml', text, root, syntax: [], exported: null };
}

/** As `parseTomlTree`, by the parser of all of TOML alone. */
export function parseAnyToml(text: string): SourceTree {
  const { text: marked, problems } = maskMarkers(text);
  const bare = marked.startsWith('\uFEFF') ? blank(marked, { start: 0, end: 1 }) : marked;
  try {
    const { program, problems: wrong, hidden } = parseMasked(bare);
    const root = rootOf(program, hidden, bare);
    const syntax = [...problems, ...wrong].sort((a, b) => a.start - b.start);
    return {
      language: 'toml',
      text,
      root: root.properties.size === 0 ? null : finished(root),
      syntax,
      exported: null,
    };
  } catch (error) {
    const message = unreadable(error);
    return {
      language: 'toml',
      text,
      root: null,
      syntax: [{ start: 0, end: text.length, message }],
      exported: null,
    };
  }
}

function rootOf(program: AST.TOMLProgram, hidden: readonly Span[], text: string): TomlObject {
  const root = new TomlObject({ start: 0, end: text.length });
  const tables: { readonly start: number; readonly object: TomlObject }[] = [{ start: 0, object: root }];
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLKeyValue') {
      addPairs(root, [node], text);
      continue;
    }
    const isLost = lostTable.test(String(node.resolvedKey[0]));
    const [start, end] = node.range;
    const object = isLost ? new TomlObject({ start, end }) : addTable(root, node);
    addPairs(object, node.body, text);
    tables.push({ start, object });
  }
  // What is begun on a hidden line belongs to the table that it stands in.
  for (const span of hidden) {
    const table = tables.findLast(({ start }) => start <= span.start);
    const pair = unfinishedPair(text, span);
    if (pair !== null && table?.object.properties.has(pair.key.value) === false) table.object.add(pair);
  }
  return root;
}
