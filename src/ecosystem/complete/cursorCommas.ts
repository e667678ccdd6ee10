import type { Span } from '../tree/node.ts';
import type { SourceLanguage } from '../tree/sourceTree.ts';

const slashComments =
  /"(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?|`(?:\\.|[^`\\])*`|(\/\/.*|\/\*[^]*?(?:\*\/|$))/g;
const hashComments = /"(?:\\.|[^"\\\n])*"?|'[^'\n]*'?|((?<=^|\s)#.*)/gm;

/** The commas around a property or item in brackets. */
export interface Commas {
  /** The place behind what stands before, where a comma is missing. */
  readonly missingAt: number | null;
  /** What is next to it on the right: the end of the brackets, a comma, or something that needs one in between. */
  readonly next: 'end' | 'comma' | 'more';
}

/** `container` includes its brackets. */
export function commasAround(
  text: string,
  {
    container,
    item,
    language,
  }: { readonly container: Span; readonly item: Span; readonly language: SourceLanguage },
): Commas {
  const from = container.start + 1;
  const bare = withoutComments(text.slice(from, Math.max(container.end, item.end)), language);
  const before = bare.slice(0, item.start - from).trimEnd();
  const next = bare
    .slice(item.end - from)
    .trimStart()
    .charAt(0);
  return {
    missingAt: before === '' || /[,:=]$/.test(before) ? null : from + before.length,
    next: next === ',' ? 'comma' : next === '' || '}])'.includes(next) ? 'end' : 'more',
  };
}

/** The braces or brackets around an offset; null when there are none. */
export function bracketsAround(text: string, offset: number, language: SourceLanguage): Span | null {
  const bare = withoutComments(text, language, true);
  const open: number[] = [];
  let depth = 0;
  for (let at = 0; at < bare.length; at++) {
    const character = bare.charAt(at);
    if (character === '{' || character === '[') {
      if (at < offset) open.push(at);
      else depth++;
    } else if (character === '}' || character === ']') {
      if (at < offset) open.pop();
      else if (depth > 0) depth--;
      else return open.length === 0 ? null : { start: open.at(-1) ?? 0, end: at + 1 };
    }
  }
  return open.length === 0 ? null : { start: open.at(-1) ?? 0, end: text.length };
}

/** Blanks in place of comments, and of texts too if they are of no interest. */
function withoutComments(text: string, language: SourceLanguage, alsoTexts = false): string {
  const comments = language === 'yaml' || language === 'toml' ? hashComments : slashComments;
  return text.replace(comments, (all: string, comment: string | undefined) =>
    comment === undefined && !alsoTexts ? all : all.replace(/[^\n]/g, ' '),
  );
}
