import { ParseError, parseTOML } from 'toml-eslint-parser';
import { tokenize } from '../parse/javascript/tokenize.ts';
import { nodeOf, places } from '../tree/locate.ts';
import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';

export interface Comment extends Span {
  /** Without its marks, a line each; trimmed at the end only. */
  readonly lines: readonly string[];
}

/** The comments of a text in their order. Those of a TOML text that cannot be read are not found. */
export function commentsOf(tree: SourceTree): readonly Comment[] {
  switch (tree.language) {
    case 'toml':
      return tomlComments(tree.text);
    case 'yaml':
      return yamlComments(tree);
    default:
      return scriptComments(tree.text);
  }
}

/** Whatever is between tokens and no blank. */
function scriptComments(text: string): readonly Comment[] {
  const { starts, ends } = tokenize(text);
  const first = text.startsWith('#!') ? text.indexOf('\n') : 0;
  const gaps = [...starts, text.length].map((end, index) => ({
    start: index === 0 ? Math.max(0, first) : (ends[index - 1] ?? 0),
    end,
  }));
  return gaps.flatMap(({ start, end }) =>
    [...text.slice(start, end).matchAll(/\/\/([^\n]*)|\/\*([\s\S]*?)\*\//g)].map(
      ({ index, 0: whole, 1: line, 2: block }) => ({
        start: start + index,
        end: start + index + whole.trimEnd().length,
        lines: line === undefined ? blockLines(block ?? '') : [clean(line)],
      }),
    ),
  );
}

/** `/** … *\/` without its asterisks and without empty lines around. */
function blockLines(block: string): readonly string[] {
  const lines = block
    .split('\n')
    .map((line) => clean(line.replace(/^\s*\*+(?=\s|$)/, '').replace(/^\*+/, '')));
  const first = lines.findIndex((line) => line !== '');
  return first === -1 ? [] : lines.slice(first, lines.findLastIndex((line) => line !== '') + 1);
}

/** A `#` behind a blank, outside of texts. */
function yamlComments({ text, root }: SourceTree): readonly Comment[] {
  const texts = [...places(root)].map(nodeOf).filter(({ kind }) => kind === 'string');
  const spans = texts.sort((a, b) => a.start - b.start);
  const comments: Comment[] = [];
  let next = 0;
  for (const { index, 0: mark, 1: before = '' } of text.matchAll(/(^|[ \t])#[^\n]*/gm)) {
    const start = index + before.length;
    while ((spans[next]?.end ?? Infinity) <= start) next++;
    if ((spans[next]?.start ?? Infinity) <= start) continue;
    const whole = mark.slice(before.length).trimEnd();
    comments.push({ start, end: start + whole.length, lines: [clean(whole.slice(1))] });
  }
  return comments;
}

function tomlComments(text: string): readonly Comment[] {
  try {
    return parseTOML(text).comments.map(({ range: [start, end], value }) => ({
      start,
      end,
      lines: [clean(value)],
    }));
  } catch (error) {
    if (error instanceof ParseError || error instanceof RangeError) return [];
    throw error;
  }
}

/** One blank before the words is that of the mark. */
function clean(line: string): string {
  return line.replace(/^ /, '').trimEnd();
}
