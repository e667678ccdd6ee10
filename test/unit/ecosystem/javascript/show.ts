import type { Node } from '../../../../src/ecosystem/tree/node.ts';

/** A tree in one line: `?` is unknown, `…` open, `∅` not written yet, `T{` a template, `<…>` parts. */
export function show(node: Node | null): string {
  if (node === null) return '∅';
  const parts = 'parts' in node && node.parts !== undefined ? `<${node.parts.map(show).join(' | ')}>` : '';
  switch (node.kind) {
    case 'string':
      return `'${node.value}'`;
    case 'number':
    case 'boolean':
      return `${node.value}`;
    case 'null':
      return 'null';
    case 'unknown':
      return `?${parts}`;
    case 'array':
      return `[${[...node.items.map(show), ...(node.isOpen ? ['…'] : [])].join(', ')}]${parts}`;
    case 'object': {
      const members = node.properties.map(({ key, value }) => `${key.value}: ${show(value)}`);
      if (node.isOpen) members.push('…');
      return `${node.isTemplate === true ? 'T' : ''}{${members.join(', ')}}${parts}`;
    }
  }
}
