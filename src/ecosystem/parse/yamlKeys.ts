import type { Scalar } from 'yaml';
import type { PropertyNode, StringNode } from '../tree/node.ts';
import type { SyntaxProblem } from '../tree/sourceTree.ts';

interface Keys {
  /** What was begun above the name. */
  readonly properties: readonly PropertyNode[];
  readonly name: StringNode;
  readonly problems: readonly SyntaxProblem[];
}

/**
 * The name of a property. A line without a colon, as while a name is being typed, is taken by the parser for the
 * first line of the next name: each such line is a property without a value.
 */
export function keysOf(key: Scalar, text: string): Keys {
  const [start = 0, end = start] = key.range ?? [];
  const whole = text.slice(start, end);
  if (!whole.includes('\n') || /^["'?]/.test(whole) || key.type !== 'PLAIN')
    return { properties: [], name: { kind: 'string', value: String(key.value), start, end }, problems: [] };
  const properties: PropertyNode[] = [];
  const problems: SyntaxProblem[] = [];
  const lastLine = whole.lastIndexOf('\n') + 1;
  let at = start;
  for (const line of whole.slice(0, lastLine).split('\n')) {
    const content = line.trim();
    const from = at + line.indexOf(content);
    at += line.length + 1;
    if (content === '' || content.startsWith('#')) continue;
    const { property, message } = unfinished(content, from);
    properties.push(property);
    problems.push({ start: from, end: from + content.length, message });
  }
  const nameStart = start + lastLine + whole.slice(lastLine).search(/\S/);
  const name: StringNode = { kind: 'string', value: text.slice(nameStart, end), start: nameStart, end };
  return { properties, name, problems };
}

function unfinished(
  line: string,
  start: number,
): { readonly property: PropertyNode; readonly message: string } {
  const end = start + line.length;
  // `name:web` is a name too, as far as YAML is concerned.
  const [, name = line, value = ''] = /^([\w-]+):(\S.*)$/.exec(line) ?? [];
  const isGlued = value !== '';
  const keyEnd = start + name.length;
  return {
    property: {
      kind: 'property',
      key: { kind: 'string', value: name, start, end: keyEnd },
      value: isGlued ? { kind: 'unknown', start: keyEnd + 1, end } : null,
      separator: isGlued ? keyEnd : null,
      start,
      end,
    },
    message: isGlued
      ? `A blank is missing behind the colon: ${name}: ${value}`
      : `A colon and a value are missing here: ${name}: …`,
  };
}

/** The place of the colon behind a name that ends at an offset; null when there is none. */
export function separatorAfter(text: string, offset: number): number | null {
  const blanks = /^[ \t]*/.exec(text.slice(offset, offset + 80))?.[0].length ?? 0;
  return text[offset + blanks] === ':' ? offset + blanks : null;
}
