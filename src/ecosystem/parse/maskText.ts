import type { Span } from '../tree/node.ts';
import type { SyntaxProblem } from '../tree/sourceTree.ts';

/** A text with blanks where its parser would stumble, so that the places in it stay what they were. */
export interface MaskedText {
  readonly text: string;
  readonly problems: readonly SyntaxProblem[];
}

/** Puts blanks in place of spans; line breaks stay. */
export function blank(text: string, ...spans: readonly Span[]): string {
  let masked = '';
  let at = 0;
  for (const { start, end } of spans) {
    masked += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]/g, ' ');
    at = end;
  }
  return masked + text.slice(at);
}

/** Hides the marks of a merge that is not done yet: both sides are read. */
export function maskMarkers(text: string): MaskedText {
  if (!/^<{7} /m.test(text)) return { text, problems: [] };
  const markers = [...text.matchAll(/^(?:<{7}|\|{7}|={7}|>{7})(?= |\r?$).*/gm)].map(({ 0: line, index }) => ({
    start: index,
    end: index + line.trimEnd().length,
  }));
  const problems = markers.map((span) => ({ ...span, message: 'A merge conflict is not resolved here.' }));
  return { text: blank(text, ...markers), problems };
}
