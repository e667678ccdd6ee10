import type { ValuePath } from '../report.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import { propertyOf } from '../tree/node.ts';
import { parseSource } from '../tree/parseTree.ts';
import type { HeaderCursor } from './cursor.ts';
import { styleAt } from './cursorStyle.ts';
import { lineAt } from './markedText.ts';
import { unmarked } from './unmarked.ts';

const headerBefore = /^\s*(\[{1,2})([\w.\-"' ]*)$/;

/** The cursor in the header of a TOML table; null when it is in none. */
export function headerAt(text: string, offset: number): HeaderCursor | null {
  const { start: lineStart, before, after } = lineAt(text, offset);
  const found = headerBefore.exec(before);
  const rest = /^([\w.\-"' ]*)(\]{0,2})\s*(?:#.*)?$/.exec(after);
  if (found === null || rest === null) return null;
  const [, brackets = '', typed = ''] = found;
  const [, , closing = ''] = rest;
  const start = lineStart + before.length - brackets.length - typed.length;
  const end =
    offset + (closing === '' ? (rest[1]?.trimEnd().length ?? 0) : after.indexOf(closing) + closing.length);
  // A name that no file has: what stands below this header belongs to no other table meanwhile.
  const stand = '[-0]';
  const tree = parseSource(text.slice(0, start) + stand + text.slice(end), 'toml');
  const back = (place: number): number =>
    place <= start ? place : Math.max(start, place - stand.length + (end - start));
  const root = tree.root === null ? null : unmarked(tree.root, null, back);
  const names = typed.split('.');
  const word = (names.pop() ?? '').trimStart();
  const { path, object } = resolve(root, names, start);
  return {
    kind: 'header',
    language: 'toml',
    path,
    keys: object?.properties.map(({ key }) => key.value) ?? [],
    isList: brackets.length === 2,
    base: names.map((name) => `${name.trim()}.`).join(''),
    replace: { start, end },
    word,
    quote: null,
    prefix: '',
    suffix: '',
    commaAt: null,
    root,
    style: styleAt(text, 'toml', { offset, container: null }),
  };
}

/** In a header, the name of a list stands for the last item above. */
function resolve(
  root: Node | null,
  names: readonly string[],
  offset: number,
): { readonly path: ValuePath; readonly object: ObjectNode | null } {
  let node: Node | null = root;
  let path: ValuePath = [];
  for (const name of names) {
    const key = name.trim().replace(/^(["'])(.*)\1$/, '$2');
    node = node?.kind === 'object' ? (propertyOf(node, key)?.value ?? null) : null;
    path = [...path, key];
    if (node?.kind !== 'array') continue;
    const index = Math.max(
      node.items.findLastIndex(({ start }) => start < offset),
      0,
    );
    node = node.items[index] ?? null;
    path = [...path, index];
  }
  return { path, object: node?.kind === 'object' ? node : null };
}
