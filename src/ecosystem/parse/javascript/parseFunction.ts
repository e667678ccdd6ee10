import type { Cursor } from './cursor.ts';
import { parseExpression } from './parseExpression.ts';
import { parseArray } from './parseArray.ts';
import { parseObject } from './parseObject.ts';
import { parseBlock } from './parseStatement.ts';
import { skipAnnotation, skipType, skipTypeArguments } from './skipTypes.ts';
import type { Expression, FunctionExpression, NameExpression, Param } from './syntax.ts';

/** The parentheses here hold the parameters of an arrow function. */
export function isArrowFunction(cursor: Cursor): boolean {
  const { index } = cursor;
  const close = cursor.tokens.matches[index] ?? -1;
  if (close === -1) return false;
  if (cursor.typeAt(close + 1) === '=>') return true;
  if (cursor.typeAt(close + 1) !== ':' || cursor.isInCondition) return false;
  cursor.index = close + 2;
  const isArrow = skipType(cursor) && cursor.type === '=>';
  cursor.index = index;
  return isArrow;
}

/** Parses `x => …` or `(…) => …`. */
export function parseArrowFunction(cursor: Cursor): FunctionExpression {
  const { start } = cursor;
  const params = cursor.type === '(' ? parseParams(cursor) : [plainParam(parseName(cursor))];
  skipAnnotation(cursor);
  cursor.eat('=>');
  // `=> { name, …` has lost its parenthesis.
  const isObject = cursor.typeAt(cursor.index + 1) === 'name' && cursor.typeAt(cursor.index + 2) === ',';
  const body = cursor.type === '{' && !isObject ? parseFunctionBody(cursor) : parseExpression(cursor);
  const end = cursor.previousEnd;
  return { type: 'function', start, end, name: null, params, body, isGenerator: false };
}

/** Parses `function name(…) {…}`. */
export function parseFunction(cursor: Cursor): FunctionExpression {
  const { start } = cursor;
  cursor.next();
  const isGenerator = cursor.eat('*');
  const name = cursor.type === 'name' ? parseName(cursor) : null;
  return { ...parseMethod(cursor, start), name, isGenerator };
}

/** Parses the parameters and the body, as they stand in a method. */
export function parseMethod(cursor: Cursor, start: number): FunctionExpression {
  if (cursor.type === '<') skipTypeArguments(cursor);
  const params = cursor.type === '(' ? parseParams(cursor) : [];
  skipAnnotation(cursor);
  // What is left of damaged parameters.
  while (!cursor.isAfterNewline && !['{', '}', ',', ';'].includes(cursor.type)) cursor.next();
  const body = cursor.type === '{' ? parseFunctionBody(cursor) : [];
  return { type: 'function', start, end: cursor.previousEnd, name: null, params, body, isGenerator: false };
}

function parseFunctionBody(cursor: Cursor): FunctionExpression['body'] {
  const { openBraces, openBrackets, openParens, openObjects } = cursor;
  cursor.openBraces = 0;
  cursor.openBrackets = 0;
  cursor.openParens = 0;
  cursor.openObjects = 0;
  const body = parseBlock(cursor);
  cursor.openBraces = openBraces;
  cursor.openBrackets = openBrackets;
  cursor.openParens = openParens;
  cursor.openObjects = openObjects;
  return body;
}

function parseName(cursor: Cursor): NameExpression {
  const { start, end } = cursor;
  const name = cursor.textAt(cursor.index);
  cursor.next();
  return { type: 'name', start, end, name };
}

function plainParam(target: NameExpression): Param {
  return { target, fallback: null, isRest: false };
}

/** A name, or an object or list that takes its value apart, with its type; null when there is none of them. */
export function parseBinding(cursor: Cursor): Expression | null {
  const target =
    cursor.type === 'name'
      ? parseName(cursor)
      : cursor.type === '{'
        ? parseObject(cursor)
        : cursor.type === '['
          ? parseArray(cursor)
          : null;
  if (target === null) return null;
  if (cursor.type === '?' || cursor.type === '!') cursor.next();
  skipAnnotation(cursor);
  return target;
}

function parseParams(cursor: Cursor): readonly Param[] {
  const open = cursor.index;
  const params: Param[] = [];
  cursor.next();
  cursor.openParens++;
  cursor.within(false, () => {
    while (![')', 'end', ';', '=>'].includes(cursor.type) && !cursor.isAtStatement()) {
      const isRest = cursor.eat('...');
      const target = parseBinding(cursor);
      const fallback = cursor.eat('=') ? parseExpression(cursor) : null;
      if (target !== null) params.push({ target, fallback, isRest });
      else if (cursor.type !== ')' && cursor.type !== 'end') cursor.next();
      if (!cursor.eat(',') && cursor.type === '{') break;
    }
  });
  cursor.openParens--;
  cursor.closeWith(')', open);
  return params;
}

/** Parses `(…)` of a call. */
export function parseArguments(cursor: Cursor): readonly Expression[] {
  const open = cursor.index;
  const args: Expression[] = [];
  cursor.next();
  cursor.openParens++;
  cursor.within(false, () => {
    while (!endsArguments(cursor, open)) {
      const { index, start } = cursor;
      if (cursor.eat('...')) {
        const argument = parseExpression(cursor);
        args.push({ type: 'spread', start, end: argument.end, argument });
      } else if (cursor.type !== ',') {
        args.push(parseExpression(cursor));
      }
      if (!cursor.eat(',') && cursor.index === index) cursor.next();
    }
  });
  cursor.openParens--;
  cursor.closeWith(')', open);
  return args;
}

function endsArguments(cursor: Cursor, open: number): boolean {
  const { type } = cursor;
  const isUnclosed = cursor.tokens.matches[open] === -1;
  // More likely the next item of the list that the call stands in.
  if (isUnclosed && type === '{' && cursor.isAfterNewline && cursor.openBrackets > 0) return true;
  if (type === ')' || type === ';' || type === 'end' || cursor.isAtStatement()) return true;
  if (cursor.openBraces > 0 && cursor.isAfterNewline && cursor.isAtKey()) return true;
  return (type === '}' && cursor.openBraces > 0) || (type === ']' && cursor.openBrackets > 0);
}
