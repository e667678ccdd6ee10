import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';

/** A text as it is written: `quote` is empty for a bare word. */
export interface Literal {
  /** Without the quotes. */
  readonly inner: Span;
  readonly quote: '"' | "'" | '`' | '';
}

/** How one text is written at a span; null when it is put together of several, or spans lines: `'web-' + 1`. */
export function literalAt({ start, end }: Span, { text, language }: SourceTree): Literal | null {
  const written = text.slice(start, end);
  const quote = written[0];
  if (quote === '"' || quote === "'" || quote === '`') {
    const inside = written.slice(1, -1);
    const rest = inside.replace(/\\[\s\S]|''/g, '');
    if (written.length < 2 || written.at(-1) !== quote || rest.includes(quote)) return null;
    return { inner: { start: start + 1, end: end - 1 }, quote };
  }
  const isBare = language === 'yaml' ? /^[^|>*&!\n][^\n]*$/ : /^[\p{ID_Start}$_\d-][\p{ID_Continue}$-]*$/u;
  return isBare.test(written) ? { inner: { start, end }, quote: '' } : null;
}
