import type { Cursor } from './cursor.ts';
import { skipClass } from './parsePrimary.ts';
import { parseStatement } from './parseStatement.ts';
import { skipType, skipTypeArguments } from './skipTypes.ts';
import type { Statement } from './syntax.ts';

/** Passes over classes and what only TypeScript has; undefined when the words here start something else. */
export function skipDeclaration(cursor: Cursor): Statement | null | undefined {
  const { start, index } = cursor;
  while (cursor.isWord('declare') || cursor.isWord('abstract')) cursor.next();
  if (cursor.isWord('const') && cursor.isWord('enum', cursor.index + 1)) cursor.next();
  const word = cursor.textAt(cursor.index);
  const isNameNext = cursor.typeAt(cursor.index + 1) === 'name';
  if (cursor.index > index && /^(?:const|let|var|function)$/.test(word)) {
    return parseStatement(cursor);
  }
  if (word === 'class') {
    const name = cursor.textAt(cursor.index + 1);
    skipClass(cursor);
    return { type: 'names', start, end: cursor.previousEnd, names: [name] };
  }
  if (word === 'type' && isNameNext) {
    cursor.index += 2;
    if (cursor.type === '<') skipTypeArguments(cursor);
    if (cursor.eat('=')) skipType(cursor);
    cursor.eat(';');
    return null;
  }
  const isString = cursor.typeAt(cursor.index + 1) === 'string';
  if (
    (['interface', 'enum', 'namespace', 'module'].includes(word) && (isNameNext || isString)) ||
    (word === 'global' && cursor.index > index)
  ) {
    const name = cursor.textAt(cursor.index + 1);
    while (cursor.type !== '{' && cursor.type !== 'end' && cursor.type !== ';') {
      cursor.next();
      if (cursor.isAtStatement()) return null;
    }
    cursor.skipBrackets();
    return word === 'enum' ? { type: 'names', start, end: cursor.previousEnd, names: [name] } : null;
  }
  cursor.index = index;
  return undefined;
}
