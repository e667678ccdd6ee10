import type { Cursor } from './cursor.ts';
import { parseExpression } from './parseExpression.ts';
import { parseBareObject } from './parseObject.ts';
import type { ArrayExpression, Expression } from './syntax.ts';

export function parseArray(cursor: Cursor): ArrayExpression {
  const { start } = cursor;
  cursor.next();
  const items = parseItems(cursor);
  return { type: 'array', start, end: cursor.previousEnd, items };
}

/** What stands between the brackets, and the closing one unless it is missing. */
export function parseItems(cursor: Cursor): readonly Expression[] {
  const items: Expression[] = [];
  cursor.openBrackets++;
  cursor.within(true, () => {
    while (!endsArray(cursor, items.at(-1))) {
      const { index, start } = cursor;
      if (cursor.isAtKey() && cursor.type !== 'number') {
        addBareObject(cursor, items);
      } else if (cursor.eat('...')) {
        const argument = parseExpression(cursor);
        items.push({ type: 'spread', start, end: Math.max(argument.end, cursor.previousEnd), argument });
      } else {
        const item = parseExpression(cursor);
        if (item.type !== 'missing') items.push(item);
      }
      if (cursor.index === index) cursor.next();
    }
  });
  cursor.openBrackets--;
  cursor.eat(']');
  return items;
}

/** Passes over separators and brackets that close nothing, up to an item or the end of the list. */
function endsArray(cursor: Cursor, last: Expression | undefined): boolean {
  for (;;) {
    const { type } = cursor;
    if (type === ']' || type === 'end' || cursor.isAtStatement()) return true;
    if (type === '}' && cursor.openBraces > 0 && !isStrayBrace(cursor)) return true;
    if (type === ')' && cursor.openParens > 0) return true;
    if (type === 'templateMiddle' || type === 'templateTail') return true;
    if (cursor.isAtKey() && cursor.openObjects > 1 && last?.type !== 'object') return true;
    if (type !== ',' && type !== ';' && type !== '}' && type !== ')') return false;
    cursor.next();
  }
}

/** One `}` too many between the apps. */
function isStrayBrace(cursor: Cursor): boolean {
  return (
    cursor.openObjects <= 1 &&
    cursor.typeAt(cursor.index + 1) === ',' &&
    cursor.typeAt(cursor.index + 2) === '{'
  );
}

/** Properties between items: more of the item before, when it was closed too early, or an item without its `{`. */
function addBareObject(cursor: Cursor, items: Expression[]): void {
  const more = parseBareObject(cursor);
  const last = items.at(-1);
  const first = more.members[0];
  const isNew =
    last?.type !== 'object' ||
    last.members.some(
      (member) =>
        member.type === 'property' && first?.type === 'property' && member.key.name === first.key.name,
    );
  if (isNew) items.push(more);
  else items[items.length - 1] = { ...last, end: more.end, members: [...last.members, ...more.members] };
}
