import { findNodeAtLocation, getNodeValue, parseTree } from 'jsonc-parser';
import type { ParseError } from 'jsonc-parser';
import { positionAt } from '../textPosition.ts';
import { tokenize } from './javascript/tokenize.ts';
import { jsonProblemText } from './jsonProblemText.ts';
import { findDeepToken, maximumNesting, tooDeep } from './nesting.ts';
import type { ParsedText } from './parsedText.ts';

/** Parses JSON with comments, trailing commas and a BOM. Nothing is evaluated. */
export function parseJson(source: string): ParsedText {
  const text = source.replace(/^\uFEFF/, '');
  const deep = findTooDeep(text);
  if (deep !== null) return { kind: 'error', message: tooDeep, position: positionAt(text, deep) };
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  const error = errors[0];
  if (error !== undefined) {
    return { kind: 'error', message: jsonProblemText(error, text), position: positionAt(text, error.offset) };
  }
  if (tree === undefined) return { kind: 'empty' };
  return {
    kind: 'value',
    // Ordinary objects, as every other format gives; those of getNodeValue have no prototype.
    value: structuredClone(getNodeValue(tree)),
    locate: (path) => {
      const node = findNodeAtLocation(tree, [...path]);
      return node === undefined
        ? undefined
        : positionAt(text, (node.parent?.type === 'property' ? node.parent : node).offset);
    },
  };
}

/** Where the first bracket is that is nested too deeply; the parser calls itself for each. */
function findTooDeep(text: string): number | null {
  const brackets = text.match(/[[{]/g)?.length ?? 0;
  if (brackets <= maximumNesting) return null;
  const tokens = tokenize(text);
  const token = findDeepToken(tokens);
  return token === null ? null : (tokens.starts[token] ?? 0);
}
