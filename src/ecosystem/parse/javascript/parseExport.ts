import type { Cursor } from './cursor.ts';
import { parseExportable } from './parseObject.ts';
import { parseFunctionStatement, parseVariables } from './parseStatement.ts';
import { skipDeclaration } from './skipDeclaration.ts';
import type { ExportNamesStatement, Statement } from './syntax.ts';

/** Parses what starts with `export`; null where it exports nothing but types. */
export function parseExport(cursor: Cursor): Statement | null {
  const { start } = cursor;
  cursor.next();
  if (cursor.type === '=' || cursor.isWord('default')) {
    const isAssignment = cursor.type === '=';
    cursor.next();
    const value = parseExportable(cursor);
    cursor.eat(';');
    return { type: 'exportDefault', start, end: cursor.previousEnd, isAssignment, value };
  }
  if (cursor.isWord('const') && cursor.isWord('enum', cursor.index + 1)) {
    return skipDeclaration(cursor) ?? null;
  }
  if (cursor.isWord('const') || cursor.isWord('let') || cursor.isWord('var')) {
    return parseVariables(cursor, start, true);
  }
  if (cursor.isWord('function') || (cursor.isWord('async') && cursor.isWord('function', cursor.index + 1))) {
    cursor.eatWord('async');
    return parseFunctionStatement(cursor, start, true);
  }
  const isTypes = cursor.isWord('type') && ['{', '*'].includes(cursor.typeAt(cursor.index + 1));
  if (isTypes) cursor.next();
  if (cursor.type === '{' || cursor.type === '*') {
    const statement = parseNames(cursor, start);
    return isTypes ? null : statement;
  }
  return skipDeclaration(cursor) ?? null;
}

/** Parses `{ a, b as c } from 'x'` and `* as a from 'x'`. */
function parseNames(cursor: Cursor, start: number): ExportNamesStatement {
  const names: { local: ExportNamesStatement['names'][number]['local']; exported: string }[] = [];
  const isStar = cursor.eat('*');
  if (isStar && cursor.eatWord('as')) cursor.next();
  if (cursor.eat('{')) {
    while (cursor.type !== '}' && cursor.type !== 'end' && !cursor.isAtStatement()) {
      if (cursor.type === 'name' || cursor.type === 'string') {
        const local = {
          type: 'name',
          start: cursor.start,
          end: cursor.end,
          name: cursor.textAt(cursor.index),
        } as const;
        cursor.next();
        if (cursor.eatWord('as')) cursor.next();
        names.push({ local, exported: cursor.textAt(cursor.index - 1).replaceAll(/['"]/g, '') });
      } else {
        cursor.next();
      }
    }
    cursor.eat('}');
  }
  const isReexport = cursor.eatWord('from') || isStar;
  if (isReexport && cursor.type === 'string') cursor.next();
  cursor.eat(';');
  return { type: 'exportNames', start, end: cursor.previousEnd, names, isReexport };
}
