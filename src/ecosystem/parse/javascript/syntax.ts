import type { Span } from '../../tree/node.ts';

/** The syntax of JavaScript as far as the resolver looks at it. Types, decorators and the like are passed over. */
export type Expression =
  | MissingExpression
  | LiteralExpression
  | TemplateExpression
  | NameExpression
  | ObjectExpression
  | ArrayExpression
  | SpreadExpression
  | MemberExpression
  | CallExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | AssignmentExpression
  | FunctionExpression
  | OtherExpression;

/** Nothing is written where a value should be. */
export interface MissingExpression extends Span {
  readonly type: 'missing';
}

export interface LiteralExpression extends Span {
  readonly type: 'literal';
  readonly value: string | number | boolean | null;
}

export interface TemplateExpression extends Span {
  readonly type: 'template';
  /** The text before, between and after the substitutions. */
  readonly texts: readonly string[];
  readonly substitutions: readonly Expression[];
}

export interface NameExpression extends Span {
  readonly type: 'name';
  readonly name: string;
}

export interface ObjectExpression extends Span {
  readonly type: 'object';
  readonly members: readonly (PropertySyntax | SpreadExpression)[];
}

export interface PropertySyntax extends Span {
  readonly type: 'property';
  /** A string names it; an expression computes its name. */
  readonly key: Span & { readonly name: string | Expression };
  readonly separator: number | null;
  /** The separator is `=`: wrong in an object, the default where an object is taken apart. */
  readonly hasDefault: boolean;
  /** null in a shorthand property. */
  readonly value: Expression | null;
}

export interface ArrayExpression extends Span {
  readonly type: 'array';
  readonly items: readonly Expression[];
}

export interface SpreadExpression extends Span {
  readonly type: 'spread';
  readonly argument: Expression;
}

export interface MemberExpression extends Span {
  readonly type: 'member';
  readonly object: Expression;
  /** An expression in brackets, or the name after the dot. */
  readonly member: NameExpression | MissingExpression | { readonly computed: Expression };
}

export interface CallExpression extends Span {
  readonly type: 'call';
  readonly callee: Expression;
  readonly args: readonly Expression[];
  readonly isNew: boolean;
}

export interface UnaryExpression extends Span {
  readonly type: 'unary';
  /** `++` and `--`, before or behind, are here too. */
  readonly operator: string;
  readonly operand: Expression;
}

export interface BinaryExpression extends Span {
  readonly type: 'binary';
  readonly operator: string;
  readonly left: Expression;
  readonly right: Expression;
}

export interface ConditionalExpression extends Span {
  readonly type: 'conditional';
  readonly test: Expression;
  readonly yes: Expression;
  readonly no: Expression;
}

export interface AssignmentExpression extends Span {
  readonly type: 'assignment';
  readonly operator: string;
  /** Offset of the operator. */
  readonly separator: number;
  readonly target: Expression;
  readonly value: Expression;
}

export interface FunctionExpression extends Span {
  readonly type: 'function';
  readonly name: NameExpression | null;
  readonly params: readonly Param[];
  /** A single expression is what an arrow function returns. */
  readonly body: Expression | readonly Statement[];
  readonly isGenerator: boolean;
}

export interface Param {
  /** A name, or an object or list that is taken apart. */
  readonly target: Expression;
  readonly fallback: Expression | null;
  readonly isRest: boolean;
}

/** A regular expression, a class, `a, b`, `import.meta`: never known. `inner` is what is evaluated in it. */
export interface OtherExpression extends Span {
  readonly type: 'other';
  readonly inner: readonly Expression[];
}

export type Statement =
  | VariableStatement
  | ExpressionStatement
  | ReturnStatement
  | NestedStatement
  | FunctionStatement
  | NamesStatement
  | ExportDefaultStatement
  | ExportNamesStatement;

export interface VariableStatement extends Span {
  readonly type: 'variable';
  readonly isExported: boolean;
  readonly declarations: readonly Declaration[];
}

export interface Declaration {
  readonly target: Expression;
  /** Offset of the `=`; null when there is none. */
  readonly separator: number | null;
  readonly value: Expression | null;
}

export interface ExpressionStatement extends Span {
  readonly type: 'expression';
  readonly expression: Expression;
}

export interface ReturnStatement extends Span {
  readonly type: 'return';
  readonly value: Expression | null;
}

/** What may run, or not, or several times: conditions, loops, `try`, blocks. */
export interface NestedStatement extends Span {
  readonly type: 'nested';
  readonly head: readonly Expression[];
  readonly body: readonly Statement[];
  /** The list that `for (… of list)` goes through, whose items the body may change. */
  readonly isLoopOver: boolean;
}

export interface FunctionStatement extends Span {
  readonly type: 'function';
  readonly isExported: boolean;
  readonly function: FunctionExpression;
}

/** Declares names of which nothing is known: imports, classes, enums. */
export interface NamesStatement extends Span {
  readonly type: 'names';
  readonly names: readonly string[];
}

export interface ExportDefaultStatement extends Span {
  /** `export =` of TypeScript, or `export default`. */
  readonly type: 'exportDefault';
  readonly isAssignment: boolean;
  readonly value: Expression;
}

export interface ExportNamesStatement extends Span {
  readonly type: 'exportNames';
  /** `export { local as exported }`; empty for `export *`. */
  readonly names: readonly { readonly local: NameExpression; readonly exported: string }[];
  /** Names that come `from` another file. */
  readonly isReexport: boolean;
}
