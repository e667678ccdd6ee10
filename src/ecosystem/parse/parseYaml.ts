import { isMap, isNode, isPair, isScalar, LineCounter, parseDocument, visit } from 'yaml';
import type { Document } from 'yaml';
import type { ParsedText } from './parsedText.ts';

/** Parses one YAML 1.2 document; anchors, aliases and `<<` merges are resolved. */
export function parseYaml(source: string): ParsedText {
  const lines = new LineCounter();
  const document = parseDocument(source.replace(/^\uFEFF/, ''), {
    lineCounter: lines,
    merge: true,
    prettyErrors: false,
    logLevel: 'error',
  });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const error = document.errors[0];
  if (error !== undefined)
    return { kind: 'error', message: messageOf(error.code, error.message), position: at(error.pos[0]) };
  let value: unknown;
  try {
    value = document.toJS();
  } catch (reason) {
    // Unknown anchors and alias bombs are found only now.
    return {
      kind: 'error',
      message: messageOf('', reason instanceof Error ? reason.message : String(reason)),
      position: at(unresolvedAlias(document) ?? 0),
    };
  }
  if (value === null || value === undefined) return { kind: 'empty' };
  return {
    kind: 'value',
    value,
    locate: (path) => {
      const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
      if (isMap(parent)) {
        const pair = parent.items.find(
          (item) => isPair(item) && isScalar(item.key) && item.key.value === path.at(-1),
        );
        if (pair !== undefined && isScalar(pair.key) && pair.key.range) return at(pair.key.range[0]);
      }
      const node = document.getIn(path, true);
      return isNode(node) && node.range ? at(node.range[0]) : undefined;
    },
  };
}

function unresolvedAlias(document: Document): number | undefined {
  let offset: number | undefined;
  visit(document, {
    Alias: (_key, alias) => {
      if (alias.resolve(document) !== undefined) return undefined;
      offset = alias.range?.[0];
      return visit.BREAK;
    },
  });
  return offset;
}

function messageOf(code: string, message: string): string {
  if (code === 'BAD_ALIAS' || /alias/i.test(message))
    return 'Put a value that starts with * or & in quotes: without them it names an anchor.';
  if (code === 'TAB_AS_INDENT') return 'YAML is indented by blanks, and here is a tab.';
  if (code === 'MULTIPLE_DOCS') return 'The file holds more than one YAML document. Remove the second "---".';
  return message;
}
