import type {
  Expression,
  FunctionExpression,
  NestedStatement,
  PropertySyntax,
  Statement,
} from '../syntax.ts';
import { markChanges } from './markChanges.ts';
import { Scope, type Path, type Source } from './scope.ts';

/** Deeper expressions are not looked into. */
export const maximumVisits = 1000;

/** The names of a file: what each stands for where, and what happens to it. */
export interface Names {
  readonly file: Scope;
  readonly inner: ReadonlyMap<FunctionExpression | NestedStatement, Scope>;
}

export function findNames(statements: readonly Statement[]): Names {
  const file = new Scope(null, null);
  const inner = new Map<FunctionExpression | NestedStatement, Scope>();
  const visitor = new NameVisitor(inner);
  visitor.visitStatements(statements, file, 0);
  return { file, inner };
}

/** Walks through everything once: declares the names of a scope first, then looks at what is done to them. */
export class NameVisitor {
  readonly #inner: Map<FunctionExpression | NestedStatement, Scope>;

  constructor(inner: Map<FunctionExpression | NestedStatement, Scope>) {
    this.#inner = inner;
  }

  visitStatements(statements: readonly Statement[], scope: Scope, depth: number): void {
    for (const statement of statements) declareNames(statement, scope);
    for (const statement of statements) this.#visitStatement(statement, scope, depth);
  }

  #visitStatement(statement: Statement, scope: Scope, depth: number): void {
    const visit = (expression: Expression | null): void => {
      if (expression !== null) this.visit(expression, scope, depth);
    };
    switch (statement.type) {
      case 'variable':
        statement.declarations.forEach(({ value }) => visit(value));
        break;
      case 'expression':
        markChanges(statement.expression, scope, true);
        this.visitParts(statement.expression, scope, depth);
        break;
      case 'return':
      case 'exportDefault':
        visit(statement.value);
        break;
      case 'nested':
        this.#visitNested(statement, scope, depth);
        break;
      case 'function':
        this.#visitFunction(statement.function, scope, depth);
        break;
      case 'names':
      case 'exportNames':
        break;
    }
  }

  #visitNested(statement: NestedStatement, scope: Scope, depth: number): void {
    const block = new Scope(scope, scope.owner);
    this.#inner.set(statement, block);
    for (const expression of statement.head) {
      const looped =
        statement.isLoopOver && expression.type === 'name' ? scope.find(expression.name) : undefined;
      if (looped !== undefined) looped.isMutated = true;
      this.visit(expression, scope, depth);
    }
    this.visitStatements(statement.body, block, depth + 1);
  }

  #visitFunction(expression: FunctionExpression, scope: Scope, depth: number): void {
    const body = new Scope(scope, expression);
    this.#inner.set(expression, body);
    expression.params.forEach((param, index) => {
      const from = (path: Path): Source =>
        param.isRest ? { type: 'unknown' } : { type: 'param', param, index, path };
      declareTarget(param.target, body, from);
      if (param.fallback !== null) this.visit(param.fallback, scope, depth);
    });
    if (isStatements(expression.body)) this.visitStatements(expression.body, body, depth + 1);
    else this.visit(expression.body, body, depth + 1);
  }

  visit(expression: Expression, scope: Scope, depth: number): void {
    markChanges(expression, scope, false);
    this.visitParts(expression, scope, depth);
  }

  visitParts(expression: Expression, scope: Scope, depth: number): void {
    if (depth > maximumVisits) return;
    if (expression.type === 'function') {
      this.#visitFunction(expression, scope, depth + 1);
      return;
    }
    for (const part of partsOf(expression)) this.visit(part, scope, depth + 1);
  }
}

export function isStatements(body: FunctionExpression['body']): body is readonly Statement[] {
  return Array.isArray(body);
}

function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.type) {
    case 'template':
      return expression.substitutions;
    case 'object':
      return expression.members.flatMap((member) => {
        if (member.type === 'spread') return [member];
        const key = typeof member.key.name === 'string' ? [] : [member.key.name];
        return member.value === null ? key : [...key, member.value];
      });
    case 'array':
      return expression.items;
    case 'spread':
      return [expression.argument];
    case 'member':
      return 'computed' in expression.member
        ? [expression.object, expression.member.computed]
        : [expression.object];
    case 'call':
      return [expression.callee, ...expression.args];
    case 'unary':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'conditional':
      return [expression.test, expression.yes, expression.no];
    case 'assignment':
      return [expression.target, expression.value];
    case 'other':
      return expression.inner;
    case 'missing':
    case 'literal':
    case 'name':
    case 'function':
      return [];
  }
}

function declareNames(statement: Statement, scope: Scope): void {
  switch (statement.type) {
    case 'variable':
      for (const { target, value } of statement.declarations) {
        declareTarget(target, scope, (path) =>
          value === null ? { type: 'unknown' } : { type: 'value', expression: value, path },
        );
      }
      break;
    case 'function':
      if (statement.function.name === null) break;
      scope.declare(statement.function.name.name, { type: 'function', function: statement.function });
      break;
    case 'names':
      for (const name of statement.names) scope.declare(name, { type: 'unknown' });
      break;
    case 'expression':
    case 'return':
    case 'nested':
    case 'exportDefault':
    case 'exportNames':
      break;
  }
}

/** Declares the names of `{ a, b: [c], ...rest }`; `from` says where what stands at a path comes from. */
function declareTarget(
  target: Expression,
  scope: Scope,
  from: (path: Path) => Source,
  path: Path = [],
): void {
  if (target.type === 'name') scope.declare(target.name, from(path));
  else if (target.type === 'assignment') {
    declareTarget(target.target, scope, () => ({ type: 'unknown' }));
  } else if (target.type === 'spread') {
    declareTarget(target.argument, scope, () => ({ type: 'unknown' }));
  } else if (target.type === 'array') {
    // Without its holes the indexes of a list are not known.
    for (const item of target.items) declareTarget(item, scope, () => ({ type: 'unknown' }));
  } else if (target.type === 'object') {
    for (const member of target.members) {
      if (member.type === 'spread') declareTarget(member, scope, from, path);
      else declareProperty(member, scope, from, path);
    }
  }
}

function declareProperty(
  { key, value, hasDefault }: PropertySyntax,
  scope: Scope,
  from: (path: Path) => Source,
  path: Path,
): void {
  if (typeof key.name !== 'string') return;
  if (value === null) scope.declare(key.name, from([...path, key.name]));
  else if (hasDefault) scope.declare(key.name, { type: 'unknown' });
  else declareTarget(value, scope, from, [...path, key.name]);
}
