import type { Cursor } from './cursor.ts';
import { parseItems } from './parseArray.ts';
import { parseExpression, parseUnary } from './parseExpression.ts';
import { parseMethod } from './parseFunction.ts';
import { stringAt } from './parseTemplate.ts';
import type { Expression, ObjectExpression, PropertySyntax, SpreadExpression } from './syntax.ts';

type Member = PropertySyntax | SpreadExpression;

export function parseObject(cursor: Cursor): ObjectExpression {
  const { start } = cursor;
  cursor.next();
  const members = parseMembers(cursor);
  return { type: 'object', start, end: cursor.previousEnd, members };
}

/** An object whose opening brace is missing. */
export function parseBareObject(cursor: Cursor): ObjectExpression {
  const { start } = cursor;
  const members = parseMembers(cursor);
  // Where the outer list of apps begins, it has no members and no token.
  return { type: 'object', start, end: Math.max(start, cursor.previousEnd), members };
}

/** What stands behind the `=` or `default` of a statement: also an object or list whose opening bracket is missing. */
export function parseExportable(cursor: Cursor): Expression {
  if (cursor.isAtKey() || cursor.type === '...') return parseBareObject(cursor);
  const value = parseExpression(cursor);
  const isList = value.type === 'object' && cursor.type === ',' && cursor.typeAt(cursor.index + 1) === '{';
  if (!isList) return value;
  const items = [value, ...parseItems(cursor)];
  return { type: 'array', start: value.start, end: cursor.previousEnd, items };
}

/** What stands between the braces, and the closing one unless it is missing. */
function parseMembers(cursor: Cursor): readonly Member[] {
  const members: Member[] = [];
  cursor.openBraces++;
  cursor.openObjects++;
  cursor.within(true, () => {
    while (!endsObject(cursor, members.length > 0)) {
      const last = members.at(-1);
      const { index } = cursor;
      if (cursor.type === '{' && last !== undefined) {
        if (!isListWithoutBracket(cursor, last)) break;
        members[members.length - 1] = asList(cursor, last);
      } else {
        const member = parseMember(cursor);
        if (member !== null) members.push(member);
      }
      if (cursor.index === index) cursor.next();
    }
  });
  cursor.openBraces--;
  cursor.openObjects--;
  cursor.eat('}');
  return members;
}

/** Passes over separators and brackets that close nothing, up to a member or the end of the object. */
function endsObject(cursor: Cursor, hasMembers: boolean): boolean {
  for (;;) {
    const { type } = cursor;
    if (type === '}' || type === 'end' || cursor.isAtStatement() || isAtOuterApps(cursor)) return true;
    // Without a comma before the next property it is one too many.
    if (type === ']' && cursor.openBrackets > 0 && !cursor.isAtKey(cursor.index + 1)) return true;
    if (type === ')' && cursor.openParens > 0) return true;
    if (type === 'templateMiddle' || type === 'templateTail') return true;
    const isStray = type === ']' || type === ')' || isDoubledBrace(cursor, hasMembers);
    if (type !== ',' && type !== ';' && !isStray) return false;
    cursor.next();
  }
}

/** `{ {`, unless the second one starts the next item of the list around the object. */
function isDoubledBrace(cursor: Cursor, hasMembers: boolean): boolean {
  return cursor.type === '{' && !hasMembers && (cursor.openBrackets === 0 || !cursor.isAfterNewline);
}

/** Where a brace is missing, the list of apps belongs to the outermost object. */
function isAtOuterApps(cursor: Cursor): boolean {
  if (!cursor.hasUnclosedBrace || cursor.openObjects <= 1 || !cursor.isAtKey()) return false;
  if (cursor.typeAt(cursor.index + 2) !== '[') return false;
  return /^(['"]?)(?:apps|pm2)\1$/.test(cursor.textAt(cursor.index));
}

/** `apps: {…}, {…} ]`: the opening bracket of the list is missing. */
function isListWithoutBracket(
  cursor: Cursor,
  last: Member,
): last is PropertySyntax & { value: ObjectExpression } {
  return cursor.openBrackets === 0 && last.type === 'property' && last.value?.type === 'object';
}

function asList(cursor: Cursor, property: PropertySyntax & { value: ObjectExpression }): PropertySyntax {
  const items = [property.value, ...parseItems(cursor)];
  const end = cursor.previousEnd;
  return { ...property, end, value: { type: 'array', start: property.value.start, end, items } };
}

function parseMember(cursor: Cursor): Member | null {
  const { start, type } = cursor;
  if (cursor.eat('...')) {
    const argument = parseExpression(cursor);
    return { type: 'spread', start, end: Math.max(argument.end, cursor.previousEnd), argument };
  }
  if (isModifier(cursor)) cursor.next();
  cursor.eat('*');
  const key = parseKey(cursor);
  if (key === null) {
    // Something that has no place here.
    if (type === '(' || type === 'templateHead') parseUnary(cursor);
    return null;
  }
  if (cursor.type === '.') {
    cursor.index--;
    parseUnary(cursor);
    return null;
  }
  return parseRest(cursor, start, key);
}

/** `get`, `set` or `async` before the name of a method. */
function isModifier(cursor: Cursor): boolean {
  if (!cursor.isWord('async') && !cursor.isWord('get') && !cursor.isWord('set')) return false;
  const next = cursor.typeAt(cursor.index + 1);
  if (next === '[' || next === '*') return true;
  return (next === 'name' || next === 'string') && cursor.typeAt(cursor.index + 2) === '(';
}

function parseKey(cursor: Cursor): PropertySyntax['key'] | null {
  const { start, end, type } = cursor;
  if (type === 'name' || type === 'string' || type === 'number') {
    const text = type === 'string' ? stringAt(cursor) : cursor.textAt(cursor.index);
    cursor.next();
    return { start, end, name: type === 'number' && !Number.isNaN(Number(text)) ? `${Number(text)}` : text };
  }
  if (type === '[') {
    const open = cursor.index;
    cursor.next();
    cursor.openBrackets++;
    const name = cursor.within(false, () => parseExpression(cursor));
    cursor.openBrackets--;
    cursor.closeWith(']', open);
    return { start, end: cursor.previousEnd, name };
  }
  if (type !== 'template') return null;
  // A wrong kind of quotes.
  const name = parseUnary(cursor);
  return { start, end: name.end, name };
}

/** What follows the key. `=` counts as `:`, and neither is needed before a value on the same line. */
function parseRest(cursor: Cursor, start: number, key: PropertySyntax['key']): PropertySyntax {
  const hasDefault = cursor.type === '=';
  const property = (value: Expression | null, separator: number | null): PropertySyntax => {
    const end = Math.max(cursor.previousEnd, value?.end ?? 0);
    return { type: 'property', start, end, key, separator, hasDefault, value };
  };
  if (cursor.type === '?' && cursor.typeAt(cursor.index + 1) === ':') cursor.next();
  if (cursor.type === ':' || cursor.type === '=') {
    const separator = cursor.start;
    cursor.next();
    if (cursor.type === ':' || cursor.type === '=') cursor.next();
    return property(parseExpression(cursor), separator);
  }
  if ((cursor.type === '(' || cursor.type === '<') && !cursor.isAfterNewline) {
    return property(parseMethod(cursor, start), null);
  }
  return property(isValueNext(cursor) ? parseExpression(cursor) : null, null);
}

function isValueNext(cursor: Cursor): boolean {
  if (cursor.isAfterNewline) return false;
  if (cursor.type === 'name') {
    if (cursor.isAtKey()) return false;
    return cursor.isWord('true') || cursor.isWord('false') || cursor.isWord('null');
  }
  if (cursor.type === 'string') return !cursor.isAtKey();
  return ['number', 'template', 'templateHead', '{', '['].includes(cursor.type);
}
