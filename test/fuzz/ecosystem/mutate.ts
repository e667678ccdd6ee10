import type { Random } from '../random.ts';

/** What stands in ecosystem files of every language, and breaks them elsewhere. */
const pieces = [
  ...[
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '"',
    "'",
    '`',
    ':',
    ',',
    ';',
    '\n',
    '\r\n',
    '  ',
    '\t',
    '- ',
    '#',
    '=',
    '.',
  ],
  ...[
    '${',
    '$',
    '*a',
    '&a ',
    '<<: *a',
    '=>',
    '...',
    '?',
    '|',
    '>',
    '|+\n',
    '!!str ',
    '!!binary ',
    '%',
    '@',
    '---\n',
  ],
  ...[
    '[[apps]]\n',
    '[apps.env]\n',
    '"""',
    "'''",
    '/*',
    '*/',
    '//',
    '/',
    '\\',
    '\\u',
    '\\x',
    '0x',
    '1e999',
    '-',
    '_',
  ],
  ...[
    'apps',
    'name',
    'script',
    'env',
    'instances',
    '__proto__',
    'constructor',
    'toString',
    'null',
    '~',
    'NaN',
  ],
  ...[
    '\0',
    '\u2028',
    '\ufeff',
    '…',
    '😀',
    '\ud800',
    'module.exports',
    'export default',
    'async',
    'return',
    'new ',
  ],
];

/** A text as a slip of the hand, a broken merge, a lost half or a bad copy leaves it. */
export function mutate(text: string, others: readonly string[], random: Random): string {
  let mutated = text;
  for (let count = random.between(1, 5); count > 0; count -= 1) mutated = mutateOnce(mutated, others, random);
  return mutated;
}

function mutateOnce(text: string, others: readonly string[], random: Random): string {
  const at = random.between(0, text.length + 1);
  const until = at + (random.chance(0.1) ? random.between(0, text.length) : random.between(0, 8));
  const replace = (piece: string): string => text.slice(0, at) + piece + text.slice(until);
  switch (random.between(0, 8)) {
    case 0:
      return replace('');
    case 1:
      return text.slice(0, at);
    case 2:
      // A part of it once more, elsewhere.
      return text.slice(0, at) + part(text, random) + text.slice(at);
    case 3:
      return text.slice(0, at) + part(random.pick(others), random) + text.slice(at);
    case 4:
      return replace(random.pick(pieces).repeat(random.chance(0.05) ? random.between(2, 300) : 1));
    case 5:
      return swapLines(text, random);
    default:
      return replace(random.pick(pieces));
  }
}

function part(text: string, random: Random): string {
  const from = random.between(0, text.length + 1);
  return text.slice(from, from + random.between(0, 120));
}

function swapLines(text: string, random: Random): string {
  const lines = text.split('\n');
  const [a, b] = [random.between(0, lines.length), random.between(0, lines.length)];
  return lines
    .with(a, lines[b] ?? '')
    .with(b, lines[a] ?? '')
    .join('\n');
}
