import type { Expression, NameExpression } from '../syntax.ts';
import type { Binding, Scope } from './scope.ts';

const changing = new Set(
  'push pop shift unshift splice sort reverse fill copyWithin forEach set delete clear'.split(' '),
);

/**
 * Notes what `expression` itself does to names; its parts are looked at on their own. `isStatement`: it stands alone,
 * so that what it does to a name of its own scope surely happens.
 */
export function markChanges(expression: Expression, scope: Scope, isStatement: boolean): void {
  if (expression.type === 'assignment') markAssignment(expression, scope, isStatement);
  else if (expression.type === 'call') markCall(expression, scope, isStatement);
  else if (expression.type === 'unary' && ['++', '--', 'delete'].includes(expression.operator)) {
    mutate(expression.operand, scope);
  }
}

function markAssignment(
  { target, operator, separator, value }: Expression & { type: 'assignment' },
  scope: Scope,
  isStatement: boolean,
): void {
  if (target.type === 'member' && target.object.type === 'name' && operator === '=' && isStatement) {
    const binding = scope.bindings.get(target.object.name);
    if (binding !== undefined && 'type' in target.member && target.member.type === 'name') {
      binding.changes.push({ type: 'property', key: target.member, separator, value });
      return;
    }
  }
  mutate(target, scope);
  if (target.type === 'name') scope.find(target.name)?.candidates.push({ expression: value, scope });
}

function markCall(
  { callee, args, start, end }: Expression & { type: 'call' },
  scope: Scope,
  isStatement: boolean,
): void {
  const method = callee.type === 'member' && 'type' in callee.member ? nameOf(callee.member) : null;
  if (callee.type === 'member' && method !== null && changing.has(method)) {
    const own = callee.object.type === 'name' ? scope.bindings.get(callee.object.name) : undefined;
    if (method === 'push' && isStatement && own !== undefined) {
      own.changes.push({ type: 'push', items: args });
    } else {
      mutate(callee.object, scope);
      const isAdded = callee.object.type === 'name' && (method === 'push' || method === 'unshift');
      const list = isAdded ? scope.find(callee.object.name) : undefined;
      list?.candidates.push({ expression: { type: 'array', start, end, items: args }, scope });
    }
  }
  const target = callee.type === 'member' ? callee.object : callee;
  const isOfObject = target.type === 'name' && target.name === 'Object';
  if (isOfObject && (method === 'assign' || method?.startsWith('defin') === true)) {
    if (args[0] !== undefined) mutate(args[0], scope);
  }
  // A call for its effect may change what it is given.
  const isHarmless = isOfObject || (target.type === 'name' && target.name === 'console');
  if (isStatement && !isHarmless) {
    for (const arg of args) if (arg.type === 'name') mutate(arg, scope);
  }
}

function nameOf(member: NameExpression | { readonly type: 'missing' }): string | null {
  return member.type === 'name' ? member.name : null;
}

/** Marks the value that the name at the start of `a.b[c]` stands for as changed. */
function mutate(target: Expression, scope: Scope): void {
  let base = target;
  while (base.type === 'member') base = base.object;
  const binding: Binding | undefined = base.type === 'name' ? scope.find(base.name) : undefined;
  if (binding !== undefined) binding.isMutated = true;
  if (base.type === 'object' || base.type === 'array') {
    const parts = base.type === 'array' ? base.items : base.members.map(valueOf);
    for (const part of parts) if (part !== null && part.type === 'name') mutate(part, scope);
  }
}

function valueOf(member: (Expression & { type: 'object' })['members'][number]): Expression | null {
  return member.type === 'spread' ? member.argument : member.value;
}
