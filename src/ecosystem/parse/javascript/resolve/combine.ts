import type { Node } from '../../../tree/node.ts';
import type { BinaryExpression, UnaryExpression } from '../syntax.ts';
import { scalarAt, scalarOf, unknownAt } from './nodes.ts';

export function combineUnary(expression: UnaryExpression, operand: Node): Node {
  const value = scalarOf(operand);
  if (expression.operator === 'void') return scalarAt(expression, null);
  if (value === undefined) return unknownAt(expression);
  if (expression.operator === '!') return scalarAt(expression, Boolean(value) ? false : true);
  if (typeof value !== 'number') return unknownAt(expression);
  if (expression.operator === '-') return scalarAt(expression, -value);
  return expression.operator === '+' ? scalarAt(expression, value) : unknownAt(expression);
}

/** Arithmetic of constants and joined strings. Which side of `||`, `&&` and `??` is taken stays open. */
export function combineBinary(expression: BinaryExpression, leftNode: Node, rightNode: Node): Node {
  const { operator } = expression;
  if (operator === '||' || operator === '&&' || operator === '??') {
    return unknownAt(expression, operator === '&&' ? [rightNode] : [leftNode, rightNode]);
  }
  const left = scalarOf(leftNode);
  const right = scalarOf(rightNode);
  if (left === undefined || right === undefined) return unknownAt(expression);
  if (operator === '+' && (typeof left === 'string' || typeof right === 'string')) {
    return scalarAt(expression, `${left}${right}`);
  }
  if (typeof left !== 'number' || typeof right !== 'number') return unknownAt(expression);
  const result = arithmetic(operator, left, right);
  return Number.isFinite(result) ? scalarAt(expression, result) : unknownAt(expression);
}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return left % right;
    case '**':
      return left ** right;
    default:
      return Number.NaN;
  }
}
