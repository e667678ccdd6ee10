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
  const comments = language === 'yaml' || language === 'toml' ? hashComments : slashComments;
  const bare = text
    .slice(from, Math.max(container.end, item.end))
    .replace(comments, (all: string, comment: string | undefined) =>
      comment === undefined ? all : comment.replace(/[^\n]/g, ' '),
    );
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
