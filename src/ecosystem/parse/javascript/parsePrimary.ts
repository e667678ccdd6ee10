import type { Cursor } from './cursor.ts';
import { isEnd, parsePostfix, parseSequence, parseUnary } from './parseExpression.ts';
import { isArrowFunction, parseArguments, parseArrowFunction, parseFunction } from './parseFunction.ts';
import { parseArray } from './parseArray.ts';
import { parseObject } from './parseObject.ts';
import { parseTemplate, stringAt } from './parseTemplate.ts';
import { skipTypeArguments, tryTypeArguments } from './skipTypes.ts';
import type { Expression } from './syntax.ts';

const constants = new Map<string, boolean | null>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/** A literal, name, function or anything in brackets. `missing`, with nothing consumed, where none of them starts. */
export function parsePrimary(cursor: Cursor): Expression {
  const { start, end, type } = cursor;
  if (isEnd(cursor)) return cursor.missing();
  switch (type) {
    case 'name':
      return parseWord(cursor);
    case 'string': {
      const value = stringAt(cursor);
      cursor.next();
      return { type: 'literal', start, end, value };
    }
    case 'number': {
      const value = Number(cursor.textAt(cursor.index).replaceAll('_', ''));
      cursor.next();
      return Number.isNaN(value)
        ? { type: 'other', start, end, inner: [] }
        : { type: 'literal', start, end, value };
    }
    case 'template':
    case 'templateHead':
      return parseTemplate(cursor);
    case '{':
      return parseObject(cursor);
    case '[':
      return parseArray(cursor);
    case '(':
      return isArrowFunction(cursor) ? parseArrowFunction(cursor) : parseParentheses(cursor);
    case '<':
      // Type parameters of an arrow function, or a cast.
      if (!tryTypeArguments(cursor, () => true)) return skipToken(cursor);
      return cursor.within(cursor.isInLiteral, () => parseUnary(cursor));
    default:
      return skipToken(cursor);
  }
}

/** A regular expression, or something that has no place here. */
function skipToken(cursor: Cursor): Expression {
  const { start, end } = cursor;
  cursor.next();
  return { type: 'other', start, end, inner: [] };
}

function parseParentheses(cursor: Cursor): Expression {
  const open = cursor.index;
  cursor.next();
  cursor.openParens++;
  const inner = cursor.within(false, () => parseSequence(cursor));
  cursor.openParens--;
  cursor.closeWith(')', open);
  return inner;
}

function parseWord(cursor: Cursor): Expression {
  const { start, end, index } = cursor;
  const word = cursor.textAt(index);
  const after = cursor.typeAt(index + 1);
  if (after === '=>') return parseArrowFunction(cursor);
  const constant = constants.get(word);
  if (constant !== undefined) {
    cursor.next();
    return { type: 'literal', start, end, value: constant };
  }
  if (word === 'async' && !cursor.isNewlineBefore(index + 1)) {
    if (cursor.isWord('function', index + 1) || cursor.typeAt(index + 2) === '=>') {
      cursor.next();
      return parseWord(cursor);
    }
    cursor.next();
    if (cursor.type === '<') tryTypeArguments(cursor, (type) => type === '(');
    if (cursor.type === '(' && isArrowFunction(cursor)) return parseArrowFunction(cursor);
    return { type: 'name', start, end, name: word };
  }
  if (word === 'function') return parseFunction(cursor);
  if (word === 'class') return skipClass(cursor);
  if (word === 'new' && after !== '.') return parseNew(cursor);
  cursor.next();
  return { type: 'name', start, end, name: word };
}

function parseNew(cursor: Cursor): Expression {
  const { start } = cursor;
  cursor.next();
  const callee = parsePostfix(cursor, parsePrimary(cursor), false);
  if (cursor.type === '<') tryTypeArguments(cursor, (type) => type === '(');
  const args = cursor.type === '(' ? parseArguments(cursor) : [];
  return { type: 'call', start, end: cursor.previousEnd, callee, args, isNew: true };
}

/** Nothing in a class is of interest. */
export function skipClass(cursor: Cursor): Expression {
  const { start } = cursor;
  cursor.next();
  while (!isEnd(cursor) && cursor.type !== '{') {
    if (cursor.type !== '<' || !skipTypeArguments(cursor)) cursor.next();
  }
  if (cursor.type === '{') cursor.skipBrackets();
  return { type: 'other', start, end: cursor.previousEnd, inner: [] };
}
