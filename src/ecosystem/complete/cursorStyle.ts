import type { Span } from '../tree/node.ts';
import type { SourceLanguage } from '../tree/sourceTree.ts';
import type { CursorStyle } from './cursor.ts';

/** Files of any size are judged by their beginning. */
const longestLook = 50_000;

/** How a text is written. `container` is the object or list in brackets around the cursor; null where none is. */
export function styleAt(
  text: string,
  language: SourceLanguage,
  at: { readonly offset: number; readonly container: Span | null },
): CursorStyle {
  const look = text.slice(0, longestLook);
  const isScript = language === 'javascript' || language === 'typescript';
  return {
    quote: quoteOf(look, language),
    quotesKeys:
      language === 'json' || (isScript && isMore(look, /["'][\w-]+["']\s*:/g, /(?<![\w"'])[\w$]+\s*:/g)),
    indentUnit: indentUnitOf(look),
    indentation: indentationAt(text, at.offset, language),
    newline: look.includes('\r\n') ? '\r\n' : '\n',
    isFlow: language !== 'yaml' && language !== 'toml' ? true : at.container !== null,
    isMultiLine: at.container === null || text.slice(at.container.start, at.container.end).includes('\n'),
    trailingComma: isScript && !isMore(look, /[^,\s{[(][ \t]*\r?\n[ \t]*[}\]]/g, /,[ \t]*\r?\n[ \t]*[}\]]/g),
    indentsLists: !isMore(
      look,
      /^( *)[^\s-][^\n]*:[ \t]*\n\1- /gm,
      /^( *)(?:- )?[^\s-][^\n]*:[ \t]*\n\1 +- /gm,
    ),
  };
}

function quoteOf(text: string, language: SourceLanguage): CursorStyle['quote'] {
  if (language === 'json') return '"';
  const double = count(text, /"(?:\\.|[^"\\\n])*"/g);
  const single = count(text, /'(?:\\.|[^'\\\n])*'/g);
  const likelier =
    single > double || (single === double && language !== 'toml' && language !== 'yaml') ? "'" : '"';
  if (language !== 'yaml') return likelier;
  return double + single > count(text, /(?::|-)[ ]+[^\s"'[{#&*|>-]/g) ? likelier : '';
}

function isMore(text: string, one: RegExp, other: RegExp): boolean {
  return count(text, one) > count(text, other);
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}

/** What most lines are indented by more than the line above them. */
function indentUnitOf(text: string): string {
  const counts = new Map<string, number>();
  let above = '';
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const indentation = /^[ \t]*/.exec(line)?.[0] ?? '';
    if (indentation.length > above.length && indentation.startsWith(above)) {
      const step = indentation.slice(above.length);
      const unit = step.startsWith('\t') ? '\t' : step;
      counts.set(unit, (counts.get(unit) ?? 0) + 1);
    }
    above = indentation;
  }
  const [unit] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? ['  '];
  return unit.length > 8 ? '  ' : unit;
}

function indentationAt(text: string, offset: number, language: SourceLanguage): string {
  const line = text.slice(offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1, offset);
  const found = (language === 'yaml' ? /^\s*(?:-(?: +|$))*/ : /^\s*/).exec(line)?.[0] ?? '';
  return found.replace(/-$/, '- ').replaceAll('-', ' ');
}
