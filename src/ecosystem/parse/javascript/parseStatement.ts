import type { Cursor } from './cursor.ts';
import { maximumDepth } from './cursor.ts';
import { parseExport } from './parseExport.ts';
import { parseExpression, parseSequence } from './parseExpression.ts';
import { parseBinding, parseFunction } from './parseFunction.ts';
import { parseBareObject, parseExportable, parseObject } from './parseObject.ts';
import { skipDeclaration } from './skipDeclaration.ts';
import type { Declaration, Expression, NestedStatement, Statement, VariableStatement } from './syntax.ts';

/** Parses the whole text: every statement that can be made out. */
export function parseProgram(cursor: Cursor): readonly Statement[] {
  const statements: Statement[] = [];
  while (cursor.type !== 'end') addStatement(cursor, statements, true);
  return statements;
}

/** Parses `{…}` of a function, a condition, a loop. A statement at the start of a line ends one without its brace. */
export function parseBlock(cursor: Cursor): readonly Statement[] {
  const isUnclosed = cursor.tokens.matches[cursor.index] === -1;
  const statements: Statement[] = [];
  cursor.next();
  cursor.openBraces++;
  cursor.within(false, () => {
    while (cursor.type !== '}' && cursor.type !== 'end') {
      if (isUnclosed && (cursor.type === ')' || cursor.type === ']')) break;
      if (isUnclosed && cursor.isAtLineStart() && cursor.isAtStatement()) break;
      addStatement(cursor, statements, false);
    }
  });
  cursor.openBraces--;
  cursor.eat('}');
  return statements;
}

function addStatement(cursor: Cursor, statements: Statement[], isTopLevel: boolean): void {
  const { index } = cursor;
  const statement = isTopLevel && isBareObject(cursor) ? parseBare(cursor) : parseStatement(cursor);
  if (statement !== null) statements.push(statement);
  if (cursor.index === index) cursor.next();
}

/** JSON in a file, or an object whose start is lost, is no block with a label. */
function isBareObject(cursor: Cursor): boolean {
  const { index } = cursor;
  if (cursor.type !== '{') {
    if (!cursor.isAtKey() || cursor.type === 'string') return cursor.isAtKey();
    return (cursor.isWord('apps') || cursor.isWord('pm2')) && '{['.includes(cursor.typeAt(index + 2));
  }
  if (cursor.typeAt(index + 1) === '}') return cursor.typeAt(index + 2) === 'end';
  return cursor.typeAt(index + 1) === '...' || cursor.isAtKey(index + 1);
}

function parseBare(cursor: Cursor): Statement {
  const expression = cursor.type === '{' ? parseObject(cursor) : parseBareObject(cursor);
  return { type: 'expression', start: expression.start, end: expression.end, expression };
}

/** One statement; null for those that say nothing. */
export function parseStatement(cursor: Cursor): Statement | null {
  const { start, type } = cursor;
  if (type === ';') return null;
  if (cursor.depth > maximumDepth) {
    cursor.skipBrackets();
    return null;
  }
  if (type === '{') return nested(start, cursor, { body: parseBlock(cursor) });
  if (type === '@') cursor.next();
  cursor.statementIndex = cursor.index;
  const parsed = type === 'name' ? parseByKeyword(cursor) : undefined;
  if (parsed !== undefined) return parsed;
  const expression = parseSequence(cursor);
  cursor.eat(';');
  return { type: 'expression', start, end: Math.max(expression.end, cursor.previousEnd), expression };
}

/** The statement that the word here starts; undefined when it starts an expression. */
function parseByKeyword(cursor: Cursor): Statement | null | undefined {
  const { start, index } = cursor;
  const word = cursor.textAt(index);
  const after = cursor.typeAt(index + 1);
  const isNameNext = after === 'name' && !cursor.isNewlineBefore(index + 1);
  switch (word) {
    case 'const':
    case 'let':
    case 'var':
      return isNameNext || after === '{' || after === '[' ? parseVariables(cursor, start, false) : undefined;
    case 'function':
      return parseFunctionStatement(cursor, start, false);
    case 'async':
      if (!cursor.isWord('function', index + 1)) return undefined;
      cursor.next();
      return parseFunctionStatement(cursor, start, false);
    case 'import':
      return after === '(' || after === '.' ? undefined : parseImport(cursor);
    case 'export':
      return parseExport(cursor);
    case 'return':
      cursor.next();
      return parseReturn(cursor, start);
    case 'if':
    case 'while':
    case 'switch':
    case 'with':
    case 'for':
    case 'do':
    case 'try':
    case 'else':
    case 'catch':
    case 'finally':
      return parseNested(cursor, word);
    case 'case':
      cursor.next();
      parseExpression(cursor);
      cursor.eat(':');
      return null;
    case 'throw':
      cursor.next();
      return undefined;
    default:
      if (after === ':') {
        // A label, or `default:`.
        cursor.index += 2;
        return null;
      }
      return isNameNext || after === '{' ? skipDeclaration(cursor) : undefined;
  }
}

export function parseVariables(cursor: Cursor, start: number, isExported: boolean): VariableStatement {
  const declarations: Declaration[] = [];
  cursor.next();
  do {
    const target = parseBinding(cursor);
    if (target === null) break;
    const separator = cursor.type === '=' ? cursor.start : null;
    const value = cursor.eat('=') ? parseExportable(cursor) : null;
    declarations.push({ target, separator, value });
  } while (cursor.eat(','));
  cursor.eat(';');
  return { type: 'variable', start, end: cursor.previousEnd, isExported, declarations };
}

export function parseFunctionStatement(cursor: Cursor, start: number, isExported: boolean): Statement {
  const parsed = parseFunction(cursor);
  return { type: 'function', start, end: cursor.previousEnd, isExported, function: parsed };
}

function parseReturn(cursor: Cursor, start: number): Statement {
  const isEmpty = cursor.isAfterNewline || cursor.type === ';' || cursor.type === '}';
  const value = isEmpty ? null : parseSequence(cursor);
  cursor.eat(';');
  return { type: 'return', start, end: cursor.previousEnd, value };
}

function parseImport(cursor: Cursor): Statement {
  const { start } = cursor;
  const names: string[] = [];
  cursor.next();
  // Keywords among the names do no harm.
  while (['name', ',', '*', '{', '}', '='].includes(cursor.type)) {
    if (cursor.isAtStatement()) break;
    if (cursor.type === 'name') names.push(cursor.textAt(cursor.index));
    if (cursor.isWord('require')) break;
    cursor.next();
  }
  if (cursor.isWord('require')) parseExpression(cursor);
  else if (cursor.type === 'string') cursor.next();
  if (cursor.isWord('with') && cursor.typeAt(cursor.index + 1) === '{') {
    cursor.next();
    cursor.skipBrackets();
  }
  cursor.eat(';');
  return { type: 'names', start, end: cursor.previousEnd, names };
}

function nested(start: number, cursor: Cursor, parts: Partial<NestedStatement>): NestedStatement {
  return { head: [], body: [], isLoopOver: false, ...parts, type: 'nested', start, end: cursor.previousEnd };
}

function parseNested(cursor: Cursor, word: string): Statement {
  const { start } = cursor;
  const head: Expression[] = [];
  const body: Statement[] = [];
  let isLoopOver = false;
  cursor.next();
  cursor.eatWord('await');
  if (cursor.type === '(') isLoopOver = parseHead(cursor, head, body);
  if (word === 'else' && cursor.isWord('if')) return parseNested(cursor, 'if');
  if (cursor.type === '{') body.push(...parseBlock(cursor));
  else if (cursor.type !== '}' && cursor.type !== 'end') {
    cursor.depth++;
    const statement = parseStatement(cursor);
    cursor.depth--;
    if (statement !== null) body.push(statement);
    else cursor.eat(';');
  }
  return nested(start, cursor, { head, body, isLoopOver });
}

/** Parses what stands in the parentheses of a condition or loop. True for `… of list` and `… in list`. */
function parseHead(cursor: Cursor, head: Expression[], body: Statement[]): boolean {
  const open = cursor.index;
  let isLoopOver = false;
  cursor.next();
  cursor.within(false, () => {
    while (cursor.type !== ')' && cursor.type !== '{' && cursor.type !== 'end') {
      const { index } = cursor;
      if (cursor.isAtStatement()) break;
      if (['const', 'let', 'var'].some((word) => cursor.isWord(word))) {
        body.push(parseVariables(cursor, cursor.start, false));
      } else if (cursor.isWord('of') || cursor.isWord('in')) {
        isLoopOver = true;
        cursor.next();
      } else if (!cursor.eat(';')) {
        head.push(parseSequence(cursor));
      }
      if (cursor.index === index) cursor.next();
    }
  });
  cursor.closeWith(')', open);
  return isLoopOver;
}
