import assert from 'node:assert/strict';
import { nodeOf, places } from '../../../src/ecosystem/tree/locate.ts';
import type { SourceTree } from '../../../src/ecosystem/tree/sourceTree.ts';

/** Whatever a text is: every node and problem is inside of it, and properties hold their own names. */
export function assertInside({ root, text, syntax }: SourceTree): void {
  for (const place of places(root)) {
    const node = nodeOf(place);
    const shown = `${node.kind} ${String(node.start)}-${String(node.end)} in ${JSON.stringify(text)}`;
    assert.ok(node.start >= 0 && node.start <= node.end && node.end <= text.length, shown);
    if (node.kind === 'property') assert.ok(node.start <= node.key.start && node.key.end <= node.end, shown);
  }
  for (const { start, end, message } of syntax) {
    assert.ok(start >= 0 && start <= end && end <= text.length, `${message} in ${JSON.stringify(text)}`);
    assert.match(message, /\S$/);
  }
}
