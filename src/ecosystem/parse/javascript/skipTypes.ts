import type { Cursor } from './cursor.ts';
import { maximumDepth } from './cursor.ts';

const typeOperators = new Set([
  'keyof',
  'typeof',
  'readonly',
  'unique',
  'infer',
  'asserts',
  'abstract',
  'new',
]);

/** Passes over a type, as after `:`, `as` or `type X =`. False when there is none or it is not complete. */
export function skipType(cursor: Cursor): boolean {
  if (cursor.depth > maximumDepth) return false;
  cursor.depth++;
  const isComplete = skipUnion(cursor);
  cursor.depth--;
  return isComplete;
}

function skipUnion(cursor: Cursor): boolean {
  if (cursor.type === '|' || cursor.type === '&') cursor.next();
  for (;;) {
    if (!skipOperand(cursor)) return false;
    if (cursor.type === '|' || cursor.type === '&') cursor.next();
    else if (cursor.isWord('extends') && !cursor.isAfterNewline) {
      cursor.next();
      if (!skipOperand(cursor)) return false;
      if (!cursor.eat('?')) return true;
      if (!skipType(cursor) || !cursor.eat(':')) return false;
    } else if (cursor.isWord('is') && !cursor.isAfterNewline) cursor.next();
    else return true;
  }
}

function skipOperand(cursor: Cursor): boolean {
  while (
    cursor.type === 'name' &&
    typeOperators.has(cursor.textAt(cursor.index)) &&
    !endsOperand(cursor.typeAt(cursor.index + 1))
  ) {
    cursor.next();
  }
  const { type } = cursor;
  if (type === '(') {
    cursor.skipBrackets();
    if (cursor.eat('=>')) return skipType(cursor);
  } else if (type === '<') {
    if (!skipTypeArguments(cursor)) return false;
    return skipType(cursor);
  } else if (type === '{' || type === '[') {
    cursor.skipBrackets();
  } else if (type === 'templateHead') {
    while (cursor.type === 'templateHead' || cursor.type === 'templateMiddle') {
      cursor.index = Math.max(cursor.index + 1, cursor.tokens.matches[cursor.index] ?? -1);
    }
    cursor.eat('templateTail');
  } else if (type === '-') {
    cursor.next();
    if (!cursor.eat('number')) return false;
  } else if (type === 'name' || type === 'string' || type === 'number' || type === 'template') {
    cursor.next();
    while (cursor.type === '.' && cursor.typeAt(cursor.index + 1) === 'name') cursor.index += 2;
    if (cursor.type === '<' && !skipTypeArguments(cursor)) return false;
  } else {
    return false;
  }
  while (cursor.type === '[' && !cursor.isAfterNewline) cursor.skipBrackets();
  return true;
}

function endsOperand(type: string): boolean {
  return !['name', 'string', 'number', 'template', 'templateHead', '(', '{', '[', '<', '-'].includes(type);
}

/** Passes over `<A, B = C>`, of a type, a call or a declaration. */
export function skipTypeArguments(cursor: Cursor): boolean {
  if (!cursor.eat('<')) return false;
  for (;;) {
    if (cursor.eat('>')) return true;
    if (!skipType(cursor)) return false;
    if (cursor.eat('=') && !skipType(cursor)) return false;
    if (!cursor.eat(',') && cursor.type !== '>') return false;
  }
}

/** Passes over the type arguments here, when `accepts` what follows them. Otherwise the cursor stays. */
export function tryTypeArguments(cursor: Cursor, accepts: (type: string) => boolean): boolean {
  const { index } = cursor;
  if (cursor.type !== '<' || index < cursor.noTypeArgumentsBefore) return false;
  if (skipTypeArguments(cursor) && accepts(cursor.type)) return true;
  cursor.noTypeArgumentsBefore = cursor.index;
  cursor.index = index;
  return false;
}

/** Passes over `: Type`. An unfinished one is passed as far as it goes. */
export function skipAnnotation(cursor: Cursor): void {
  if (cursor.eat(':')) skipType(cursor);
}
