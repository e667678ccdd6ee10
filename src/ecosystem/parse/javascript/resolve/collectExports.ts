import type { Span } from '../../../tree/node.ts';
import type { ExportForm, ExportStatement } from '../../../tree/sourceTree.ts';
import type { Expression, NameExpression, Statement } from '../syntax.ts';

/** A value that is handed out whole. */
export interface Whole extends Span {
  readonly form: ExportForm;
  readonly value: Expression;
  readonly isConditional: boolean;
}

/** A value that is handed out under a name. */
export interface Named extends Span {
  readonly form: 'export name' | 'exports.name';
  readonly key: NameExpression;
  readonly separator: number | null;
  readonly value: Expression;
  /** Where what is written as the value ends. */
  readonly valueEnd: number;
}

/** Every statement that hands something out, also in conditions. */
export function collectExports(statements: readonly Statement[]): {
  readonly wholes: readonly Whole[];
  readonly names: readonly Named[];
  readonly reexport: ExportStatement | null;
} {
  const wholes: Whole[] = [];
  const names: Named[] = [];
  let reexport: ExportStatement | null = null;
  const add = (statement: Statement, isConditional: boolean): void => {
    const { start, end } = statement;
    switch (statement.type) {
      case 'expression':
        for (const part of sequence(statement.expression)) {
          addAssignments(part, { start, end, isConditional }, wholes, names);
        }
        break;
      case 'exportDefault': {
        const form = statement.isAssignment ? 'export =' : 'export default';
        wholes.push({ start, end, form, value: statement.value, isConditional });
        break;
      }
      case 'exportNames':
        if (statement.isReexport) {
          reexport ??= { start, end, form: 're-export', isFunction: false };
          break;
        }
        for (const { local, exported } of statement.names) {
          const form = wholeForms.get(exported);
          if (form !== undefined) wholes.push({ start, end, form, value: local, isConditional });
          else {
            const key = { ...local, name: exported };
            names.push({
              start,
              end,
              form: 'export name',
              key,
              separator: null,
              value: local,
              valueEnd: local.end,
            });
          }
        }
        break;
      case 'variable':
        if (!statement.isExported) break;
        for (const { target, separator, value } of statement.declarations) {
          if (target.type !== 'name') continue;
          const nothing = { type: 'missing', start: target.end, end: target.end } as const;
          names.push({
            start,
            end,
            form: 'export name',
            key: target,
            separator,
            // By its name, so that what happens to it later is seen.
            value: value === null || value.type === 'missing' ? nothing : target,
            valueEnd: value?.end ?? target.end,
          });
        }
        break;
      case 'function':
        if (!statement.isExported || statement.function.name === null) break;
        names.push({
          start,
          end,
          form: 'export name',
          key: statement.function.name,
          separator: null,
          value: statement.function,
          valueEnd: statement.function.end,
        });
        break;
      case 'nested':
        for (const inner of statement.body) add(inner, true);
        break;
      case 'return':
      case 'names':
        break;
    }
  };
  for (const statement of statements) add(statement, false);
  return { wholes, names, reexport };
}

const wholeForms = new Map<string, ExportForm>([
  ['module.exports', 'module.exports'],
  ['default', 'export default'],
]);

function sequence(expression: Expression): readonly Expression[] {
  return expression.type === 'other' ? expression.inner : [expression];
}

/** `module.exports = exports = value` and `exports.name = value`. */
function addAssignments(
  expression: Expression,
  place: Span & { readonly isConditional: boolean },
  wholes: Whole[],
  names: Named[],
): void {
  for (let part = expression; part.type === 'assignment' && part.operator === '='; part = part.value) {
    const { target, separator, value } = part;
    let last = value;
    while (last.type === 'assignment') last = last.value;
    if (isModuleExports(target)) wholes.push({ ...place, form: 'module.exports', value: last });
    else if (target.type === 'member' && 'type' in target.member && target.member.type === 'name') {
      const isExports = target.object.type === 'name' && target.object.name === 'exports';
      if (!isExports && !isModuleExports(target.object)) continue;
      names.push({
        ...place,
        form: 'exports.name',
        key: target.member,
        separator,
        value: last,
        valueEnd: last.end,
      });
    }
  }
}

function isModuleExports(target: Expression): boolean {
  return (
    target.type === 'member' &&
    target.object.type === 'name' &&
    target.object.name === 'module' &&
    'type' in target.member &&
    target.member.type === 'name' &&
    target.member.name === 'exports'
  );
}
