import { nodeOf, placeAt, places } from '../tree/locate.ts';
import type { Span } from '../tree/node.ts';
import type { SourceTree } from '../tree/sourceTree.ts';

export interface FoldingRange extends Span {
  readonly kind: 'value' | 'comment';
}

/** Whatever spans lines: objects and lists with their keys, and runs of comment lines where `#` begins them. */
export function foldingRanges({ root, text, language }: SourceTree): readonly FoldingRange[] {
  const newlines = [...text.matchAll(/\n/g)].map(({ index }) => index);
  const byStart = new Map<number, FoldingRange>();
  for (const place of places(root)) {
    const node = nodeOf(place);
    const value = node.kind === 'property' ? node.value : node;
    if (value?.kind !== 'object' && value?.kind !== 'array') continue;
    // The whole file, without brackets around it.
    if (node === root && !/[[{]/.test(text[node.start] ?? '')) continue;
    // A property whose value stands elsewhere folds there.
    const start = node.kind === 'property' && value.start >= node.start ? node.start : value.start;
    const end = trimmedEnd(text, start, value.end);
    if (end > (byStart.get(start)?.end ?? 0) && firstFrom(newlines, start) < end)
      byStart.set(start, { start, end, kind: 'value' });
  }
  const comments = language === 'yaml' || language === 'toml' ? commentBlocks(text) : [];
  return [...byStart.values(), ...comments].sort((a, b) => a.start - b.start);
}

function trimmedEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && /\s/.test(text[at - 1] ?? '')) at--;
  return at;
}

/** The first of some ascending numbers that is not below `from`; Infinity when there is none. */
function firstFrom(numbers: readonly number[], from: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return numbers[low] ?? Infinity;
}

function commentBlocks(text: string): readonly FoldingRange[] {
  return [...text.matchAll(/^[ \t]*#[^\n]*(?:\n[ \t]*#[^\n]*)+/gm)].map(({ index, 0: block }) => ({
    start: index,
    end: index + block.trimEnd().length,
    kind: 'comment' as const,
  }));
}

/** The spans around an offset, from the smallest node to the whole text; each lies in the next one. */
export function selectionSpans({ root, text }: SourceTree, offset: number): readonly Span[] {
  const spans: Span[] = [];
  const candidates = [...(placeAt(root, offset)?.chain ?? []).toReversed(), { start: 0, end: text.length }];
  for (const { start, end } of candidates) {
    const last = spans.at(-1) ?? { start: offset, end: offset };
    const isLarger = start <= last.start && end >= last.end && end - start > last.end - last.start;
    if (isLarger) spans.push({ start, end });
  }
  return spans;
}
