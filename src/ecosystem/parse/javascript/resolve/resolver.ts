import type { ArrayNode, Node, PropertyNode, Span } from '../../../tree/node.ts';
import { propertyOf } from '../../../tree/node.ts';
import type {
  Expression,
  FunctionExpression,
  ObjectExpression,
  PropertySyntax,
  Statement,
} from '../syntax.ts';
import { combineBinary, combineUnary } from './combine.ts';
import { isStatements, type Names } from './findNames.ts';
import { ObjectBuilder, partsOf, scalarAt, scalarOf, unknownAt, withParts } from './nodes.ts';
import { resolveCall } from './resolveCall.ts';
import type { Binding, Change, Scope } from './scope.ts';
import { Sizes } from './sizes.ts';

/** A call whose body is being resolved; of the file itself, the one that is always there. */
export interface Call {
  readonly owner: FunctionExpression | null;
  readonly parent: Call | null;
  /** null when nobody knows what it is called with, as by `map`. */
  readonly args: readonly Node[] | null;
  readonly values: Map<Binding, Node | 'pending'>;
  readonly depth: number;
}

/** Where an expression stands: which names are seen there, and what they are in this call. */
export interface Place {
  readonly scope: Scope;
  readonly call: Call;
}

export interface FoundFunction {
  readonly function: FunctionExpression;
  /** Where it is defined. */
  readonly place: Place;
}

const maximumHeight = 100;
const maximumCalls = 20;
const maximumNesting = 400;
/** On top of the length of the text: how many nodes may come from constants and calls that are used again. */
const spareSteps = 100_000;

/** Finds the values of expressions as far as that can be done without running anything. Linear in time and space. */
export class Resolver {
  readonly #names: Names;
  readonly #sizes = new Sizes();
  readonly file: Place;
  #steps: number;
  #nesting = 0;

  constructor(names: Names, length: number) {
    this.#names = names;
    this.#steps = length + spareSteps;
    this.file = {
      scope: names.file,
      call: { owner: null, parent: null, args: null, values: new Map(), depth: 0 },
    };
  }

  resolve(expression: Expression, place: Place): Node {
    if (this.#steps-- < 0 || this.#nesting > maximumNesting) return unknownAt(expression);
    this.#nesting++;
    const node = this.#resolve(expression, place);
    this.#nesting--;
    return node;
  }

  #resolve(expression: Expression, place: Place): Node {
    switch (expression.type) {
      case 'literal':
        return scalarAt(expression, expression.value);
      case 'template': {
        const values = expression.substitutions.map((part) => scalarOf(this.resolve(part, place)));
        if (expression.texts.length === 0 || values.includes(undefined)) return unknownAt(expression);
        return scalarAt(
          expression,
          expression.texts
            .map((text, index) => (index === 0 ? text : `${values[index - 1]}${text}`))
            .join(''),
        );
      }
      case 'name':
      case 'member':
        return this.#use(this.#look(expression, place), expression);
      case 'object':
        return this.#resolveObject(expression, place);
      case 'array':
        return this.resolveItems(expression.items, place, expression);
      case 'call':
        return resolveCall(this, expression, place);
      case 'unary':
        return combineUnary(expression, this.resolve(expression.operand, place));
      case 'binary':
        return combineBinary(
          expression,
          this.resolve(expression.left, place),
          this.resolve(expression.right, place),
        );
      case 'conditional':
        return unknownAt(expression, [
          this.resolve(expression.yes, place),
          this.resolve(expression.no, place),
        ]);
      case 'assignment':
        return expression.operator === '='
          ? this.resolve(expression.value, place)
          : unknownAt(expression, [this.resolve(expression.value, place)]);
      case 'function':
        return unknownAt(expression, [this.callFunction({ function: expression, place }, null, expression)]);
      case 'missing':
      case 'spread':
      case 'other':
        return unknownAt(expression);
    }
  }

  /** A value that stands elsewhere is used here: what is unknown about it stays here. */
  #use(node: Node, span: Span): Node {
    const { count, height } = this.#sizes.of(node);
    if (height > maximumHeight || count > this.#steps) return unknownAt(span);
    this.#steps -= count;
    return node.kind === 'unknown' ? unknownAt(span, [node]) : node;
  }

  /** What a name or member stands for, where that is written. */
  #look(expression: Expression, place: Place): Node {
    if (expression.type === 'name') {
      const binding = place.scope.find(expression.name);
      if (binding !== undefined) return this.#valueOf(binding, place.call, expression);
      return expression.name === 'undefined' ? scalarAt(expression, null) : unknownAt(expression);
    }
    if (expression.type !== 'member' || this.#nesting > maximumNesting) {
      return this.resolve(expression, place);
    }
    this.#nesting++;
    const object = this.#look(expression.object, place);
    this.#nesting--;
    const { member } = expression;
    if ('computed' in member)
      return memberOf(object, scalarOf(this.resolve(member.computed, place)), expression);
    return memberOf(object, member.type === 'name' ? member.name : undefined, expression);
  }

  isKnown(name: string, { scope }: Place): boolean {
    return name === 'undefined' || scope.find(name) !== undefined;
  }

  #valueOf(binding: Binding, from: Call, span: Span): Node {
    let call: Call | null = from;
    while (call !== null && call.owner !== binding.scope.owner) call = call.parent;
    if (call === null) return unknownAt(span);
    const known = call.values.get(binding);
    if (known !== undefined) return known === 'pending' ? unknownAt(span) : known;
    call.values.set(binding, 'pending');
    const place = { scope: binding.scope, call };
    let node = this.#sourceOf(binding, place, span);
    for (const change of binding.changes) node = this.#change(node, change, place);
    if (binding.isMutated) {
      const own = binding.candidates.filter(({ scope }) => scope.owner === binding.scope.owner);
      const added = own.map(({ expression, scope }) => this.resolve(expression, { scope, call }));
      node = unknownAt(node, [node, ...added]);
    }
    call.values.set(binding, node);
    return node;
  }

  #sourceOf({ source }: Binding, place: Place, span: Span): Node {
    switch (source.type) {
      case 'value':
        return source.path.reduce(
          (node: Node, key) => memberOf(node, key, span),
          this.resolve(source.expression, place),
        );
      case 'param': {
        const { args } = place.call;
        const given = args?.[source.index];
        if (given !== undefined) {
          return source.path.reduce((node: Node, key) => memberOf(node, key, span), given);
        }
        const { fallback } = source.param;
        if (args === null || fallback === null || source.path.length > 0) return unknownAt(span);
        return this.resolve(fallback, place);
      }
      case 'function':
      case 'unknown':
        return unknownAt(span);
    }
  }

  #change(node: Node, change: Change, place: Place): Node {
    if (change.type === 'push') {
      const added = this.resolveItems(change.items, place, node);
      if (node.kind !== 'array') return unknownAt(node, [node, added]);
      const parts = [...(node.parts ?? []), ...(added.parts ?? [])];
      return {
        ...node,
        items: [...node.items, ...added.items],
        isOpen: node.isOpen || added.isOpen,
        ...withParts(parts),
      };
    }
    if (node.kind !== 'object') return unknownAt(node, [node]);
    return { ...node, properties: [...node.properties, this.propertyFor(change, place)] };
  }

  /** The property that `x.name = value` makes. */
  propertyFor(
    { key, separator, value }: { key: Span & { name: string }; separator: number | null; value: Expression },
    place: Place,
  ): PropertyNode {
    const { start, end } = key;
    return {
      kind: 'property',
      start,
      end: Math.max(end, value.end),
      key: { kind: 'string', start, end, value: key.name },
      separator,
      value: value.type === 'missing' ? null : this.resolve(value, place),
    };
  }

  resolveItems(items: readonly Expression[], place: Place, { start, end }: Span): ArrayNode {
    const nodes: Node[] = [];
    const parts: Node[] = [];
    let isOpen = false;
    for (const item of items) {
      if (item.type !== 'spread') {
        nodes.push(this.resolve(item, place));
        continue;
      }
      const node = this.resolve(item.argument, place);
      if (node.kind === 'array') {
        for (const inner of node.items) nodes.push(inner);
        isOpen ||= node.isOpen;
        parts.push(...(node.parts ?? []));
      } else {
        isOpen = true;
        parts.push(...partsOf(node).filter(({ kind }) => kind === 'array'));
      }
    }
    return { kind: 'array', start, end, items: nodes, isOpen, ...withParts(parts) };
  }

  #resolveObject(expression: ObjectExpression, place: Place): Node {
    const builder = new ObjectBuilder();
    for (const member of expression.members) {
      if (member.type === 'spread') builder.spread(this.resolve(member.argument, place));
      else {
        const property = this.#resolveProperty(member, place);
        if (property === null) builder.open();
        else builder.add(property);
      }
    }
    return builder.build(expression);
  }

  /** null when the name of the property is computed and unknown. */
  #resolveProperty(member: PropertySyntax, place: Place): PropertyNode | null {
    const { start, end, key, separator } = member;
    const name = typeof key.name === 'string' ? key.name : scalarOf(this.resolve(key.name, place));
    if (name === undefined) return null;
    const keyNode = { kind: 'string', start: key.start, end: key.end, value: `${name}` } as const;
    return {
      kind: 'property',
      start,
      end,
      key: keyNode,
      separator,
      value: this.#resolveValue(member, `${name}`, place),
    };
  }

  #resolveValue({ key, value, separator }: PropertySyntax, name: string, place: Place): Node | null {
    if (value?.type === 'missing') return null;
    if (value !== null) return this.resolve(value, place);
    // A half-written key looks like a shorthand property of a name that does not exist.
    if (separator !== null || !this.isKnown(name, place)) return null;
    return this.resolve({ type: 'name', start: key.start, end: key.end, name }, place);
  }

  /** The function that a name stands for, or that is written here. */
  findFunction(expression: Expression, place: Place): FoundFunction | null {
    if (expression.type === 'function') return { function: expression, place };
    if (expression.type !== 'name') return null;
    const binding = place.scope.find(expression.name);
    if (binding === undefined || binding.isMutated) return null;
    let call: Call | null = place.call;
    while (call !== null && call.owner !== binding.scope.owner) call = call.parent;
    if (call === null) return null;
    const { source, scope } = binding;
    if (source.type === 'function') return { function: source.function, place: { scope, call } };
    if (source.type !== 'value' || source.expression.type !== 'function') return null;
    return { function: source.expression, place: { scope, call } };
  }

  /** What a call gives: the value of its one `return`. Several may be it. */
  callFunction(found: FoundFunction, args: readonly Node[] | null, span: Span): Node {
    const { function: owner, place } = found;
    const scope = this.#names.inner.get(owner);
    const depth = place.call.depth + 1;
    if (scope === undefined || owner.isGenerator || depth > maximumCalls) return unknownAt(span);
    const inner: Place = { scope, call: { owner, parent: place.call, args, values: new Map(), depth } };
    if (!isStatements(owner.body)) return this.#returned(this.resolve(owner.body, inner), span);
    const direct = owner.body.filter((statement) => statement.type === 'return');
    const [first] = direct;
    const conditional = owner.body.flatMap((statement) => this.#conditionalReturns(statement, inner));
    if (direct.length === 1 && conditional.length === 0 && first?.value) {
      return this.#returned(this.resolve(first.value, inner), span);
    }
    const values = direct.flatMap(({ value }) => (value === null ? [] : [this.resolve(value, inner)]));
    return unknownAt(span, [...conditional, ...values]);
  }

  #returned(node: Node, span: Span): Node {
    return node.kind === 'unknown' ? unknownAt(span, [node]) : node;
  }

  #conditionalReturns(statement: Statement, place: Place): readonly Node[] {
    if (statement.type !== 'nested') return [];
    const scope = this.#names.inner.get(statement);
    if (scope === undefined) return [];
    const inner = { scope, call: place.call };
    return statement.body.flatMap((nested) =>
      nested.type === 'return' && nested.value !== null
        ? [this.resolve(nested.value, inner)]
        : this.#conditionalReturns(nested, inner),
    );
  }
}

/** A member of a value that is written elsewhere; unknown unless it is surely this. */
function memberOf(object: Node, key: string | number | boolean | null | undefined, span: Span): Node {
  if (key === undefined) return unknownAt(span);
  if (object.kind === 'object') {
    const value = propertyOf(object, `${key}`)?.value ?? null;
    if (value === null) return unknownAt(span);
    return object.isOpen ? unknownAt(span, [value]) : value;
  }
  const item = object.kind === 'array' && !object.isOpen ? object.items[Number(key)] : undefined;
  return item ?? unknownAt(span);
}
