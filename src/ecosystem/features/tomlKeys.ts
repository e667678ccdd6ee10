import { ParseError, parseTOML } from 'toml-eslint-parser';
import type { AST } from 'toml-eslint-parser';
import type { Span } from '../tree/node.ts';

/**
 * Where the last key of a path is written, with its quotes: in headers such as `[apps.web.env]` and in dotted keys.
 * null for a text with errors, in which some may be hidden.
 */
export function tomlKeySpans(text: string, path: readonly string[]): readonly Span[] | null {
  let program: AST.TOMLProgram;
  try {
    program = parseTOML(text);
  } catch (error) {
    if (error instanceof ParseError || error instanceof RangeError) return null;
    throw error;
  }
  const spans: Span[] = [];
  const visit = (base: readonly string[], { keys }: AST.TOMLKey): readonly string[] => {
    let at = base;
    for (const key of keys) {
      at = [...at, key.type === 'TOMLBare' ? key.name : key.value];
      const isIt = at.length === path.length && at.every((name, index) => name === path[index]);
      if (isIt) spans.push({ start: key.range[0], end: key.range[1] });
    }
    return at;
  };
  const visitPairs = (base: readonly string[], body: readonly AST.TOMLNode[]): void => {
    for (const node of body) {
      if (node.type !== 'TOMLKeyValue') continue;
      const at = visit(base, node.key);
      if (node.value.type === 'TOMLInlineTable') visitPairs(at, node.value.body);
    }
  };
  for (const node of program.body[0].body) {
    if (node.type === 'TOMLTable') visitPairs(visit([], node.key), node.body);
    else visitPairs([], [node]);
  }
  return spans;
}
