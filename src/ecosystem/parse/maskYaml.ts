import type { SyntaxProblem } from '../tree/sourceTree.ts';
import { blank } from './maskText.ts';

const quotedStart = /^([ ]*(?:-[ ]+)*(?:[^\s#'"{[-][^#'"{[]*?:[ ]+)?)(["'])(.*)$/;
const nextEntry = /^([ ]*)(?:-(?:[ ]|$)|[^\s#'"{[][^'"{[]*?:(?:[ ]|$)|#|[}\]])/;

/** What is hidden from the parser after a first look has failed. */
export interface MaskedYaml {
  readonly text: string;
  readonly problems: readonly SyntaxProblem[];
  /** The places of the quotes that open strings which nothing closes. */
  readonly quotes: ReadonlySet<number>;
}

/**
 * Hides what makes the parser lose all that follows: quotes that are not closed on their line although the next
 * line starts an entry, and lines that hold nothing but a placeholder of a template engine, `{{ … }}`.
 */
export function maskYaml(text: string): MaskedYaml {
  const problems: SyntaxProblem[] = [];
  const quotes = new Set<number>();
  const lines = text.split('\n');
  let start = 0;
  for (const [index, raw] of lines.entries()) {
    const line = raw.trimEnd();
    const found = quotedStart.exec(line);
    if (/^\s*\{\{.*\}\}$/.test(line)) {
      const message = 'What stands in {{ }} is not YAML: another program has to fill it in first.';
      problems.push({ start: start + line.search(/\S/), end: start + line.length, message });
    } else if (found !== null) {
      const [, before = '', quote = '', content = ''] = found;
      if (!isClosed(content, quote) && endsAtLine(lines, index, before)) {
        quotes.add(start + before.length);
        const end = start + line.length;
        problems.push({ start: start + before.length, end, message: `A closing quote ${quote} is missing.` });
      }
    }
    start += raw.length + 1;
  }
  const masked = problems.map((span) => (quotes.has(span.start) ? { ...span, end: span.start + 1 } : span));
  return { text: blank(text, ...masked), problems, quotes };
}

function isClosed(content: string, quote: string): boolean {
  return quote === "'"
    ? content.replaceAll("''", '').includes("'")
    : content.replace(/\\./g, '').includes('"');
}

/** The next line that is not empty starts an entry, no deeper than the one that the quote stands in. */
function endsAtLine(lines: readonly string[], index: number, before: string): boolean {
  const next = lines.slice(index + 1, index + 20).find((line) => line.trim() !== '');
  if (next === undefined) return true;
  const depth = nextEntry.exec(next.trimEnd())?.[1]?.length;
  return depth !== undefined && depth <= before.length - before.trimStart().length + dashes(before);
}

function dashes(before: string): number {
  return /^[ ]*((?:-[ ]+)*)/.exec(before)?.[1]?.length ?? 0;
}
