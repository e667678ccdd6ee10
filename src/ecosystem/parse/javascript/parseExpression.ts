import type { Cursor } from './cursor.ts';
import { maximumDepth } from './cursor.ts';
import { parseArguments } from './parseFunction.ts';
import { parseExportable } from './parseObject.ts';
import { parsePrimary } from './parsePrimary.ts';
import { parseTemplate } from './parseTemplate.ts';
import { skipType, tryTypeArguments } from './skipTypes.ts';
import type { Expression, MemberExpression } from './syntax.ts';

const precedences: Readonly<Record<string, number>> = {
  '??': 1,
  '||': 2,
  '&&': 3,
  '|': 4,
  '^': 5,
  '&': 6,
  '==': 7,
  '!=': 7,
  '===': 7,
  '!==': 7,
  '<': 8,
  '>': 8,
  '<=': 8,
  '>=': 8,
  instanceof: 8,
  in: 8,
  '<<': 9,
  '>>': 9,
  '>>>': 9,
  '+': 10,
  '-': 10,
  '*': 11,
  '/': 11,
  '%': 11,
  '**': 12,
};

const relational = 8;
const assignments = new Set('= += -= *= /= %= **= <<= &= |= ^= &&= ||= ??='.split(' '));
const prefixes = new Set(['!', '-', '+', '~', '++', '--']);
const prefixWords = new Set(['typeof', 'void', 'delete', 'await', 'yield']);

/** Parses up to the next comma or closing bracket; `missing` where nothing is written. Always ends, never throws. */
export function parseExpression(cursor: Cursor): Expression {
  if (cursor.depth > maximumDepth) return skipExpression(cursor);
  cursor.depth++;
  const expression = parseAssignment(cursor);
  cursor.depth--;
  return expression;
}

/** The same, with commas: of several expressions only that they are there matters. */
export function parseSequence(cursor: Cursor): Expression {
  const first = parseExpression(cursor);
  if (cursor.type !== ',') return first;
  const inner = [first];
  while (cursor.eat(',')) inner.push(parseExpression(cursor));
  return { type: 'other', start: first.start, end: cursor.previousEnd, inner };
}

/** What is nested too deeply. */
function skipExpression(cursor: Cursor): Expression {
  const { start } = cursor;
  if ('([{'.includes(cursor.type)) cursor.skipBrackets();
  else if (!isEnd(cursor)) cursor.next();
  return { type: 'other', start, end: Math.max(start, cursor.previousEnd), inner: [] };
}

/** No value can start here. */
export function isEnd(cursor: Cursor): boolean {
  if (cursor.type === 'name' || cursor.type === 'string') {
    if (!cursor.isAfterNewline) return false;
    return cursor.isAtStatement() || (!cursor.isInCondition && cursor.isAtKey());
  }
  return [',', '}', ']', ')', ';', ':', 'end', '...', '=>', '='].includes(cursor.type);
}

function parseAssignment(cursor: Cursor): Expression {
  const target = parseConditional(cursor);
  const operator = cursor.type;
  if (!assignments.has(operator) || target.type === 'missing') return target;
  const separator = cursor.start;
  cursor.next();
  const isStatement = target.type === 'member' && !cursor.isInLiteral && cursor.openParens === 0;
  const value = isStatement ? parseExportable(cursor) : parseExpression(cursor);
  return { type: 'assignment', start: target.start, end: value.end, operator, separator, target, value };
}

function parseConditional(cursor: Cursor): Expression {
  const test = parseBinary(cursor, 1);
  if (cursor.type !== '?' || test.type === 'missing') return test;
  cursor.next();
  const { isInCondition } = cursor;
  cursor.isInCondition = true;
  const yes = parseExpression(cursor);
  cursor.isInCondition = isInCondition;
  const no = cursor.eat(':') ? parseExpression(cursor) : cursor.missing();
  return { type: 'conditional', start: test.start, end: no.end, test, yes, no };
}

function parseBinary(cursor: Cursor, lowest: number): Expression {
  let left = parseUnary(cursor);
  for (let length = 0; left.type !== 'missing'; length++) {
    if (isTypeOperator(cursor) && lowest <= relational) {
      cursor.next();
      if (!cursor.isAfterNewline || !cursor.isAtKey()) skipType(cursor);
      continue;
    }
    const operator = operatorHere(cursor);
    const precedence = precedences[operator] ?? 0;
    if (precedence < lowest || precedence === 0) break;
    cursor.index += operator.startsWith('>>') ? operator.length : 1;
    const right = parseBinary(cursor, operator === '**' ? precedence : precedence + 1);
    const { start } = left;
    const { end } = right;
    // A chain makes a tree as deep as it is long.
    left =
      length > maximumDepth
        ? { type: 'other', start, end, inner: [] }
        : { type: 'binary', start, end, operator, left, right };
  }
  return left;
}

/** `as` or `satisfies`, and not a key of that name. */
function isTypeOperator(cursor: Cursor): boolean {
  if (cursor.type !== 'name' || cursor.isAfterNewline) return false;
  if (!cursor.isWord('as') && !cursor.isWord('satisfies')) return false;
  return ![':', ',', '}', '=', '(', ')', ']', 'end'].includes(cursor.typeAt(cursor.index + 1));
}

function operatorHere(cursor: Cursor): string {
  const { type, index } = cursor;
  if (type === 'name') {
    if (cursor.typeAt(index + 1) === ':') return '';
    return cursor.isWord('in') ? 'in' : cursor.isWord('instanceof') ? 'instanceof' : '';
  }
  if (type !== '>') return type;
  let length = 1;
  while (
    cursor.typeAt(index + length) === '>' &&
    cursor.startAt(index + length) === cursor.startAt(index) + length
  ) {
    length++;
  }
  return '>'.repeat(Math.min(length, 3));
}

/** Operators in front. `await x` is what x is: a promise is waited for wherever it matters. */
export function parseUnary(cursor: Cursor): Expression {
  if (cursor.depth > maximumDepth) return skipExpression(cursor);
  const { start, type } = cursor;
  const isWord =
    type === 'name' && prefixWords.has(cursor.textAt(cursor.index)) && !cursor.isAtKey(cursor.index);
  if (!isWord && !prefixes.has(type)) return parsePostfix(cursor, parsePrimary(cursor), true);
  const operator = isWord ? cursor.textAt(cursor.index) : type;
  cursor.next();
  if (operator === 'yield') cursor.eat('*');
  cursor.depth++;
  const operand = parseUnary(cursor);
  cursor.depth--;
  if (operator === 'await') return operand;
  return { type: 'unary', start, end: Math.max(cursor.previousEnd, operand.end), operator, operand };
}

/** Members, subscripts, calls and the like behind an operand. Without `hasCalls`, as after `new`, no calls. */
export function parsePostfix(cursor: Cursor, operand: Expression, hasCalls: boolean): Expression {
  let object = operand;
  if (object.type === 'missing' || isArrowFunctionBefore(cursor, object)) return object;
  for (let length = 0; ; length++) {
    const start: number = object.start;
    // A chain makes a tree as deep as it is long.
    if (length > maximumDepth) object = { type: 'other', start, end: object.end, inner: [] };
    const { type } = cursor;
    const isOnLine = !cursor.isAfterNewline;
    const canGoOn = isOnLine || !cursor.isInLiteral;
    if (type === '.' || type === '?.') {
      cursor.next();
      if (type === '?.' && (cursor.type === '(' || cursor.type === '[')) continue;
      cursor.eat('#');
      const member = parseMemberName(cursor);
      object = { type: 'member', start, end: cursor.previousEnd, object, member };
    } else if (type === '[' && canGoOn) {
      const computed = parseSubscript(cursor);
      object = { type: 'member', start, end: cursor.previousEnd, object, member: { computed } };
    } else if (type === '(' && canGoOn && hasCalls) {
      const args = parseArguments(cursor);
      object = { type: 'call', start, end: cursor.previousEnd, callee: object, args, isNew: false };
    } else if ((type === 'template' || type === 'templateHead') && canGoOn) {
      const template = parseTemplate(cursor);
      object = { type: 'other', start, end: template.end, inner: [object, template] };
    } else if (type === '!' && isOnLine) {
      cursor.next();
    } else if ((type === '++' || type === '--') && isOnLine) {
      cursor.next();
      object = { type: 'unary', start, end: cursor.previousEnd, operator: type, operand: object };
    } else if (
      type !== '<' ||
      !cursor.isTypeScript ||
      !tryTypeArguments(cursor, (next) => next === '(' || next === 'template' || next === 'templateHead')
    ) {
      return object;
    }
  }
}

/** An arrow function, which nothing can be attached to unless it stands in parentheses. */
function isArrowFunctionBefore(cursor: Cursor, object: Expression): boolean {
  if (object.type !== 'function' || cursor.text.startsWith('function', object.start)) return false;
  return object.end === cursor.previousEnd;
}

function parseMemberName(cursor: Cursor): MemberExpression['member'] {
  const isNext = cursor.isAfterNewline && (cursor.isAtKey() || cursor.isAtStatement());
  if (cursor.type !== 'name' || isNext) return cursor.missing();
  const { start, end } = cursor;
  const name = cursor.textAt(cursor.index);
  cursor.next();
  return { type: 'name', start, end, name };
}

function parseSubscript(cursor: Cursor): Expression {
  const open = cursor.index;
  cursor.next();
  cursor.openBrackets++;
  const computed = cursor.within(false, () => parseSequence(cursor));
  cursor.openBrackets--;
  cursor.closeWith(']', open);
  return computed;
}
