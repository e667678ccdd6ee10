import type { Locate, Position } from '../report.ts';
import { positionsIn } from '../textPosition.ts';
import { nodeAtPath } from '../tree/locate.ts';
import { plainValue } from '../tree/plainValue.ts';
import type { SourceTree } from '../tree/sourceTree.ts';

/** What a JSON, YAML or TOML text holds, or why it cannot be read. */
export type ParsedText =
  | { readonly kind: 'value'; readonly value: unknown; readonly locate: Locate }
  | { readonly kind: 'empty' }
  | { readonly kind: 'error'; readonly message: string; readonly position: Position };

/** What a tree of a YAML or TOML text comes to for who wants its values; the first thing wrong makes it an error. */
export function parsedFrom({ text, root, syntax }: SourceTree): ParsedText {
  const positionOf = positionsIn(text);
  const [problem] = syntax;
  if (problem !== undefined)
    return { kind: 'error', message: problem.message, position: positionOf(problem.start) };
  if (root === null || root.kind === 'null') return { kind: 'empty' };
  return {
    kind: 'value',
    value: plainValue(root, null),
    locate: (path) => {
      const found = nodeAtPath(root, path);
      const start = found?.property?.start ?? found?.node?.start;
      return start === undefined ? undefined : positionOf(start);
    },
  };
}
