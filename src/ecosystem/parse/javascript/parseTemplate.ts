import type { Cursor } from './cursor.ts';
import { parseSequence } from './parseExpression.ts';
import { unescape } from './scanLiterals.ts';
import type { Expression, TemplateExpression } from './syntax.ts';

/** The value of the string token here. */
export function stringAt(cursor: Cursor): string {
  const { text, start, end, tokens, index } = cursor;
  return unescape(text.slice(start + 1, tokens.unclosed.has(index) ? end : end - 1));
}

function opensSubstitution(type: string): boolean {
  return type === 'templateHead' || type === 'templateMiddle';
}

/** The part of a template that the token here is. */
function partAt({ text, start, end, type, tokens, index }: Cursor): string {
  const closing = opensSubstitution(type) ? 2 : tokens.unclosed.has(index) ? 0 : 1;
  return unescape(text.slice(start + 1, end - closing).replaceAll('\r\n', '\n'));
}

export function parseTemplate(cursor: Cursor): TemplateExpression {
  const { start } = cursor;
  const texts = [partAt(cursor)];
  const substitutions: Expression[] = [];
  while (opensSubstitution(cursor.type)) {
    const open = cursor.index;
    cursor.next();
    cursor.openBraces++;
    substitutions.push(cursor.within(false, () => parseSequence(cursor)));
    cursor.openBraces--;
    if (cursor.type !== 'templateMiddle' && cursor.type !== 'templateTail') {
      const match = cursor.tokens.matches[open] ?? -1;
      if (match === -1) return { type: 'template', start, end: cursor.previousEnd, texts: [], substitutions };
      cursor.index = match;
    }
    texts.push(partAt(cursor));
  }
  cursor.next();
  return { type: 'template', start, end: cursor.previousEnd, texts, substitutions };
}
