import type { Expression, FunctionExpression, NameExpression, Param } from '../syntax.ts';

/** Where the value of a name comes from. `path` leads from that value to the part that was taken out of it. */
export type Source =
  | { readonly type: 'value'; readonly expression: Expression; readonly path: Path }
  | { readonly type: 'param'; readonly param: Param; readonly index: number; readonly path: Path }
  | { readonly type: 'function'; readonly function: FunctionExpression }
  | { readonly type: 'unknown' };

export type Path = readonly (string | number)[];

/** A change that surely happens: `x.name = value` or `x.push(…)`, outside of conditions, loops and functions. */
export type Change =
  | {
      readonly type: 'property';
      readonly key: NameExpression;
      readonly separator: number;
      readonly value: Expression;
    }
  | { readonly type: 'push'; readonly items: readonly Expression[] };

export class Binding {
  readonly source: Source;
  readonly scope: Scope;
  readonly changes: Change[] = [];
  /** What it may be, or may have more of, in the scopes where that is written. */
  readonly candidates: { readonly expression: Expression; readonly scope: Scope }[] = [];
  /** Something else happens to it: its value is not what it was declared with. */
  isMutated = false;

  constructor(source: Source, scope: Scope) {
    this.source = source;
    this.scope = scope;
  }
}

/** The names of a block, a function or the file. */
export class Scope {
  readonly parent: Scope | null;
  /** The function in whose calls these names have their values; null for those of the file. */
  readonly owner: FunctionExpression | null;
  readonly bindings = new Map<string, Binding>();

  constructor(parent: Scope | null, owner: FunctionExpression | null) {
    this.parent = parent;
    this.owner = owner;
  }

  find(name: string): Binding | undefined {
    const binding = this.bindings.get(name);
    if (binding !== undefined || this.parent === null) return binding;
    return this.parent.find(name);
  }

  declare(name: string, source: Source): void {
    this.bindings.set(name, new Binding(source, this));
  }
}
